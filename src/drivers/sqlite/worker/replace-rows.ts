import type Database from 'better-sqlite3';
import type { ReplaceAnswer, ReplaceRequest } from '../protocol.ts';
import { quote } from '../quote.ts';
import { extendLease } from './extend-lease.ts';

/** A table whose rows are replaced. */
interface StoredTable {
  readonly name: string;
  /** Columns that hold values of their own; generated ones follow from them. */
  readonly columns: readonly string[];
  /** Their rows have ids that no column shows; null when there are none, or a column has the name. */
  readonly rowid: string | null;
}

/** Names by which SQLite knows the id of a row, unless a column has that name. */
const ROWID_NAMES = ['rowid', '_rowid_', 'oid'] as const;

/**
 * Replaces the rows of every table by those of the restored file, in one transaction. The schema stays
 * as it is, and with it the record of migrations, so both must have the same tables and columns.
 */
export function replaceRows(live: Database.Database, request: ReplaceRequest): ReplaceAnswer {
  const own = new Set(request.own.map((name) => name.toLowerCase()));
  // Shadow tables of virtual tables can be written only so.
  live.unsafeMode(true);
  live.prepare('attach ? as restored').run(request.restored);
  live.exec('begin immediate');
  try {
    const tables = storedTables(live, 'main', own);
    const why = difference(tables, storedTables(live, 'restored', own));
    if (why !== null) return { kind: 'differs', why };
    withoutTriggers(live, () => {
      for (const table of tables) copyRows(live, table);
    });
    copySequences(live);
    if (!extendLease(live, request.present.lock, request)) return { kind: 'lease-lost' };
    live.exec('commit');
    return { kind: 'replaced' };
  } finally {
    if (live.inTransaction) live.exec('rollback');
  }
}

function storedTables(
  live: Database.Database,
  schema: 'main' | 'restored',
  own: ReadonlySet<string>,
): readonly StoredTable[] {
  const columns = live
    .prepare<[string, string], string>('select name from pragma_table_xinfo(?, ?) where hidden = 0 order by cid')
    .pluck();
  return live
    .prepare<[string], { name: string; wr: number }>(
      `select name, wr from pragma_table_list
       where schema = ? and type in ('table', 'shadow') and name not like 'sqlite\\_%' escape '\\' order by name`,
    )
    .all(schema)
    .filter(({ name }) => !own.has(name.toLowerCase()))
    .map(({ name, wr }) => {
      const names = columns.all(name, schema);
      const taken = new Set(names.map((column) => column.toLowerCase()));
      const rowid = wr === 1 ? null : (ROWID_NAMES.find((one) => !taken.has(one)) ?? null);
      return { name, columns: names, rowid };
    });
}

/** In which way the tables of two databases differ, as one sentence; null when they do not. */
function difference(live: readonly StoredTable[], restored: readonly StoredTable[]): string | null {
  const columnsOf = new Map(restored.map((table) => [table.name, table.columns.join('\0')]));
  for (const { name, columns } of live) {
    const others = columnsOf.get(name);
    if (others === undefined) return `the backup has no table ${name}`;
    if (others !== columns.join('\0')) return `the table ${name} has other columns in the backup`;
    columnsOf.delete(name);
  }
  const [first] = columnsOf.keys();
  return first === undefined ? null : `the database has no table ${first}`;
}

function copyRows(live: Database.Database, { name, columns, rowid }: StoredTable): void {
  // A column that stands for the id of a row may be given it twice.
  const list = [...(rowid === null ? [] : [rowid]), ...columns.map(quote)].join(', ');
  live.exec(`delete from main.${quote(name)}`);
  live.exec(`insert into main.${quote(name)} (${list}) select ${list} from restored.${quote(name)}`);
}

/** Takes the triggers away for the time of the work, within the transaction; they would fire on each row. */
function withoutTriggers(live: Database.Database, work: () => void): void {
  const triggers = live
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from main.sqlite_schema where type = 'trigger' order by rowid",
    )
    .all();
  for (const { name } of triggers) live.exec(`drop trigger main.${quote(name)}`);
  work();
  for (const { sql } of triggers) live.exec(sql);
}

/** AUTOINCREMENT goes on where the backup had stopped. */
function copySequences(live: Database.Database): void {
  const count = live
    .prepare<[], number>(
      `select (select count(*) from main.sqlite_schema where name = 'sqlite_sequence')
            + (select count(*) from restored.sqlite_schema where name = 'sqlite_sequence')`,
    )
    .pluck()
    .get();
  if (count !== 2) return;
  live.exec(
    'delete from main.sqlite_sequence; insert into main.sqlite_sequence select * from restored.sqlite_sequence',
  );
}
