import type { ForeignKeyOrphans, StoreNames, TableRef } from '../../driver.ts';
import type { SqlRow } from '../sql/session.ts';
import { column, sluiceTables } from './inspect/reader.ts';
import { quoteIdentifier, quoteTable } from './quote.ts';
import { ServerError } from './server-error.ts';

type Query = (sql: string, values?: readonly string[]) => Promise<readonly SqlRow[]>;

/** A foreign key and its columns, pair by pair. */
interface ForeignKey {
  readonly table: string;
  readonly constraint: string;
  readonly parentDatabase: string;
  readonly parent: string;
  readonly columns: { readonly child: string; readonly parent: string }[];
}

/** ER_NO_SUCH_TABLE: created while foreign_key_checks was off, the parent need not exist. */
const NO_SUCH_TABLE = 1146;

async function readForeignKeys(query: Query, database: string): Promise<readonly ForeignKey[]> {
  const rows = await query(
    'select table_name as `table`, constraint_name as `constraint`, column_name as child,' +
      ' referenced_table_schema as parent_database, referenced_table_name as parent, referenced_column_name as parent_column' +
      ' from information_schema.key_column_usage where table_schema = ? and referenced_table_name is not null' +
      ' order by table_name, constraint_name, ordinal_position',
    [database],
  );
  const keys = new Map<string, ForeignKey>();
  for (const row of rows) {
    const table = column(row, 'table') ?? '';
    const constraint = column(row, 'constraint') ?? '';
    const id = JSON.stringify([table, constraint]);
    const key = keys.get(id) ?? {
      table,
      constraint,
      parentDatabase: column(row, 'parent_database') ?? database,
      parent: column(row, 'parent') ?? '',
      columns: [],
    };
    keys.set(id, key);
    key.columns.push({ child: column(row, 'child') ?? '', parent: column(row, 'parent_column') ?? '' });
  }
  return [...keys.values()];
}

/** Rows whose foreign key points nowhere. One with a NULL in it points to nothing and is no orphan. */
async function countOrphans(query: Query, database: string, key: ForeignKey): Promise<number> {
  const child = quoteTable({ schema: database, name: key.table });
  const parent = quoteTable({ schema: key.parentDatabase, name: key.parent });
  const complete = key.columns.map((pair) => `c.${quoteIdentifier(pair.child)} is not null`).join(' and ');
  const equal = key.columns
    .map((pair) => `p.${quoteIdentifier(pair.parent)} = c.${quoteIdentifier(pair.child)}`)
    .join(' and ');
  const count = async (where: string): Promise<number> => {
    const [row] = await query(`select count(*) as n from ${child} c where ${complete}${where}`);
    return Number(row?.['n']);
  };
  try {
    return await count(` and not exists (select 1 from ${parent} p where ${equal})`);
  } catch (error) {
    if (error instanceof ServerError && error.errno === NO_SUCH_TABLE) return count('');
    throw error;
  }
}

/** All foreign keys of the database that have orphans, with how many. */
export async function readOrphans(
  query: Query,
  database: string,
  names: StoreNames,
): Promise<readonly ForeignKeyOrphans[]> {
  const own = sluiceTables(names);
  const found: ForeignKeyOrphans[] = [];
  for (const key of await readForeignKeys(query, database)) {
    if (own.has(key.table)) continue;
    const rows = await countOrphans(query, database, key);
    if (rows === 0) continue;
    const parent: TableRef =
      key.parentDatabase === database ? { name: key.parent } : { schema: key.parentDatabase, name: key.parent };
    found.push({ table: { name: key.table }, constraint: key.constraint, parent, rows });
  }
  return found;
}
