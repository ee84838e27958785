import type { Clock } from '../../clock.ts';
import type { OpenOptions, SessionGroup } from '../../driver.ts';
import { blockersOf } from './blockers.ts';
import type { Connector } from './connect.ts';
import type { ServerName } from './connection-error.ts';
import type { Looker } from './looker.ts';
import { takeMarker } from './marker.ts';
import { endOrphans } from './orphans.ts';
import { type Overseer, Session, type SessionOptions } from './session.ts';
import { READING_SETTINGS } from './snapshot-session.ts';

/** How long Sluice's own statements wait for a lock, in seconds. */
const OWN_LOCK_WAIT = 10;

/** What every session of Sluice begins with: nothing that a server's defaults could have turned off. */
const COMMON = [
  'set names utf8mb4',
  "set session autocommit = 1, session completion_type = 'NO_CHAIN', session wait_timeout = 28800",
] as const;

/** The sessions of one open database, all opened when they are first used. */
export class Sessions {
  readonly #base: Pick<SessionOptions, 'connect' | 'server' | 'clock'>;
  readonly #mariadb: boolean;
  readonly #all = new Set<Session>();

  constructor(connect: Connector, server: ServerName, clock: Clock, mariadb: boolean) {
    this.#base = { connect, server, clock };
    this.#mariadb = mariadb;
  }

  /** The server's ids of those that are open now. */
  get ids(): ReadonlySet<number> {
    return new Set([...this.#all].map((session) => session.id).filter((id) => id !== null));
  }

  /** For statements of migrations: the server's own defaults, and a mark by which it is found again. */
  applying(database: string, overseer: Overseer): Session {
    return this.#add({
      overseer,
      async setUp(run) {
        for (const statement of COMMON) await run(statement);
        await takeMarker(run, database);
      },
    });
  }

  /** For the small and quick work on tables and catalogues. */
  working(overseer: Overseer | null, extra: Partial<SessionOptions> = {}): Session {
    return this.#add({ overseer, setUp: (run) => this.#settings(run), ...extra });
  }

  /** For reading stored values, in UTC. */
  reading(overseer: Overseer, extra: Partial<SessionOptions> = {}): Session {
    return this.#add({
      overseer,
      setUp: async (run) => {
        await this.#settings(run);
        for (const statement of READING_SETTINGS) await run(statement);
      },
      ...extra,
    });
  }

  /** Ends all; safe to call twice. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map((session) => session.close()));
  }

  #add(options: Pick<SessionOptions, 'overseer' | 'setUp'> & Partial<SessionOptions>): Session {
    for (const session of this.#all) if (session.closed) this.#all.delete(session);
    const session = new Session({ ...this.#base, ...options });
    this.#all.add(session);
    return session;
  }

  async #settings(run: (sql: string) => Promise<unknown>): Promise<void> {
    for (const statement of COMMON) await run(statement);
    const unlimited = this.#mariadb ? 'max_statement_time' : 'max_execution_time';
    await run(
      `set session lock_wait_timeout = ${OWN_LOCK_WAIT}, session innodb_lock_wait_timeout = ${OWN_LOCK_WAIT},` +
        ` session ${unlimited} = 0, session sql_mode = 'STRICT_ALL_TABLES'`,
    );
  }
}

/** Looks for blockers and orphans. */
export function sessionGroup(parts: {
  readonly looker: Looker;
  readonly database: string;
  readonly options: Pick<OpenOptions, 'clock'>;
  readonly own: () => ReadonlySet<number>;
  readonly inFlight: () => number | null;
}): SessionGroup {
  const { looker, database, options, own, inFlight } = parts;
  return {
    async blockers() {
      const waiting = inFlight();
      return waiting === null ? [] : blockersOf({ looker, database, waiting, own: own() });
    },
    endOrphans: (limits) => endOrphans({ looker, database, clock: options.clock, own }, limits),
  };
}
