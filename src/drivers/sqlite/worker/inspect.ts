import type Database from 'better-sqlite3';
import type { Schema, SchemaObject } from '../../../driver.ts';
import { isSymbol, isWord, tokensOf } from '../sql-tokens.ts';
import { canonicalSql, canonicalTokens } from './canonical-sql.ts';
import { firstGroup, splitList } from './create-table.ts';
import { describeIndexColumn, describeTable, indexColumns, type ListedTable } from './inspect-table.ts';

/** A row of `sqlite_schema`. */
interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string;
}

/** By code unit, as JavaScript compares. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * Reads the schema; call it inside a transaction.
 *
 * @param own Sluice's tables in lower case, which are left out with all that belongs to them
 */
export function inspectDatabase(database: Database.Database, own: ReadonlySet<string>): Schema {
  const isForeign = (table: string): boolean => !own.has(table.toLowerCase()) && !/^sqlite_/i.test(table);
  const tables = database
    .prepare<[], ListedTable>("select name, type, wr, strict from pragma_table_list where schema = 'main'")
    .all()
    .filter(({ name }) => isForeign(name));
  const listed = new Map(tables.map((table) => [table.name, table]));
  const rows = database
    .prepare<[], SchemaRow>('select type, name, tbl_name, sql from main.sqlite_schema where sql is not null')
    .all()
    .filter(({ tbl_name }) => isForeign(tbl_name));
  const names = knownNames(database);

  const objects = rows.flatMap((row): SchemaObject[] => {
    switch (row.type) {
      case 'index':
        return [describeIndex(database, row, names)];
      case 'view':
        return [{ kind: 'view', name: row.name, definition: { sql: canonicalSql(row.sql, names) } }];
      case 'trigger':
        return [
          { kind: 'trigger', name: row.name, definition: { table: row.tbl_name, sql: canonicalSql(row.sql, names) } },
        ];
      default: {
        const table = listed.get(row.name);
        if (table === undefined || table.type === 'shadow') return [];
        return table.type === 'virtual'
          ? [{ kind: 'virtual-table', name: row.name, definition: { sql: canonicalSql(row.sql, names) } }]
          : [{ kind: 'table', name: row.name, definition: describeTable(database, table, row.sql, names) }];
      }
    }
  });
  return {
    objects: objects.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name)),
    tables: tables
      .filter(({ type }) => type === 'table')
      .map(({ name }) => ({ name }))
      .toSorted((a, b) => compare(a.name, b.name)),
  };
}

/**
 * Names of everything and of all columns, in lower case. Virtual tables, which have no root page, are
 * asked for no columns: their module may not be at hand.
 */
function knownNames(database: Database.Database): ReadonlySet<string> {
  const names = database
    .prepare<[], string>(
      `select name from main.sqlite_schema union
       select c.name from main.sqlite_schema t join pragma_table_xinfo(t.name) c
       where t.type = 'table' and t.rootpage > 0`,
    )
    .pluck()
    .all();
  return new Set(names.map((name) => name.toLowerCase()));
}

/** An index that was made by CREATE INDEX. */
function describeIndex(database: Database.Database, row: SchemaRow, names: ReadonlySet<string>): SchemaObject {
  const tokens = [...tokensOf(row.sql)];
  const { inner, rest } = firstGroup(tokens);
  const expressions = splitList(inner);
  const columns = indexColumns(database, row.name).map((column, at) =>
    describeIndexColumn(
      column,
      column.name === null
        ? { expression: canonicalTokens(withoutOrder(expressions[at] ?? []), names) }
        : { name: column.name },
    ),
  );
  return {
    kind: 'index',
    name: row.name,
    definition: {
      table: row.tbl_name,
      unique: isWord(tokens[1], 'unique'),
      columns,
      where: isWord(rest[0], 'where') ? canonicalTokens(rest.slice(1), names) : null,
    },
  };
}

/** An indexed expression without COLLATE, ASC and DESC behind it: pragmas tell them in one form. */
function withoutOrder(tokens: ReturnType<typeof splitList>[number]): typeof tokens {
  let end = tokens.length;
  if (isWord(tokens[end - 1], 'asc') || isWord(tokens[end - 1], 'desc')) end -= 1;
  if (isWord(tokens[end - 2], 'collate') && !isSymbol(tokens[end - 1], ')')) end -= 2;
  return tokens.slice(0, end);
}
