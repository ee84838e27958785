import type { Facts } from '../../../driver.ts';
import type { Link } from '../link.ts';
import { type OwnTables, ownTableNames } from '../inspect.ts';
import { quoteIdentifier } from '../quote.ts';
import { blockerOf, SESSION_AGE, VISIBLE_QUERY } from '../sessions.ts';

/** From this age on a transaction counts as long, in s. */
const LONG_SECONDS = 60;

/** At most so many sessions, locks and indexes are named. */
const MOST = 100;

const LONG_TRANSACTIONS = `
  select a.pid, a.usename as user_name, ${SESSION_AGE} as age_ms, ${VISIBLE_QUERY} as query
    from pg_stat_activity a
   where a.xact_start < clock_timestamp() - interval '${String(LONG_SECONDS)} seconds'
     and a.backend_type = 'client backend' and a.application_name !~ '^sluice(-[a-z]+)?/'
   order by a.xact_start limit ${String(MOST)}`;

/** Locks that a schema change of the table would wait for, and that last: all but those of plain reads. */
const HELD_LOCKS = `
  select a.pid, a.usename as user_name, ${SESSION_AGE} as age_ms, ${VISIBLE_QUERY} as query, n.nspname || '.' || c.relname as table
    from (select distinct l.pid, l.relation from pg_locks l
           where l.locktype = 'relation' and l.granted and l.mode <> 'AccessShareLock' and l.pid <> pg_backend_pid()
             and l.database = (select oid from pg_database where datname = current_database())) h
    join pg_class c on c.oid = h.relation and c.relkind in ('r', 'p', 'm')
    join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    left join pg_stat_activity a on a.pid = h.pid
   where not (n.nspname = $1::name and c.relname = any ($2::name[]))
     and coalesce(a.application_name, '') !~ '^sluice(-[a-z]+)?/' and a.backend_type is distinct from 'autovacuum worker'
   order by a.xact_start, n.nspname, c.relname limit ${String(MOST)}`;

const INVALID_INDEXES = `
  select n.nspname as schema, i.relname as index, tn.nspname || '.' || t.relname as table,
         exists (select from pg_constraint k where k.conindid = x.indexrelid) as of_constraint, x.indisready
    from pg_index x
    join pg_class i on i.oid = x.indexrelid and i.relkind = 'i'
    join pg_namespace n on n.oid = i.relnamespace
    join pg_class t on t.oid = x.indrelid join pg_namespace tn on tn.oid = t.relnamespace
   where not x.indisvalid and tn.nspname !~ '^pg_(?!toast)' and not exists (select from pg_stat_progress_create_index p where p.index_relid = x.indexrelid)
   order by 1, 2 limit ${String(MOST)}`;

/** Sessions, locks and indexes that stand in the way of a migration. */
export async function activity(
  link: Link,
  own: OwnTables,
): Promise<Pick<Facts, 'longTransactions' | 'heldLocks' | 'invalidIndexes'>> {
  const ours = [own.names.schema, ownTableNames(own)];
  const [long, locks, invalid] = await link.steps([
    { text: LONG_TRANSACTIONS },
    { text: HELD_LOCKS, values: ours },
    { text: INVALID_INDEXES },
  ]);
  return {
    longTransactions: (long?.rows ?? []).map((row) => {
      const { pid, user, query, ageMs } = blockerOf(row);
      return { pid, user, query, ageMs: ageMs ?? 0 };
    }),
    heldLocks: (locks?.rows ?? []).map((row) => ({ ...blockerOf(row), table: String(row['table']) })),
    invalidIndexes: (invalid?.rows ?? []).map((row) => {
      const index = `${quoteIdentifier(String(row['schema']))}.${quoteIdentifier(String(row['index']))}`;
      // A copy that REINDEX CONCURRENTLY left is superfluous; of any other only the owner knows whether it is wanted.
      const leftover = /_cc(?:new|old)\d*$/.test(String(row['index']));
      return {
        index: `${String(row['schema'])}.${String(row['index'])}`,
        table: String(row['table']),
        fix: leftover
          ? `DROP INDEX CONCURRENTLY ${index};`
          : `REINDEX INDEX CONCURRENTLY ${index}; -- or DROP INDEX CONCURRENTLY ${index}; and create it anew`,
      };
    }),
  };
}
