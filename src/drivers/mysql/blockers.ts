/**
 * Who stands in the way of a statement. What the server shows of it depends on its settings: the lock
 * tables of the performance schema or MariaDB's METADATA_LOCK_INFO plugin name the holders of a metadata
 * lock; without them only the open transactions are known, and any of them may be the one.
 */
import type { Blocker } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import type { SqlRow } from '../sql/session.ts';
import { type Looker, type Process, text } from './looker.ts';
import { tokens } from './words.ts';

/** What {@link blockersOf} looks at. */
export interface BlockerQuestion {
  readonly looker: Looker;
  readonly database: string;
  /** The session that may be waiting. */
  readonly waiting: number;
  /** Sluice's own sessions. */
  readonly own: ReadonlySet<number>;
}

const QUERY_LENGTH = 500;

/** Where nothing better is known, so many sessions of the database are named. */
const MAX_GUESSES = 10;

/** States in which a session waits for a lock on a table's definition, not on its rows. */
const WAITS_FOR_METADATA = /metadata lock|table flush|global read lock|backup lock|table level lock/i;

/** Rows of a view that the account may not read or that the server lacks: none, and no error. */
export async function rowsIfShown(
  looker: Looker,
  sql: string,
  values: readonly (string | number)[] = [],
): Promise<readonly SqlRow[]> {
  try {
    return await looker.query(sql, values);
  } catch (error) {
    // Denied, unknown table, unknown database, unknown column: an older server or a plugin that is not installed.
    if (error instanceof SluiceError && (error.code === 'PERM_001' || error.code === 'SQL_001')) return [];
    throw error;
  }
}

function ids(rows: readonly SqlRow[]): number[] {
  return rows.map((row) => Number(row['pid'])).filter((id) => id > 0);
}

/** Open transactions of InnoDB, with their age and statement. */
export interface OpenTransaction {
  readonly pid: number;
  readonly ageMs: number;
  readonly query: string | null;
}

/** All open transactions; none where the account lacks PROCESS. Expects the session's time zone to be the server's own. */
export async function openTransactions(looker: Looker): Promise<readonly OpenTransaction[]> {
  const rows = await rowsIfShown(
    looker,
    'select trx_mysql_thread_id as pid, timestampdiff(second, trx_started, now()) as seconds, left(trx_query, 2000) as query' +
      ' from information_schema.innodb_trx where trx_mysql_thread_id > 0',
  );
  return rows.map((row) => ({
    pid: Number(row['pid']),
    ageMs: Math.max(0, Number(row['seconds'])) * 1000,
    query: text(row['query']),
  }));
}

async function rowLockHolders({ looker, waiting }: BlockerQuestion): Promise<number[]> {
  const mariadb = await rowsIfShown(
    looker,
    'select distinct b.trx_mysql_thread_id as pid from information_schema.innodb_lock_waits w' +
      ' join information_schema.innodb_trx r on r.trx_id = w.requesting_trx_id' +
      ' join information_schema.innodb_trx b on b.trx_id = w.blocking_trx_id where r.trx_mysql_thread_id = ?',
    [waiting],
  );
  if (mariadb.length > 0) return ids(mariadb);
  const mysql = await rowsIfShown(
    looker,
    'select distinct b.processlist_id as pid from performance_schema.data_lock_waits w' +
      ' join performance_schema.threads r on r.thread_id = w.requesting_thread_id' +
      ' join performance_schema.threads b on b.thread_id = w.blocking_thread_id where r.processlist_id = ?',
    [waiting],
  );
  return ids(mysql);
}

async function metadataHoldersByPerformanceSchema({ looker, waiting }: BlockerQuestion): Promise<number[]> {
  const rows = await rowsIfShown(
    looker,
    'select distinct t.processlist_id as pid from performance_schema.metadata_locks p' +
      ' join performance_schema.threads w on w.thread_id = p.owner_thread_id' +
      ' join performance_schema.metadata_locks h on h.object_type = p.object_type and h.object_schema <=> p.object_schema' +
      " and h.object_name <=> p.object_name and h.lock_status = 'GRANTED' and h.owner_thread_id <> p.owner_thread_id" +
      ' join performance_schema.threads t on t.thread_id = h.owner_thread_id' +
      " where p.lock_status = 'PENDING' and w.processlist_id = ?",
    [waiting],
  );
  return ids(rows);
}

/** The plugin shows granted locks only; of these, the ones on tables that the waiting statement names. */
async function metadataHoldersByPlugin(
  { looker, database, waiting }: BlockerQuestion,
  query: string | null,
): Promise<number[]> {
  const rows = await rowsIfShown(
    looker,
    'select distinct thread_id as pid, table_name as name, lock_type as type from information_schema.metadata_lock_info' +
      " where thread_id <> ? and (table_schema = ? or lock_type <> 'Table metadata lock')",
    [waiting, database],
  );
  if (rows.length === 0) return [];
  const named = new Set<string>();
  for (const { kind, text: token } of tokens(query ?? '')) {
    if (kind === 'name') named.add(token.slice(1, -1).replaceAll('``', '`').toUpperCase());
    else if (kind === 'word') named.add(token);
  }
  return ids(
    rows.filter(
      (row) => text(row['type']) === 'Global read lock' || named.has((text(row['name']) ?? '').toUpperCase()),
    ),
  );
}

function describe(
  pid: number,
  certain: boolean,
  process: Process | undefined,
  open: OpenTransaction | undefined,
): Blocker {
  const query = process?.query ?? open?.query ?? null;
  return {
    pid,
    user: process?.user ?? null,
    query: query === null ? null : query.slice(0, QUERY_LENGTH),
    ageMs: open?.ageMs ?? process?.ageMs ?? null,
    certain,
  };
}

/** Sessions that block the waiting one; empty when it waits for nobody, or the account sees nobody. */
export async function blockersOf(question: BlockerQuestion): Promise<readonly Blocker[]> {
  const { looker, database, waiting, own } = question;
  const processes = await looker.processes();
  const self = processes.get(waiting);
  if (self === undefined) return [];
  const transactions = new Map((await openTransactions(looker)).map((open) => [open.pid, open]));
  const others = (found: readonly number[]): number[] =>
    [...new Set(found)].filter((id) => id !== waiting && !own.has(id));
  const all = (found: readonly number[], certain: boolean): Blocker[] =>
    found.map((pid) => describe(pid, certain, processes.get(pid), transactions.get(pid)));

  const rowHolders = others(await rowLockHolders(question));
  if (rowHolders.length > 0) return all(rowHolders, true);
  if (!WAITS_FOR_METADATA.test(self.state)) return [];

  const shown = others(await metadataHoldersByPerformanceSchema(question));
  if (shown.length > 0) return all(shown, true);
  const byPlugin = others(await metadataHoldersByPlugin(question, self.query));
  if (byPlugin.length > 0) return all(byPlugin, true);

  // The server shows transactions as they were up to a tenth of a second ago, so even a single one is a guess.
  const open = others([...transactions.keys()]);
  const here = open.filter((id) => processes.get(id)?.database === database);
  if (open.length > 0) return all(here.length > 0 ? here : open, false);
  const present = others(
    [...processes.values()].filter((process) => process.database === database).map((process) => process.id),
  );
  return all(present.slice(0, MAX_GUESSES), false);
}
