import type { Driver, Limits, Schema, TableDigest } from '../../driver.ts';
import type { RollbackPoint } from '../../journal/entries.ts';
import { qualifiedName } from '../../checksum/table-name.ts';
import type { ValidateSettings } from './settings.ts';

/** The state that the database is compared with. */
export interface Baseline {
  /** What it is, for messages: `the backup 2026…`, `the state before this run`. */
  readonly name: string;
  readonly tables: readonly TableDigest[] | null;
  readonly objects: RollbackPoint['objects'];
  readonly performance: Readonly<Record<string, number>>;
}

/** What validation checks get handed in. */
export interface ValidationContext {
  readonly driver: Driver;
  readonly limits: Limits;
  readonly settings: ValidateSettings;
  readonly schema: Schema;
  /** Null: nothing to compare with. */
  readonly baseline: Baseline | null;
  /** Names of tables that the migrations since the baseline mention. */
  readonly touched: ReadonlySet<string>;
  /** Digests of the present tables, by name; computed once, when first asked for. */
  readonly present: () => Promise<ReadonlyMap<string, TableDigest>>;
}

/** Computes digests (or counts only) when first asked, and only once. */
export function presentTables(
  driver: Driver,
  schema: Schema,
  checksums: boolean,
  signal: AbortSignal,
): ValidationContext['present'] {
  let computed: Promise<ReadonlyMap<string, TableDigest>> | null = null;
  const compute = async (): Promise<ReadonlyMap<string, TableDigest>> => {
    const digests = new Map<string, TableDigest>();
    const source = checksums
      ? driver.verify.digests(schema.tables, signal)
      : driver.verify.counts(schema.tables, signal);
    for await (const digest of source) digests.set(qualifiedName(digest.table), digest);
    return digests;
  };
  return () => (computed ??= compute());
}

/** Tables of the baseline that no migration since has touched, and that must therefore be what they were. */
export function untouched(context: ValidationContext): readonly TableDigest[] {
  return (context.baseline?.tables ?? []).filter(({ table }) => !context.touched.has(qualifiedName(table)));
}
