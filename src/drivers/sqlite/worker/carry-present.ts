import type Database from 'better-sqlite3';
import { quote } from '../quote.ts';

type Value = null | string | number | bigint | Buffer;

/**
 * Copies one of Sluice's tables from the live database into a restored one, in place of what is there.
 * Returns the rows copied; 0 when the live database has no such table.
 */
export function carryTable(live: Database.Database, restored: Database.Database, table: string): number {
  const sql = live
    .prepare<[string], string>("select sql from sqlite_schema where type = 'table' and name = ? collate nocase")
    .pluck()
    .get(table);
  restored.exec(`drop table if exists ${quote(table)}`);
  if (sql === undefined) return 0;
  restored.exec(sql);
  const rows = live
    .prepare<[], Value[]>(`select * from ${quote(table)}`)
    .raw()
    .safeIntegers();
  const insert = restored.prepare<Value[]>(
    `insert into ${quote(table)} values (${rows
      .columns()
      .map(() => '?')
      .join(', ')})`,
  );
  let copied = 0;
  for (const row of rows.iterate()) copied += insert.run(...row).changes;
  return copied;
}
