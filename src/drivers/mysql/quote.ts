import type { TableRef } from '../../driver.ts';

/** Quotes one identifier; always, so that no name can be read as a keyword or as more SQL. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** Quotes a table's name together with its database. */
export function quoteTable(table: TableRef): string {
  const name = quoteIdentifier(table.name);
  return table.schema === undefined ? name : `${quoteIdentifier(table.schema)}.${name}`;
}

/**
 * Writes a value as a literal. Text goes as hex with its character set, so that it means the same
 * whatever `sql_mode` (backslashes, ANSI quotes) and `SET NAMES` a migration left in the session.
 */
export function literal(value: string | number | null): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  return `_utf8mb4 x'${Buffer.from(value, 'utf8').toString('hex')}'`;
}

/** Puts the values in the place of the `?` of a query, in order; a `?` inside a quoted identifier is no placeholder. */
export function bind(sql: string, values: readonly (string | number | null)[]): string {
  if (values.length === 0) return sql;
  let next = 0;
  const bound = sql.replaceAll(/`(?:[^`]|``)*`|'[^']*'|\?/g, (part) => {
    if (part !== '?') return part;
    const value = values[next++];
    if (value === undefined) throw new Error(`The query has more placeholders than the ${values.length} values given.`);
    return literal(value);
  });
  if (next !== values.length) throw new Error(`The query has ${next} placeholders for ${values.length} values.`);
  return bound;
}
