import { connect, type Target } from './connect.ts';
import type { Link } from './link.ts';

/** What a connection is for; its name in the server tells. */
export const ROLES = {
  /** Applies migrations. Only this one may leave something behind, so only this one is ended as an orphan. */
  apply: 'sluice',
  /** Lease, journal, history, control. */
  stores: 'sluice-store',
  /** Looks at and cancels other sessions. */
  look: 'sluice-look',
  /** Reads schema and data. */
  read: 'sluice-read',
} as const;

/** One of {@link ROLES}. */
export type Role = keyof typeof ROLES;

/** The server cuts longer names. */
const NAME_BYTES = 63;

/** The name that a session of a run carries in `pg_stat_activity`. */
export function sessionName(role: Role, runId: string): string {
  return `${ROLES[role]}/${runId}`.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, NAME_BYTES);
}

/** Settings of a session, in ms; 0 = no limit. */
interface SessionLimits {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly idleInTransactionMs: number;
}

/**
 * Sluice's own queries are short; the limits only keep a run from hanging. A runner that vanished in the middle
 * of a write to the stores must not keep the next run from the lock row until TCP gives up. Readers may read for
 * hours, but wait no longer than a minute for a table that somebody holds exclusively.
 */
const LIMITS: Record<Role, SessionLimits> = {
  apply: { lockTimeoutMs: 0, statementTimeoutMs: 0, idleInTransactionMs: 0 },
  stores: { lockTimeoutMs: 30_000, statementTimeoutMs: 45_000, idleInTransactionMs: 60_000 },
  look: { lockTimeoutMs: 5_000, statementTimeoutMs: 15_000, idleInTransactionMs: 0 },
  read: { lockTimeoutMs: 60_000, statementTimeoutMs: 0, idleInTransactionMs: 0 },
};

/** Settings that newer servers know, with the major version that brought them. */
const NEWER_SETTINGS = [
  { since: 14, sql: 'set idle_session_timeout = 0' },
  { since: 17, sql: 'set transaction_timeout = 0' },
] as const;

/** What every session sets; plain statements, because poolers refuse unknown start-up options. */
export function setUp(role: Role, majorVersion: number): string {
  const { lockTimeoutMs, statementTimeoutMs, idleInTransactionMs } = LIMITS[role];
  return [
    "set client_encoding = 'UTF8'",
    'set standard_conforming_strings = on',
    `set lock_timeout = ${String(lockTimeoutMs)}`,
    `set statement_timeout = ${String(statementTimeoutMs)}`,
    `set idle_in_transaction_session_timeout = ${String(idleInTransactionMs)}`,
    // Row policies would hide rows from counts and digests; with this the server refuses instead.
    ...(role === 'read' ? ['set row_security = off'] : []),
    ...NEWER_SETTINGS.filter(({ since }) => majorVersion >= since).map(({ sql }) => sql),
  ].join('; ');
}

/**
 * Undoes what statements have set in a session: as DISCARD ALL, which the server does not take together with other
 * commands. To be sent outside a transaction, or its rollback would bring everything back.
 */
export const RESET_SESSION = [
  'close all',
  'set session authorization default',
  'reset all',
  'deallocate all',
  'unlisten *',
  'select pg_catalog.pg_advisory_unlock_all()',
  'discard temp',
  'discard sequences',
].join('; ');

/** `[15, 18]` out of `15.18 (Debian 15.18-0+deb12u1)`; `[19]` out of `19devel`. */
export function versionParts(serverVersion: string): readonly number[] {
  const match = /^\d+(?:\.\d+)*/.exec(serverVersion);
  return match === null ? [0] : match[0].split('.').map(Number);
}

/** One connection of a run, opened when it is first needed and again after it was lost; one user at a time. */
export class Session {
  readonly #target: Target;
  readonly #role: Role;
  readonly #name: string;
  #link: Link | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(target: Target, role: Role, runId: string) {
    this.#target = target;
    this.#role = role;
    this.#name = sessionName(role, runId);
  }

  /** Its name in the server. */
  get name(): string {
    return this.#name;
  }

  /**
   * Calls `work` with an open connection; calls that come meanwhile wait for their turn. A connection that is
   * lost during `work` is not replaced before `work` has ended, so nobody goes on in half a transaction.
   */
  async use<T>(work: (link: Link) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.#queue.then(async () => work(await this.#open(signal)));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** Ends the connection; whatever is in flight on it fails. Safe to call twice. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#link?.end();
  }

  async #open(signal: AbortSignal | undefined): Promise<Link> {
    if (this.#closed) throw new Error('The database connection was closed already.');
    if (this.#link !== undefined && !this.#link.lost) return this.#link;
    const link = await connect(this.#target, this.#name, signal);
    try {
      await link.simple(setUp(this.#role, versionParts(link.serverVersion)[0] ?? 0));
    } catch (error) {
      link.destroy(error);
      throw error;
    }
    this.#link = link;
    return link;
  }
}
