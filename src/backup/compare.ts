import { qualifiedName } from '../checksum/table-name.ts';
import type { Driver, Schema, TableDigest, TableRef } from '../driver.ts';
import { diffObjects, fingerprint } from '../plan/fingerprint.ts';
import type { Manifest } from './manifest.ts';

/** How a restored copy differs from what the manifest says. */
export interface Comparison {
  readonly tablesCompared: number;
  /** One sentence each; empty when the copy is the same. */
  readonly differences: readonly string[];
}

/** Tells tables apart; JSON, because a name may hold any character. */
function tableKey({ schema, name }: TableRef): string {
  return JSON.stringify([schema ?? null, name]);
}

function compareSchema(manifest: Manifest, copy: Schema): readonly string[] {
  const found = fingerprint(copy);
  if (found.fingerprint === manifest.schemaFingerprint) return [];
  const { added, removed, changed } = diffObjects(manifest.objects, found.objects);
  return [
    ...removed.map(({ kind, name }) => `the ${kind} ${name} is missing`),
    ...added.map(({ kind, name }) => `the ${kind} ${name} was not in the database`),
    ...changed.map(({ kind, name }) => `the ${kind} ${name} is defined differently`),
  ];
}

function compareTable(expected: TableDigest, found: TableDigest | undefined): string | null {
  const name = qualifiedName(expected.table);
  if (found === undefined) return `the table ${name} is missing`;
  if (found.rows !== expected.rows) return `the table ${name} has ${found.rows} rows instead of ${expected.rows}`;
  if (found.checksum !== expected.checksum) {
    return `the table ${name} has the checksum ${found.checksum} instead of ${expected.checksum}`;
  }
  return null;
}

/** Sluice's own record of applied migrations is in the dump, but not among the digests. */
async function compareHistory(manifest: Manifest, copy: Driver): Promise<readonly string[]> {
  if (manifest.mode === 'schema') return [];
  const found = new Set((await copy.history.list()).map((row) => row.version));
  const expected = new Set(manifest.applied);
  return [
    ...[...expected].filter((one) => !found.has(one)).map((one) => `the record of migration ${one} is missing`),
    ...[...found]
      .filter((one) => !expected.has(one))
      .map((one) => `the record of migration ${one} was not in the database`),
  ];
}

/**
 * Compares a restored copy with its manifest: every schema object, rows and checksum of every table, and the record of
 * applied migrations.
 *
 * @param onTable called after each table with how many have been read
 */
export async function compareCopy(
  manifest: Manifest,
  copy: Driver,
  signal: AbortSignal,
  onTable: (table: string, done: number) => void,
): Promise<Comparison> {
  const schema = await copy.inspect(signal);
  const present = new Set(schema.tables.map(tableKey));
  const found = new Map<string, TableDigest>();
  for await (const digest of copy.verify.digests(
    manifest.tables.map(({ table }) => table).filter((table) => present.has(tableKey(table))),
    signal,
  )) {
    found.set(tableKey(digest.table), digest);
    onTable(qualifiedName(digest.table), found.size);
  }
  const differences = [
    ...compareSchema(manifest, schema),
    ...manifest.tables.flatMap((one) => compareTable(one, found.get(tableKey(one.table))) ?? []),
    ...(await compareHistory(manifest, copy)),
  ];
  // A table that is missing differs in both comparisons, in the same words.
  return { tablesCompared: found.size, differences: [...new Set(differences)] };
}
