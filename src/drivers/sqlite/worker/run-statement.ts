import type Database from 'better-sqlite3';
import type { SqlResult } from '../../sql/session.ts';
import type { Bound } from '../protocol.ts';
import { tokensOf } from '../sql-tokens.ts';

/** Runs one statement; returns the rows it changed or returned. A comment alone is no statement and does nothing. */
export function runStatement(database: Database.Database, sql: string): number {
  if (tokensOf(sql).next().done === true) return 0;
  const statement = database.prepare(sql).safeIntegers();
  if (!statement.reader) return statement.run().changes;
  let rows = 0;
  for (const _ of statement.raw().iterate()) rows += 1;
  return rows;
}

/** Runs one statement with values bound to `?1`, `?2`, …; keeps its rows. */
export function runQuery(database: Database.Database, sql: string, values: readonly Bound[]): SqlResult {
  const statement = database.prepare<[Record<string, Bound>], Record<string, unknown>>(sql);
  if (values.length > 0) statement.bind(Object.fromEntries(values.map((value, index) => [String(index + 1), value])));
  const bound = statement as unknown as Database.Statement<[], Record<string, unknown>>;
  if (!bound.reader) return { rows: [], affected: bound.run().changes };
  const rows = bound.all();
  return { rows, affected: rows.length };
}
