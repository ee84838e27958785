import { openDatabase } from './open-database.ts';

/** How many faults are worth reading. */
const MOST = 5;

/** Every index is looked up in its table, in no order: a cache pays. */
const CACHE_KB = 16_000;

/** Sentences about what is wrong with a database file; empty when it is whole. Throws when it is no database. */
export function checkFile(path: string): readonly string[] {
  const database = openDatabase(path, { busyMs: 0, cacheKb: CACHE_KB });
  try {
    const found = database
      .prepare<[], string>(`pragma integrity_check(${String(MOST)})`)
      .pluck()
      .all();
    return found.length === 1 && found[0] === 'ok' ? [] : found;
  } finally {
    database.close();
  }
}
