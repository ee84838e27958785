import type { SqlRow } from '../sql/session.ts';
import type { ServerName } from './connection-error.ts';
import { explained } from './failure.ts';
import { ServerError } from './server-error.ts';
import type { Overseer, Session } from './session.ts';

/** A row of the process list. */
export interface Process {
  readonly id: number;
  readonly user: string | null;
  readonly database: string | null;
  /** The server waits for its client. */
  readonly idle: boolean;
  /** What it is doing or waiting for: `Waiting for table metadata lock`. */
  readonly state: string;
  /** What it runs. */
  readonly query: string | null;
  /** Since its state changed. */
  readonly ageMs: number;
}

/** Looks at the server's sessions and ends them, on a connection that nothing else waits for. */
export interface Looker extends Overseer {
  query(sql: string, values?: readonly (string | number | null)[]): Promise<readonly SqlRow[]>;
  /** Sessions that the account may see, by id. */
  processes(): Promise<ReadonlyMap<number, Process>>;
  /** Ends a session; without effect when it is gone. `PERM_001` when the account may not. */
  kill(id: number): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** ER_NO_SUCH_THREAD: it has ended by itself. */
const NO_SUCH_THREAD = 1094;

/** Text of a column that some servers send as bytes. */
export function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
}

function processOf(row: SqlRow): Process {
  return {
    id: Number(row['id']),
    user: text(row['user']),
    database: text(row['db']),
    idle: text(row['command']) === 'Sleep',
    state: text(row['state']) ?? '',
    query: text(row['info']),
    ageMs: Number(row['seconds'] ?? 0) * 1000,
  };
}

/** Makes a looker on a session of its own. */
export function looker(session: Session, server: ServerName): Looker {
  const query: Looker['query'] = (sql, values) =>
    explained('Looking at the sessions of the server', server, async () =>
      session.exclusive(async (held) => (await held.query(sql, values, { timeoutMs: TIMEOUT_MS })).rows),
    );

  async function end(what: 'query' | 'connection', id: number): Promise<void> {
    await explained(`Ending session ${id}`, server, () =>
      session.exclusive(async (held) => {
        try {
          await held.query(`kill ${what} ${id}`, [], { timeoutMs: TIMEOUT_MS });
        } catch (error) {
          if (!(error instanceof ServerError && error.errno === NO_SUCH_THREAD)) throw error;
        }
      }),
    );
  }

  async function processes(): Promise<ReadonlyMap<number, Process>> {
    const rows = await query(
      'select id as id, user as user, db as db, command as command, state as state, left(info, 2000) as info, time as seconds' +
        ' from information_schema.processlist',
    );
    return new Map(rows.map((row) => [Number(row['id']), processOf(row)]));
  }

  return {
    query,
    processes,
    kill: (id) => end('connection', id),
    killQuery: (id) => end('query', id),
    async isBusy(id) {
      const process = (await processes()).get(id);
      return process !== undefined && !process.idle;
    },
  };
}
