import type { Fence, Limits } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { requireLease } from '../../sql/fence.ts';
import { mysqlDialect } from '../dialect.ts';
import { explained, failure } from '../failure.ts';
import { limitStatements } from '../limits.ts';
import { endOrphans } from '../orphans.ts';
import { ServerError } from '../server-error.ts';
import type { Held, Session } from '../session.ts';
import {
  asOneStatement,
  type Exchange,
  executesImmediately,
  immediately,
  planExchange,
  type Restored,
  tablesOf,
} from './exchange.ts';
import type { SnapshotParts } from './group.ts';
import { readPrograms } from './programs.ts';

/** How often the exchange is tried when sessions of the application are in the way. */
const ATTEMPTS = 5;
const PAUSE_MS = 500;

const LOCK_WAIT = [1205, 1213];

/** What a packet holds beside the statement, and the time limit that the server may put before it. */
const PACKET_MARGIN = 64 * 1024;

/** Exchanges live and restored content, or leaves everything as it was. */
export class Exchanging {
  readonly #parts: SnapshotParts;
  readonly #fence: Fence;
  readonly #session: Session;
  readonly #limits: Limits;

  constructor(parts: SnapshotParts, fence: Fence, session: Session, limits: Limits) {
    this.#parts = parts;
    this.#fence = fence;
    this.#session = session;
    this.#limits = limits;
  }

  async run(restored: Restored, old: string, staying: ReadonlySet<string>): Promise<void> {
    const { info, options } = this.#parts;
    const { signal } = this.#limits;
    for (let attempt = 1; ; attempt++) {
      let exchange: Exchange | null = null;
      let complete = false;
      try {
        signal.throwIfAborted();
        exchange = await this.#session.exclusive(async (held) => {
          await this.#requireLease();
          await held.query(limitStatements(this.#limits, info.mariadb));
          return planExchange(held, info, restored, old, staying);
        }, signal);
        await this.#requireLease();
        complete = await this.#exchange(exchange);
      } catch (thrown) {
        const reason = this.#reason(signal.aborted ? signal.reason : thrown);
        if (exchange === null) throw reason;
        if (!(await this.#cameThrough(exchange, thrown))) {
          await this.#takeBack(exchange, reason);
          const again = thrown instanceof ServerError && LOCK_WAIT.includes(thrown.errno ?? 0) && attempt < ATTEMPTS;
          if (!again || signal.aborted) throw reason;
          await options.clock.sleep(PAUSE_MS * (0.5 + Math.random()), signal);
          continue;
        }
      }
      if (!complete) await this.#finish(exchange.after);
      return;
    }
  }

  /** Exchanges the tables; true when what comes after it is done as well. */
  async #exchange(exchange: Exchange): Promise<boolean> {
    const { info } = this.#parts;
    const limits = { timeoutMs: this.#limits.statementTimeoutMs, signal: this.#limits.signal };
    const one = asOneStatement(exchange);
    if (executesImmediately(info) && Buffer.byteLength(one) + PACKET_MARGIN < info.maxAllowedPacket) {
      await this.#session.exclusive((held) => held.run(one, undefined, limits), this.#limits.signal);
      return true;
    }
    await this.#session.exclusive(async (held) => {
      for (const { drop } of exchange.removals) await held.query(drop, [], { timeoutMs: 0 });
      if (exchange.rename !== null) await held.run(exchange.rename, undefined, limits);
    }, this.#limits.signal);
    return false;
  }

  /** Whether the server had exchanged the tables before something failed. */
  async #cameThrough({ witness }: Exchange, thrown: unknown): Promise<boolean> {
    const { looker, sessions, options, info, server } = this.#parts;
    if (witness === null) return false;
    if (thrown instanceof ServerError && thrown.lost) {
      // The lost session may still be waiting in the server; it ends before anybody looks.
      await endOrphans(
        { looker, database: info.database, clock: options.clock, own: () => sessions.ids },
        { ...this.#limits, signal: new AbortController().signal },
      );
    }
    return explained('Looking whether the tables were exchanged', server, () =>
      this.#session.exclusive(async (held) => (await tablesOf(held, witness.database)).includes(witness.name)),
    );
  }

  /** What comes after the exchange of the tables, or is left of it; an end that was asked for waits until it is done. */
  async #finish(after: readonly string[]): Promise<void> {
    const { server } = this.#parts;
    await this.#requireLease();
    try {
      await explained('Completing the restore', server, () =>
        this.#session.exclusive((held) => this.#each(held, after)),
      );
    } catch (cause) {
      throw new SluiceError(
        'ROLL_001',
        'All tables hold the content of the backup, but its views, triggers, routines and events are not complete.',
        { cause, fix: 'Run the same command again: it begins anew and completes the restore.' },
      );
    }
  }

  async #each(held: Held, statements: readonly string[]): Promise<void> {
    const immediate = executesImmediately(this.#parts.info);
    for (const one of statements) await held.run(immediate ? immediately(one) : one, undefined, { timeoutMs: 0 });
  }

  /** Nothing was exchanged: what was removed for it comes back. */
  async #takeBack({ removals }: Exchange, reason: unknown): Promise<void> {
    const { info, server } = this.#parts;
    const { database } = info;
    if (removals.length === 0) return;
    const missing = await explained('Looking for what was removed', server, () =>
      this.#session.exclusive(async (held) => {
        const present = await readPrograms(held, database, database);
        const isThere = (kind: string, name: string): boolean =>
          present.some((program) => program.kind === kind && program.name === name);
        return removals.filter(({ program }) => !isThere(program.kind, program.name)).toReversed();
      }),
    );
    if (missing.length === 0) return;
    const named = missing.map(({ program }) => `${program.kind} ${program.name}`).join(', ');
    const details = { statements: missing.map(({ program }) => program.statement) };
    try {
      await this.#requireLease();
      await this.#session.exclusive((held) =>
        this.#each(
          held,
          missing.flatMap(({ create }) => create),
        ),
      );
    } catch (cause) {
      // Somebody else may own the database now: then this run may not even repair what it did.
      const lost = cause instanceof SluiceError && cause.code === 'LOCK_001';
      throw new SluiceError(
        lost ? 'LOCK_001' : 'ROLL_001',
        `The tables are as they were, but these were dropped and could not be created again: ${named}.`,
        {
          cause: reason,
          fix: lost
            ? 'Look at `sluice status`: another run took over. When it has ended, complete the restore or create them by the statements in the report.'
            : 'Run the command again to complete the restore, or create them by the statements in the report.',
          details: { ...details, why: cause instanceof Error ? cause.message : String(cause) },
        },
      );
    }
  }

  #requireLease(): Promise<void> {
    const { stores, names } = this.#parts;
    return requireLease(stores, mysqlDialect, names, this.#fence);
  }

  #reason(thrown: unknown): unknown {
    const { server } = this.#parts;
    return failure(thrown, {
      server,
      doing: 'Exchanging the tables',
      statement: null,
      limits: this.#limits,
      mayBeDone: false,
    });
  }
}
