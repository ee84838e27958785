import type { SqlResult, SqlRunner, SqlSession } from '../sql/session.ts';
import { sqlStateOf } from './connection-error.ts';
import type { Link } from './link.ts';
import { ownFailure } from './own-failure.ts';
import type { Session } from './session.ts';

/**
 * Row, table, type, schema or other object exists already. Runs that create Sluice's tables at the same moment
 * may also collide in the catalog's own unique indexes, which is a plain 23505.
 */
const DUPLICATES: ReadonlySet<string> = new Set(['23505', '42P07', '42P06', '42710']);

async function query(link: Link, sql: string, values?: readonly (string | number | null)[]): Promise<SqlResult> {
  try {
    return await link.query(sql, values);
  } catch (error) {
    throw ownFailure(error);
  }
}

/** The session that holds Sluice's own tables, as the stores of every SQL engine want it. */
export function storesSession(session: Session): SqlSession {
  return {
    query: (sql, values) => session.use((link) => query(link, sql, values)),
    inTransaction: (work) =>
      session.use(async (link) => {
        const runner: SqlRunner = { query: (sql, values) => query(link, sql, values) };
        await link.simple('begin isolation level read committed');
        try {
          const result = await work(runner);
          await query(link, 'commit');
          return result;
        } catch (error) {
          if (!link.lost && link.inTransaction)
            await link.simple('rollback').catch((cause: unknown) => link.destroy(cause));
          throw error;
        }
      }),
    isDuplicate: (error) => DUPLICATES.has(sqlStateOf(error) ?? ''),
  };
}
