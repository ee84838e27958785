import { qualifiedName } from '../checksum/table-name.ts';
import type { AppliedMigration, Driver, Schema, TableDigest } from '../driver.ts';
import type { RollbackPoint } from '../journal/entries.ts';
import { diffObjects, fingerprint, type ObjectHash } from '../plan/fingerprint.ts';

/** What {@link takeRollbackPoint} needs. */
export interface RollbackPointRequest {
  readonly driver: Driver;
  readonly schema: Schema;
  readonly applied: readonly AppliedMigration[];
  /** False: rows and checksums are not taken, and a rollback is verified by the schema alone. */
  readonly checksums: boolean;
  readonly backupId: string | null;
  readonly performance: Readonly<Record<string, number>>;
  readonly signal: AbortSignal;
}

/** Digests of all tables from one snapshot. */
export async function digestTables(
  driver: Driver,
  schema: Schema,
  signal: AbortSignal,
): Promise<readonly TableDigest[]> {
  const digests: TableDigest[] = [];
  for await (const digest of driver.verify.digests(schema.tables, signal)) digests.push(digest);
  return digests;
}

/** Records the state to which a failing run goes back, and by which the way back is verified. */
export async function takeRollbackPoint(request: RollbackPointRequest): Promise<RollbackPoint> {
  const { driver, schema, signal } = request;
  const { fingerprint: schemaFingerprint, objects } = fingerprint(schema);
  return {
    schemaFingerprint,
    objects,
    tables: request.checksums ? await digestTables(driver, schema, signal) : null,
    backupId: request.backupId,
    applied: request.applied.map((row) => row.version),
    performance: request.performance,
  };
}

/** Objects in words: `table public.leads`. */
function names(objects: readonly ObjectHash[]): string {
  return objects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
}

/** What differs between two schemas, in words; empty when nothing does. */
export function schemaDifferences(before: readonly ObjectHash[], after: readonly ObjectHash[]): readonly string[] {
  const { added, removed, changed } = diffObjects(before, after);
  return [
    ...(added.length === 0 ? [] : [`added: ${names(added)}`]),
    ...(removed.length === 0 ? [] : [`missing: ${names(removed)}`]),
    ...(changed.length === 0 ? [] : [`changed: ${names(changed)}`]),
  ];
}

/**
 * What differs between two sets of tables, in words: rows before and now, or that the content differs.
 *
 * @param vanishing names of tables that may have fewer rows by now; what is left of these cannot be compared
 */
export function tableDifferences(
  before: readonly TableDigest[],
  after: readonly TableDigest[],
  vanishing: readonly string[] = [],
): readonly string[] {
  const now = new Map(after.map((digest) => [qualifiedName(digest.table), digest]));
  const known = new Set(before.map((digest) => qualifiedName(digest.table)));
  return [
    ...before.flatMap((digest) => {
      const name = qualifiedName(digest.table);
      const other = now.get(name);
      if (vanishing.includes(digest.table.name) && (other?.rows ?? 0) < digest.rows) return [];
      if (other === undefined) return [`${name}: missing`];
      if (other.rows !== digest.rows) return [`${name}: ${String(digest.rows)} rows before, ${String(other.rows)} now`];
      return other.checksum === digest.checksum ? [] : [`${name}: other content in ${String(digest.rows)} rows`];
    }),
    ...[...now.keys()].filter((name) => !known.has(name)).map((name) => `${name}: was not there before`),
  ];
}

/**
 * Compares the live database with a rollback point.
 *
 * @param vanishing see {@link tableDifferences}
 * @returns what differs, in words; empty = proven equal
 */
export async function differencesFrom(
  point: RollbackPoint,
  driver: Driver,
  signal: AbortSignal,
  vanishing: readonly string[] = [],
): Promise<{ readonly differences: readonly string[]; readonly tablesCompared: number }> {
  const schema = await driver.inspect(signal);
  const differences = [...schemaDifferences(point.objects, fingerprint(schema).objects)];
  if (point.tables !== null)
    differences.push(...tableDifferences(point.tables, await digestTables(driver, schema, signal), vanishing));
  return { differences, tablesCompared: point.tables?.length ?? 0 };
}
