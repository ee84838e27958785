/**
 * Databases to back up: a table of short rows and one of longer ones, with keys and an index each, 3 to 7 by bytes.
 * The content is made by the server itself, and compresses to about a third, as rows of applications do.
 */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { createDatabase } from '../../test/support/databases.ts';
import { startMariadb, startPostgres } from '../../test/support/servers.ts';

/** The engines that can be backed up. */
export const BACKUP_ENGINES = ['sqlite', 'postgresql', 'mariadb'] as const;

/** One of {@link BACKUP_ENGINES}. */
export type BackupEngine = (typeof BACKUP_ENGINES)[number];

/** A filled database. */
export interface SampleDatabase {
  readonly url: string;
  /** Its name on the server; for SQLite the file's path. */
  readonly name: string;
  /** What the engine says that it takes. */
  readonly bytes: number;
  /** The server's pid; null for SQLite. */
  readonly serverPid: number | null;
  readonly remove: () => Promise<void>;
}

export const MEGABYTE = 1_000_000;

/** Rows of both tables that fill a megabyte with all that the engine adds to them. */
const ROWS_PER_MEGABYTE: Readonly<Record<BackupEngine, number>> = { sqlite: 4200, postgresql: 3430, mariadb: 3400 };
/** How many of them are short ones. */
const LEADS = 0.6;
const ROWS_AT_ONCE = 100_000;

/** Calls `insert` with ranges of ids until `rows` are there. */
async function inBatches(rows: number, insert: (from: number, to: number) => unknown): Promise<void> {
  for (let from = 1; from <= rows; from += ROWS_AT_ONCE) await insert(from, Math.min(rows, from + ROWS_AT_ONCE - 1));
}

/** Words of an engine in which the statements below differ. */
interface Words {
  readonly numbers: (from: number, to: number) => string;
  readonly md5: (number: string) => string;
  readonly time: (number: string) => string;
  readonly types: Readonly<Record<'text' | 'time' | 'amount' | 'double', string>>;
}

function statements({ numbers, md5, time, types }: Words) {
  const text = (...parts: readonly string[]): string => parts.join(', ');
  return {
    create: [
      `create table leads (id bigint primary key, name ${types.text}, city ${types.text}, amount ${types.amount}, score ${types.double}, active int, created_at ${types.time})`,
      `create table events (id bigint primary key, lead_id bigint not null, kind ${types.text}, payload text, note text, created_at ${types.time})`,
    ],
    leads: (from: number, to: number): string =>
      `insert into leads select i, concat('Lead ', ${md5('i')}), concat('City ', i % 977), i % 1000000 / 7.0, i * 0.37, i % 2, ${time('i')} from ${numbers(from, to)}`,
    events: (from: number, to: number): string =>
      `insert into events select i, i % 100000, concat('kind ', i % 17), ` +
      `concat(${text('\'{"session":"\'', md5('i'), '\'","path":"/products/\'', 'i % 4999', '\'/details","referrer":"https://example.com/landing","token":"\'', md5('i + 1'), md5('i * 3'), "'\"}'")}), ` +
      `concat(${text("'Visited the page of the product '", 'i % 4999', "', stayed for '", 'i % 611', "' seconds, and left for '", md5('i * 7'))}), ${time('i')} from ${numbers(from, to)}`,
    indexes: ['create index leads_by_city on leads (city)', 'create index events_by_lead on events (lead_id)'],
  };
}

const TYPES = { text: 'varchar(80)', time: 'timestamp', amount: 'decimal(12, 2)', double: 'double precision' } as const;

async function fill(words: Words, rows: number, run: (sql: string) => unknown): Promise<void> {
  const { create, leads, events, indexes } = statements(words);
  for (const sql of create) await run(sql);
  await inBatches(Math.round(rows * LEADS), (from, to) => run(leads(from, to)));
  await inBatches(Math.round(rows * (1 - LEADS)), (from, to) => run(events(from, to)));
  for (const sql of indexes) await run(sql);
}

async function sqlite(rows: number, folder: string): Promise<SampleDatabase> {
  const path = join(folder, 'database.sqlite');
  const database = new Database(path);
  database.pragma('journal_mode = off');
  database.pragma('synchronous = off');
  const words: Words = {
    numbers: (from, to) =>
      `(with recursive n(i) as (select ${String(from)} union all select i + 1 from n where i < ${String(to)}) select i from n)`,
    // As long as an MD5, and as random.
    md5: () => 'lower(hex(randomblob(16)))',
    time: (number) => `datetime(1700000000 + ${number}, 'unixepoch')`,
    types: TYPES,
  };
  await fill(words, rows, (sql) => database.exec(sql));
  const bytes =
    Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }));
  database.close();
  return { url: 'sqlite:database.sqlite', name: path, bytes, serverPid: null, remove: () => Promise.resolve() };
}

async function postgresql(rows: number): Promise<SampleDatabase> {
  const server = await startPostgres();
  const database = await createDatabase('postgresql', { server: server.url() });
  const words: Words = {
    numbers: (from, to) => `generate_series(${String(from)}::bigint, ${String(to)}) as n(i)`,
    md5: (number) => `md5((${number})::text)`,
    time: (number) => `to_timestamp(1700000000 + ${number})`,
    types: TYPES,
  };
  await fill(words, rows, (sql) => database.query(sql));
  await database.query('vacuum analyze');
  const [row] = await database.query('select pg_database_size(current_database()) as bytes');
  return {
    url: `${database.url}?sslmode=disable`,
    name: database.name,
    bytes: Number(row?.['bytes']),
    serverPid: server.pid,
    remove: () => server.stop(),
  };
}

async function mariadb(rows: number): Promise<SampleDatabase> {
  const server = await startMariadb();
  const database = await createDatabase('mariadb', { server: server.url() });
  const words: Words = {
    numbers: (from, to) => `(select seq as i from seq_${String(from)}_to_${String(to)}) as n`,
    md5: (number) => `md5(${number})`,
    time: (number) => `from_unixtime(1700000000 + ${number})`,
    types: TYPES,
  };
  await fill(words, rows, (sql) => database.query(sql));
  await database.query('analyze table leads, events');
  const [row] = await database.query(
    'select sum(data_length + index_length) as bytes from information_schema.tables where table_schema = database()',
  );
  return {
    url: database.url,
    name: database.name,
    bytes: Number(row?.['bytes']),
    serverPid: server.pid,
    remove: () => server.stop(),
  };
}

/** Makes a database of about the size; for SQLite in `folder`, else on a server of its own. */
export function sampleDatabase(engine: BackupEngine, megabytes: number, folder: string): Promise<SampleDatabase> {
  const rows = megabytes * ROWS_PER_MEGABYTE[engine];
  switch (engine) {
    case 'sqlite':
      return sqlite(rows, folder);
    case 'postgresql':
      return postgresql(rows);
    case 'mariadb':
      return mariadb(rows);
  }
}
