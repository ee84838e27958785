import type Database from 'better-sqlite3';
import type { Operation, Operations, WorkerSetup } from '../protocol.ts';
import { checkFile } from './check-file.ts';
import { columnsOf, countRows, digestTable, inSnapshot } from './digest-tables.ts';
import { dumpDatabase, sqliteVersion } from './dump.ts';
import { inspectDatabase } from './inspect.ts';
import { openDatabase } from './open-database.ts';
import { findOrphans } from './orphans.ts';
import { replaceDatabase } from './replace-database.ts';
import { runQuery, runStatement } from './run-statement.ts';
import { scalar } from './scalar.ts';

/** The one connection of a worker, opened when it is first needed. */
export class Connection {
  readonly setup: WorkerSetup;
  #database: Database.Database | null = null;

  constructor(setup: WorkerSetup) {
    this.setup = setup;
  }

  get database(): Database.Database {
    if (this.#database === null) {
      const database = openDatabase(this.setup.path, this.setup);
      // A connection that may write can also roll back what a killed process left; a read-only one cannot.
      if (this.setup.queryOnly) database.pragma('query_only = ON');
      // What a migration may do with SQLite itself it may do here, writable_schema for one.
      else database.unsafeMode(true);
      this.#database = database;
    }
    return this.#database;
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
  }
}

/** Answers one request. */
export type Handler<K extends Operation> = (
  connection: Connection,
  request: Operations[K]['request'],
  emit: (event: Operations[K]['event']) => void,
) => Operations[K]['response'] | Promise<Operations[K]['response']>;

/** Lets the messages sent so far leave the process. */
function flush(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a worker can do. */
export const handlers: { readonly [K in Operation]: Handler<K> } = {
  query: ({ database }, { sql, values }) => runQuery(database, sql, values),
  run({ database }, { sql, busyMs }) {
    database.pragma(`busy_timeout = ${String(busyMs)}`);
    return { rows: runStatement(database, sql), inTransaction: database.inTransaction };
  },
  facts({ database }) {
    const pages = Number(database.pragma('page_count', { simple: true }));
    const pageSize = Number(database.pragma('page_size', { simple: true }));
    const journalMode = String(database.pragma('journal_mode', { simple: true }));
    return { version: sqliteVersion(database), sizeBytes: pages * pageSize, journalMode };
  },
  inspect: ({ database }, { own }) => inSnapshot(database, () => inspectDatabase(database, new Set(own))),
  async digests({ database }, { tables, checksums }, emit) {
    await inSnapshot(database, async () => {
      for (const name of tables) {
        if (columnsOf(database, name).length === 0) continue;
        const digest = checksums ? digestTable(database, name) : { rows: countRows(database, name), checksum: '' };
        emit({ table: { name }, ...digest });
        await flush();
      }
    });
    return null;
  },
  orphans: ({ database }) => inSnapshot(database, () => findOrphans(database)),
  scalar: ({ setup }, { sql }) => scalar(setup.path, setup.busyMs, sql),
  dump: ({ database }, request) => dumpDatabase(database, request),
  check: (_connection, { path }) => checkFile(path),
  replace({ setup }, request) {
    return replaceDatabase(setup.path, request);
  },
  close(connection) {
    connection.close();
    return null;
  },
};
