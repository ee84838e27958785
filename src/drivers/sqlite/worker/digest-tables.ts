import type Database from 'better-sqlite3';
import { type CellValue, TableSum } from '../../../checksum/row-digest.ts';
import type { TableDigest } from '../../../driver.ts';
import { quote } from '../quote.ts';

/** A value as the library reads it. */
type RawValue = null | string | number | bigint | Buffer;

/** What the quick way of reading would not read exactly. */
type Lost = 'integers' | 'text';

/** The columns of a table in their order, generated ones among them; empty when there is no such table. */
export function columnsOf(database: Database.Database, table: string): readonly string[] {
  return database
    .prepare<[string], string>('select name from pragma_table_xinfo(?) where hidden <> 1 order by cid')
    .pluck()
    .all(table);
}

/**
 * The digest of one table. Whole numbers beyond 2^53 and text that is not valid UTF-8 need slower ways
 * of reading; a table is begun anew with them at the first value that could be one.
 */
export function digestTable(database: Database.Database, table: string): Omit<TableDigest, 'table'> {
  const exact = new Set<Lost>();
  for (;;) {
    const sum = new TableSum();
    const lost = exact.has('text') ? addExactly(database, table, sum) : addQuickly(database, table, sum, exact);
    if (lost === null) return { rows: sum.rows, checksum: sum.checksum() };
    exact.add(lost);
  }
}

/** Adds all rows; stops at a value that was perhaps not read exactly, and says why. */
function addQuickly(database: Database.Database, table: string, sum: TableSum, exact: ReadonlySet<Lost>): Lost | null {
  const columns = columnsOf(database, table).map(quote).join(', ');
  const statement = database.prepare<[], RawValue[]>(`select ${columns} from ${quote(table)}`).raw();
  const safeIntegers = exact.has('integers');
  for (const row of statement.safeIntegers(safeIntegers).iterate()) {
    for (const value of row) {
      if (typeof value === 'string') {
        // What the library puts in the place of octets that are no UTF-8.
        if (value.includes('\ufffd')) return 'text';
      } else if (typeof value === 'number' && !safeIntegers && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
        return 'integers';
      }
    }
    sum.add(row);
  }
  return null;
}

/** Adds all rows with the very octets of their text. */
function addExactly(database: Database.Database, table: string, sum: TableSum): null {
  const columns = columnsOf(database, table).map(quote);
  const isUtf8 = database.pragma('encoding', { simple: true }) === 'UTF-8';
  const cells = columns.map(
    (name) => `typeof(${name}) = 'text', iif(typeof(${name}) = 'text', cast(${name} as blob), ${name})`,
  );
  const statement = database.prepare<[], RawValue[]>(`select ${cells.join(', ')} from ${quote(table)}`).raw();
  const bigEndian = database.pragma('encoding', { simple: true }) === 'UTF-16be';
  for (const row of statement.safeIntegers().iterate()) {
    const values: CellValue[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const value = row[at + 1] as RawValue;
      const isText = row[at] === 1n && Buffer.isBuffer(value);
      values.push(isText ? (isUtf8 ? { octets: value } : fromUtf16(value, bigEndian)) : value);
    }
    sum.add(values);
  }
  return null;
}

/** Text of a UTF-16 database; unpaired surrogates have no UTF-8, so their octets stay as they are. */
function fromUtf16(octets: Buffer, bigEndian: boolean): CellValue {
  if (octets.length % 2 !== 0) return { octets };
  const text = (bigEndian ? Buffer.from(octets).swap16() : octets).toString('utf16le');
  return text.isWellFormed() ? text : { octets };
}

/** The exact number of rows. */
export function countRows(database: Database.Database, table: string): number {
  return (
    database
      .prepare<[], number>(`select count(*) from ${quote(table)}`)
      .pluck()
      .get() ?? 0
  );
}

/** Runs reading work on one unchanging state of the database. */
export async function inSnapshot<T>(database: Database.Database, work: () => T | Promise<T>): Promise<T> {
  database.exec('begin');
  try {
    // The snapshot begins with the first read, not with BEGIN.
    database.prepare('select count(*) from sqlite_schema').get();
    return await work();
  } finally {
    database.exec('rollback');
  }
}
