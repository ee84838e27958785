import Database from 'better-sqlite3';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '../temporary.ts';
import type { CreateOptions, TestDatabase } from './test-database.ts';

function runQuery(path: string, sql: string): Record<string, unknown>[] {
  const database = new Database(path, { timeout: 20_000 });
  try {
    let statement;
    try {
      statement = database.prepare<[], Record<string, unknown>>(sql);
    } catch (error) {
      // `prepare` takes exactly one statement.
      if (!(error instanceof RangeError)) throw error;
      database.exec(sql);
      return [];
    }
    if (statement.reader) return statement.all();
    statement.run();
    return [];
  } finally {
    database.close();
  }
}

/** A new empty database file in a folder of its own. */
export async function createSqlite(options: CreateOptions): Promise<TestDatabase> {
  const path = join(await temporaryDirectory(), options.name ?? 'database.sqlite');
  await writeFile(path, '');
  return {
    engine: 'sqlite',
    url: `sqlite:${path}`,
    name: path,
    query: async (sql) => runQuery(path, sql),
    createUser: () => Promise.reject(new Error('SQLite has no accounts.')),
    drop: () => rm(dirname(path), { recursive: true, force: true }),
  };
}
