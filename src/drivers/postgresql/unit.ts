import type { Limits } from '../../driver.ts';
import type { Prepared } from './begin.ts';
import type { Link } from './link.ts';
import { RESET_SESSION, setUp, versionParts } from './session.ts';
import type { Write } from './write-steps.ts';

/** How much longer than the server's own limit an answer may take, in ms; then the connection counts as dead. */
const ANSWER_GRACE_MS = 30_000;

/** How a {@link Unit} begins. */
type Opening = Pick<Unit, 'prepared' | 'resetFirst'>;

/** One transaction, or one statement by itself. */
export class Unit {
  readonly link: Link;
  readonly limits: Limits;
  /** Null until its transaction has begun. */
  prepared: Prepared | null;
  /** The session has to be reset before anything else is sent. */
  resetFirst: boolean;
  /** A transaction may be open in the server. */
  begun = false;
  /** Writes to Sluice's tables that wait for the end of the transaction. */
  readonly waiting: Write[] = [];
  /** A migration is recorded, or its record removed: whatever its file has set in the session ends with it. */
  endsFile = false;
  /** A statement has set something in the session. */
  setsSession = false;
  over = false;

  constructor(link: Link, limits: Limits, { prepared = null, resetFirst = false }: Partial<Opening> = {}) {
    this.link = link;
    this.limits = limits;
    this.prepared = prepared;
    this.resetFirst = resetFirst;
  }

  /** How long to wait for an answer, in ms; 0 = as long as it takes. */
  get answerTimeoutMs(): number {
    const { statementTimeoutMs } = this.limits;
    return statementTimeoutMs === 0 ? 0 : statementTimeoutMs + ANSWER_GRACE_MS;
  }

  /** Guards against work that goes on after its transaction has ended. */
  requireOpen(): void {
    if (this.over) throw new Error('The transaction has ended already.');
  }
}

/** Undoes what statements have set in the session. */
export function resetQuery(link: Link): string {
  return `${RESET_SESSION}; ${setUp('apply', versionParts(link.serverVersion)[0] ?? 0)}`;
}

/**
 * Rolls an open transaction back; without a connection the server does it by itself.
 *
 * @param maybe - one may be open although the last answer did not say so
 */
export async function rollBack(link: Link, maybe = false): Promise<void> {
  if (link.lost || !(maybe || link.inTransaction)) return;
  // A late cancel may hit the ROLLBACK itself.
  await link.simple('rollback', ANSWER_GRACE_MS).catch((error: unknown) => link.destroy(error));
}
