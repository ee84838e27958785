import Database from 'better-sqlite3';
import { nativeBinding } from '../location.ts';

/** How a connection is opened. */
export interface OpenConnection {
  /** How long SQLite waits for a lock, in ms. */
  readonly busyMs: number;
  readonly readonly?: boolean;
  /** Size of the page cache in KiB; by default SQLite's own, and not the larger one of the library. */
  readonly cacheKb?: number;
}

/**
 * Opens a connection that behaves as SQLite itself does: the library is built with foreign keys
 * switched on, which a migration that works in SQLite's shell need not survive. Commits are durable in
 * WAL mode, too.
 */
export function openDatabase(
  path: string,
  { busyMs, readonly = false, cacheKb = 2000 }: OpenConnection,
): Database.Database {
  const binding = nativeBinding();
  const database = new Database(path, {
    readonly,
    timeout: busyMs,
    ...(binding === undefined ? {} : { nativeBinding: binding }),
  });
  try {
    for (const pragma of ['foreign_keys = OFF', 'synchronous = FULL', `cache_size = -${String(cacheKb)}`]) {
      database.pragma(pragma);
    }
    // Reads the first page, so that a file that is no database is found out here.
    database.prepare('select count(*) from sqlite_schema').get();
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}
