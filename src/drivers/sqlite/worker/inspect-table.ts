import type Database from 'better-sqlite3';
import type { Json } from '../../../driver.ts';
import { canonicalDefault, canonicalTokens } from './canonical-sql.ts';
import { readCreateTable, type TableText } from './create-table.ts';

/** A table as `pragma table_list` shows it. */
export interface ListedTable {
  readonly name: string;
  readonly type: string;
  readonly wr: number;
  readonly strict: number;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
  readonly hidden: number;
}

interface ForeignKeyRow {
  readonly id: number;
  readonly table: string;
  readonly from: string;
  readonly to: string | null;
  readonly on_update: string;
  readonly on_delete: string;
}

interface IndexRow {
  readonly name: string;
  readonly origin: string;
}

interface IndexColumnRow {
  readonly name: string | null;
  readonly desc: number;
  readonly coll: string | null;
}

/** The indexed columns of an index, in order; a null name stands for an expression. */
export function indexColumns(database: Database.Database, index: string): readonly IndexColumnRow[] {
  return database
    .prepare<[string], IndexColumnRow>(
      'select name, "desc", coll from pragma_index_xinfo(?) where key = 1 order by seqno',
    )
    .all(index);
}

/** An index column as JSON. */
export function describeIndexColumn(column: IndexColumnRow, what: { readonly [key: string]: Json }): Json {
  return { ...what, collation: (column.coll ?? 'BINARY').toLowerCase(), descending: column.desc === 1 };
}

/** How hidden columns of `pragma table_xinfo` are generated. */
const GENERATED: Readonly<Record<number, string>> = { 2: 'virtual', 3: 'stored' };

/** All that defines a table, whatever its CREATE TABLE looks like. */
export function describeTable(
  database: Database.Database,
  table: ListedTable,
  sql: string,
  names: ReadonlySet<string>,
): Json {
  const text = readCreateTable(sql);
  return {
    columns: database
      .prepare<[string], ColumnRow>('select * from pragma_table_xinfo(?) where hidden <> 1 order by cid')
      .all(table.name)
      .map((column) => describeColumn(column, text, names)),
    checks: text.checks.map((check) => canonicalTokens(check, names)).toSorted(),
    keys: describeKeys(database, table.name),
    foreignKeys: describeForeignKeys(database, table.name, text),
    conflictRules: text.conflictRules,
    autoincrement: text.autoincrement,
    withoutRowid: table.wr === 1,
    strict: table.strict === 1,
  };
}

/** One form for a declared type, which SQLite keeps as it was written. */
function canonicalType(type: string): string {
  return type
    .toUpperCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(),]) ?/g, '$1')
    .trim();
}

function describeColumn(column: ColumnRow, text: TableText, names: ReadonlySet<string>): Json {
  const key = column.name.toLowerCase();
  const expression = text.generated.get(key);
  return {
    name: column.name,
    type: canonicalType(column.type),
    notNull: column.notnull === 1,
    default: column.dflt_value === null ? null : canonicalDefault(column.dflt_value),
    primaryKey: column.pk,
    collation: text.collations.get(key) ?? 'binary',
    generated: GENERATED[column.hidden] ?? null,
    expression: expression === undefined ? null : canonicalTokens(expression, names),
  };
}

/** UNIQUE and PRIMARY KEY constraints that SQLite keeps an index for; the indexes' own names mean nothing. */
function describeKeys(database: Database.Database, table: string): Json {
  const indexes = database
    .prepare<[string], IndexRow>("select name, origin from pragma_index_list(?) where origin in ('u', 'pk')")
    .all(table);
  return sortedByText(
    indexes.map(({ name, origin }) => ({
      kind: origin === 'pk' ? 'primary key' : 'unique',
      columns: indexColumns(database, name).map((column) => describeIndexColumn(column, { name: column.name })),
    })),
  );
}

function describeForeignKeys(database: Database.Database, table: string, text: TableText): Json {
  const rows = database
    .prepare<[string], ForeignKeyRow>('select * from pragma_foreign_key_list(?) order by id, seq')
    .all(table);
  const byId = Map.groupBy(rows, (row) => row.id);
  return sortedByText(
    [...byId].map(([id, parts]) => ({
      columns: parts.map((part) => part.from),
      parent: (parts[0]?.table ?? '').toLowerCase(),
      parentColumns: parts.map((part) => part.to),
      onUpdate: parts[0]?.on_update ?? '',
      onDelete: parts[0]?.on_delete ?? '',
      // SQLite numbers foreign keys from the last one written to the first.
      deferred: text.deferred[byId.size - 1 - id] ?? false,
    })),
  );
}

/** Order without meaning must not show. */
function sortedByText(items: readonly Json[]): Json {
  return items
    .map((item) => ({ item, text: JSON.stringify(item) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
    .map(({ item }) => item);
}
