import type { Facts } from '../../../driver.ts';
import type { SqlRow } from '../../sql/session.ts';
import { openTransactions, rowsIfShown } from '../blockers.ts';
import { column } from '../inspect/reader.ts';
import type { Looker } from '../looker.ts';

/** Locks on definitions, where the performance schema records them (MySQL does by default). */
const BY_PERFORMANCE_SCHEMA =
  'select distinct t.processlist_id as pid, l.object_name as name from performance_schema.metadata_locks l' +
  ' join performance_schema.threads t on t.thread_id = l.owner_thread_id' +
  " where l.object_type = 'TABLE' and l.object_schema = ? and l.lock_status = 'GRANTED'";

/** The same by MariaDB's plugin. */
const BY_PLUGIN =
  'select distinct thread_id as pid, table_name as name from information_schema.metadata_lock_info' +
  " where table_schema = ? and lock_type = 'Table metadata lock'";

/** MariaDB's row locks, of which only those show that somebody waits for. */
const BY_ROWS =
  'select distinct t.trx_mysql_thread_id as pid, l.lock_table as name from information_schema.innodb_locks l' +
  ' join information_schema.innodb_trx t on t.trx_id = l.lock_trx_id where left(l.lock_table, ?) = ?';

/** Locks of other sessions on tables of the database, as far as the server shows any. */
export async function heldLocks(
  looker: Looker,
  database: string,
  own: ReadonlySet<number>,
  sluiceTables: ReadonlySet<string>,
): Promise<Facts['heldLocks']> {
  const prefix = `\`${database.replaceAll('`', '``')}\`.`;
  const byRows = (await rowsIfShown(looker, BY_ROWS, [prefix.length, prefix])).map((row): SqlRow => ({
    pid: row['pid'],
    name: (column(row, 'name') ?? '').slice(prefix.length + 1, -1).replaceAll('``', '`'),
  }));
  const rows = [
    ...(await rowsIfShown(looker, BY_PERFORMANCE_SCHEMA, [database])),
    ...(await rowsIfShown(looker, BY_PLUGIN, [database])),
    ...byRows,
  ];
  const held = new Map<string, { readonly pid: number; readonly table: string }>();
  for (const row of rows) {
    const pid = Number(row['pid']);
    const table = column(row, 'name') ?? '';
    if (pid > 0 && !own.has(pid) && !sluiceTables.has(table)) held.set(`${pid} ${table}`, { pid, table });
  }
  if (held.size === 0) return [];
  const processes = await looker.processes();
  const ages = new Map((await openTransactions(looker)).map((open) => [open.pid, open.ageMs]));
  return [...held.values()].map(({ pid, table }) => {
    const process = processes.get(pid);
    const ageMs = ages.get(pid) ?? process?.ageMs ?? null;
    return { pid, user: process?.user ?? null, query: process?.query ?? null, ageMs, certain: true, table };
  });
}
