import type { ScalarAnswer } from '../protocol.ts';
import { openDatabase } from './open-database.ts';

type RawValue = null | string | number | bigint | Buffer;

/** A value as text: numbers as JavaScript writes them, bytes in hex. */
function asText(value: RawValue): string | null {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
}

/** Runs a query on a connection of its own that cannot write; answers with the only row's first column. */
export function scalar(path: string, busyMs: number, sql: string): ScalarAnswer {
  const database = openDatabase(path, { busyMs, readonly: true });
  try {
    database.pragma('query_only = ON');
    const statement = database.prepare<[], RawValue[]>(sql);
    if (!statement.reader || !statement.readonly) return { kind: 'refused', why: 'it is no query that only reads' };
    let first: RawValue[] | undefined;
    for (const row of statement.raw().safeIntegers().iterate()) {
      if (first !== undefined) return { kind: 'refused', why: 'it returned more than one row' };
      first = row;
    }
    if (first === undefined) return { kind: 'refused', why: 'it returned no row' };
    return { kind: 'value', value: asText(first[0] ?? null) };
  } finally {
    database.close();
  }
}
