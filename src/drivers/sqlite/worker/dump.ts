import type Database from 'better-sqlite3';
import type { TableDigest } from '../../../driver.ts';
import type { CopyFacts, Operations } from '../protocol.ts';
import { quote } from '../quote.ts';
import { copyLive } from './copy-pages.ts';
import { copySchema } from './copy-schema.ts';
import { digestTable, inSnapshot } from './digest-tables.ts';
import { inspectDatabase } from './inspect.ts';
import { openDatabase } from './open-database.ts';

/**
 * Copies the database into an empty file, takes the tables of the present out of the copy, and reads
 * schema and digests from that very copy.
 */
export async function dumpDatabase(
  source: Database.Database,
  { target, mode, own, present }: Operations['dump']['request'],
): Promise<CopyFacts> {
  if (mode === 'schema') copySchema(source, target, new Set(present.map((name) => name.toLowerCase())));
  else await copyLive(source, target);
  // Nobody else knows the copy: there is nobody to wait for.
  const copy = openDatabase(target, { busyMs: 0 });
  try {
    dropTables(copy, present);
    return await inSnapshot(copy, () => describe(copy, new Set(own), mode !== 'schema'));
  } finally {
    settle(copy);
    copy.close();
  }
}

function describe(copy: Database.Database, own: ReadonlySet<string>, withDigests: boolean): CopyFacts {
  const schema = inspectDatabase(copy, own);
  const tables: readonly TableDigest[] = withDigests
    ? schema.tables.map((table) => ({ table, ...digestTable(copy, table.name) }))
    : [];
  return { schema, tables, version: sqliteVersion(copy) };
}

/** The version of the SQLite library. */
export function sqliteVersion(database: Database.Database): string {
  return database.prepare<[], string>('select sqlite_version()').pluck().get() ?? '';
}

/** Drops tables so that nothing of them is left in the file's free pages. */
function dropTables(copy: Database.Database, tables: readonly string[]): void {
  copy.pragma('secure_delete = ON');
  for (const table of tables) copy.exec(`drop table if exists ${quote(table)}`);
}

/** Moves everything into the one file: a copy of a database in WAL mode is in WAL mode, too. */
function settle(copy: Database.Database): void {
  if (copy.pragma('journal_mode', { simple: true }) === 'wal') copy.pragma('wal_checkpoint(TRUNCATE)');
}
