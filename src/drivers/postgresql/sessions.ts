import type { Blocker, Limits, OrphanSession, SessionGroup } from '../../driver.ts';
import type { Clock } from '../../clock.ts';
import { SluiceError } from '../../errors.ts';
import { sqlStateOf } from './connection-error.ts';
import { ownFailure } from './own-failure.ts';
import { ROLES, type Session } from './session.ts';
import type { Row } from './values.ts';

/** Queries are cut at so many characters. */
const QUERY_LENGTH = 500;

/** How long ended sessions may take to go, and how often that is looked at, in ms. */
const GONE_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/** What is needed to look at sessions. */
export interface SessionsParts {
  readonly look: Session;
  /** The session that applies, whose name dead runs share but for the run's id. */
  readonly apply: Session;
  readonly clock: Clock;
  /** The backend that runs a statement now; null when none does. */
  readonly inFlight: () => number | null;
}

/** The query of a session as far as we may see it; `query` is the SQL of a row of `pg_stat_activity`. */
export const VISIBLE_QUERY = `case when a.query in ('', '<insufficient privilege>') then null else left(a.query, ${String(QUERY_LENGTH)}) end`;

/** The age in ms of a row `a` of `pg_stat_activity`. */
export const SESSION_AGE = `case when coalesce(a.xact_start, a.query_start) is not null then
  greatest(0, round(extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start)) * 1000))::float8 end`;

/** A blocker out of a row with `pid`, `user_name`, `query` and `age_ms`. */
export function blockerOf(row: Row): Blocker {
  const {
    pid,
    user_name: user,
    query,
    age_ms: age,
  } = row as Record<'pid' | 'user_name' | 'query' | 'age_ms', string | number | null>;
  return {
    pid: Number(pid),
    user: user === null ? null : String(user),
    query: query === null ? null : String(query),
    ageMs: age === null ? null : Number(age),
    certain: true,
  };
}

/** Looks at and ends sessions, on a connection of its own. */
export function sessionGroup({ look, apply, clock, inFlight }: SessionsParts): SessionGroup {
  async function query(sql: string, values: readonly (string | number)[]): Promise<readonly Row[]> {
    try {
      return (await look.use((link) => link.query(sql, values))).rows;
    } catch (error) {
      throw ownFailure(error);
    }
  }

  async function blockers(): Promise<readonly Blocker[]> {
    const pid = inFlight();
    if (pid === null) return [];
    // Process 0 stands for a prepared transaction, which has no session.
    const rows = await query(
      `select b.pid, a.usename as user_name, ${SESSION_AGE} as age_ms,
              case when b.pid = 0 then 'a prepared transaction: see pg_prepared_xacts' else ${VISIBLE_QUERY} end as query
         from (select distinct unnest(pg_catalog.pg_blocking_pids($1::int)) as pid) b
         left join pg_catalog.pg_stat_activity a on a.pid = b.pid
        order by a.xact_start nulls last, b.pid`,
      [pid],
    );
    return rows.map(blockerOf);
  }

  async function orphans(): Promise<readonly OrphanSession[]> {
    const rows = await query(
      `select a.pid, ${VISIBLE_QUERY} as query
         from pg_catalog.pg_stat_activity a
        where a.datname = pg_catalog.current_database()
          and starts_with(a.application_name, $1) and a.application_name <> $2 and a.pid <> pg_catalog.pg_backend_pid()
        order by a.pid`,
      [`${ROLES.apply}/`, apply.name],
    );
    return rows.map(({ pid, query: text }) => ({ pid: Number(pid), query: text === null ? null : String(text) }));
  }

  async function terminate({ pid }: OrphanSession): Promise<void> {
    try {
      await look.use((link) => link.query('select pg_catalog.pg_terminate_backend($1::int)', [pid]));
    } catch (error) {
      if (sqlStateOf(error) !== '42501') throw ownFailure(error);
      throw new SluiceError(
        'PERM_001',
        `A dead run left the session ${String(pid)} in the server, and this account may not end it.`,
        {
          cause: error,
          fix: `Run "GRANT pg_signal_backend TO" the account, or "SELECT pg_terminate_backend(${String(pid)})" as its owner or a superuser.`,
          details: { pid },
        },
      );
    }
  }

  async function untilGone(pids: ReadonlySet<number>, { signal }: Limits): Promise<void> {
    const deadline = clock.monotonic() + GONE_WITHIN_MS;
    for (;;) {
      const left = (await orphans()).filter(({ pid }) => pids.has(pid));
      if (left.length === 0) return;
      if (clock.monotonic() >= deadline) {
        const pidList = left.map(({ pid }) => String(pid)).join(', ');
        throw new SluiceError(
          'TIME_001',
          `Sessions of a dead run did not end within ${String(GONE_WITHIN_MS)} ms: ${pidList}.`,
          {
            fix: 'Look at these sessions in pg_stat_activity, and end them on the server, then run the command again.',
          },
        );
      }
      await clock.sleep(LOOK_AGAIN_MS, signal);
    }
  }

  return {
    blockers,
    async endOrphans(limits) {
      const found = await orphans();
      for (const orphan of found) await terminate(orphan);
      await untilGone(new Set(found.map(({ pid }) => pid)), limits);
      return found;
    },
  };
}
