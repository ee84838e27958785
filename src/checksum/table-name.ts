import type { TableRef } from '../driver.ts';

/** A table's name as people write it, and as a key: `public.leads`, or `leads` where there are no schemas. */
export function qualifiedName(table: TableRef): string {
  return table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
}
