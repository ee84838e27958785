import type { TableRef } from '../../driver.ts';

/** Quotes one identifier; always, so that no name can be read as a keyword or as more SQL. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a table's name together with its schema. */
export function quoteTable(table: TableRef): string {
  const name = quoteIdentifier(table.name);
  return table.schema === undefined ? name : `${quoteIdentifier(table.schema)}.${name}`;
}

/**
 * Quotes a text as a literal, for the few places where the server takes no bound value: scripts for psql,
 * utility statements. The `E` form reads the same whatever `standard_conforming_strings` says.
 */
export function quoteLiteral(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
