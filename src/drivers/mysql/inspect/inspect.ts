import type { Schema, SchemaObject } from '../../../driver.ts';
import { readDatabase, readEvents, readRoutines, readTriggers, readViews } from './programs.ts';
import type { SchemaReader } from './reader.ts';
import { listTables, readSequences, readTables } from './tables.ts';

function byKindAndName(left: SchemaObject, right: SchemaObject): number {
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return compare(left.kind, right.kind) || compare(left.name, right.name);
}

/** Reads the whole schema of the database. */
export async function readSchema(reader: SchemaReader): Promise<Schema> {
  const tables = await listTables(reader);
  const objects = [
    ...(await readDatabase(reader)),
    ...(await readTables(reader, tables)),
    ...(await readSequences(reader)),
    ...(await readViews(reader)),
    ...(await readTriggers(reader)),
    ...(await readRoutines(reader)),
    ...(await readEvents(reader)),
  ];
  return { objects: objects.toSorted(byKindAndName), tables };
}
