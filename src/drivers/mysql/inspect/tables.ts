import type { SchemaObject, TableRef } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { quoteTable } from '../quote.ts';
import { readCreateTable } from './create-table.ts';
import { column, type SchemaReader, sluiceTables, withoutOwnName } from './reader.ts';

/** Tables that hold rows of their own: views and sequences are listed elsewhere. */
const ROW_TYPES = ['BASE TABLE', 'SYSTEM VERSIONED'];

/** ER_NO_SUCH_TABLE, ER_UNKNOWN_SEQUENCES: dropped since it was listed. */
const GONE = [1146, 4091];

/** Names of the tables of some types, without Sluice's, sorted by code unit. */
async function tableNames(reader: SchemaReader, types: readonly string[]): Promise<readonly string[]> {
  const rows = await reader.query(
    'select table_name as name from information_schema.tables where table_schema = ?' +
      ` and table_type in (${types.map(() => '?').join(', ')})`,
    [reader.database, ...types],
  );
  const own = sluiceTables(reader.names);
  return rows
    .map((row) => column(row, 'name') ?? '')
    .filter((name) => !own.has(name))
    .toSorted();
}

/** SHOW CREATE of one thing; null when it has been dropped meanwhile. */
async function showCreate(reader: SchemaReader, what: 'table' | 'sequence', name: string): Promise<string | null> {
  try {
    const table = quoteTable({ schema: reader.database, name });
    const [row] = await reader.query(`show create ${what} ${table}`);
    return row === undefined ? null : withoutOwnName(column(row, 'Create Table') ?? '', reader);
  } catch (error) {
    if (error instanceof SluiceError && GONE.includes(Number(error.details['errno']))) return null;
    throw error;
  }
}

/** Base tables, sorted by name. */
export async function listTables(reader: SchemaReader): Promise<readonly TableRef[]> {
  return (await tableNames(reader, ROW_TYPES)).map((name) => ({ name }));
}

/** Tables with their indexes and constraints. */
export async function readTables(reader: SchemaReader, tables: readonly TableRef[]): Promise<readonly SchemaObject[]> {
  const objects: SchemaObject[] = [];
  for (const { name } of tables) {
    const statement = await showCreate(reader, 'table', name);
    if (statement === null) continue;
    const { columns, options, parts } = readCreateTable(name, statement);
    objects.push({ kind: 'table', name, definition: { columns, options } }, ...parts);
  }
  return objects;
}

/** MariaDB's sequences, without where they stand. */
export async function readSequences(reader: SchemaReader): Promise<readonly SchemaObject[]> {
  if (!reader.mariadb) return [];
  const objects: SchemaObject[] = [];
  for (const name of await tableNames(reader, ['SEQUENCE'])) {
    const statement = await showCreate(reader, 'sequence', name);
    if (statement !== null) objects.push({ kind: 'sequence', name, definition: { definition: statement } });
  }
  return objects;
}
