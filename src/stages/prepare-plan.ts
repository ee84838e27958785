import type { AppliedMigration, Driver, Schema, SqlSyntax } from '../driver.ts';
import type { JournalState, RunState } from '../journal/state.ts';
import { loadWaysBack } from '../migrations/keys/load-ways-back.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import { touchedTables } from '../migrations/touched-tables.ts';
import type { Migration, MigrationFormat, MigrationSet } from '../migrations/types.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { continuesPlan } from '../plan/continue-plan.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { keysWritten } from '../plan/partial.ts';
import type { Plan, PlanOptions } from '../plan/types.ts';
import { SluiceError } from '../errors.ts';

/** What {@link preparePlan} needs. */
export interface PlanRequest {
  readonly driver: Driver;
  readonly directory: string;
  readonly format: MigrationFormat | 'auto';
  readonly options: Omit<PlanOptions, 'format'>;
  readonly state: JournalState;
  /** Names of Sluice's own tables. */
  readonly ownTables: readonly string[];
  readonly signal: AbortSignal;
}

/** A plan, and what it was made from. */
export interface PreparedPlan {
  readonly plan: Plan;
  /** The cut-off run whose plan this is the rest of; its digest is the one that was approved. */
  readonly continues: RunState | null;
  readonly migrations: MigrationSet;
  readonly schema: Schema;
  readonly applied: readonly AppliedMigration[];
}

/**
 * Reads the migrations folder and the live database and builds the plan. Changes nothing.
 *
 * @throws what `readMigrations` and `buildPlan` throw
 */
export async function preparePlan(request: PlanRequest): Promise<PreparedPlan> {
  const { driver, signal, state } = request;
  const syntax = syntaxOf(driver);
  const read = await readMigrations(request.directory, { format: request.format, syntax, signal });
  refuseOwnTables(request, read);
  const applied = await driver.history.list();
  const schema = await driver.inspect(signal);
  const fresh = buildPlan({
    engine: driver.engine,
    traits: driver.traits,
    classify: (statement) => driver.apply.classify(statement),
    migrations: read,
    applied,
    partial: state.partial,
    schemaFingerprint: fingerprint(schema).fingerprint,
    options: { ...request.options, format: read.format },
  });
  const continues = cutOffRun(fresh, state, applied);
  const migrations = await loaded(read, [fresh, continues?.plan ?? null], state);
  return { plan: continued(fresh, continues), continues, migrations, schema, applied };
}

/**
 * The dialect of an engine's migrations; null where they are modules that change keys.
 *
 * @throws SluiceError `CONF_001` for an engine that has neither
 */
export function syntaxOf({ engine, traits, keys }: Driver): SqlSyntax | null {
  if (traits.sql !== undefined) return traits.sql;
  if (keys !== undefined) return null;
  throw new SluiceError('CONF_001', `Migrations cannot be applied to ${engine}.`);
}

/**
 * The migrations with the ways back of those that these plans apply or that are half done: only now, with
 * the plan made, does code of a module run.
 */
async function loaded(
  set: MigrationSet,
  plans: readonly (Plan | null)[],
  { partial }: JournalState,
): Promise<MigrationSet> {
  const versions = new Set([
    ...plans.flatMap((plan) => plan?.steps ?? []).map((step) => step.version),
    ...partial.keys(),
  ]);
  return {
    ...set,
    migrations: await loadWaysBack(set.migrations, versions),
    warnings: [...set.warnings, ...set.migrations.flatMap((migration) => editedSince(migration, partial))],
  };
}

/** An edited key migration may go on, because a mark tells what is done: by the text as it was then. */
function editedSince({ version, checksum, up }: Migration, partial: JournalState['partial']): readonly string[] {
  const keys = partial.get(version)?.keys;
  if (keys === undefined || keys.checksum === checksum || keysWritten(keys) === 0) return [];
  return [
    `${up.path} was edited since it had changed ${String(keysWritten(keys))} key(s): these keep what the earlier text made of them.`,
  ];
}

/**
 * A file that changes Sluice's own tables would take the ground from under the run.
 *
 * @throws SluiceError `CONF_001` naming the file
 */
function refuseOwnTables({ driver, ownTables }: PlanRequest, { migrations }: MigrationSet): void {
  const syntax = driver.traits.sql;
  if (syntax === undefined) return;
  const tables = ownTables.map((name) => ({ name }));
  const offender = migrations.find(({ up }) => touchedTables([up], tables, syntax).length > 0);
  if (offender === undefined) return;
  throw new SluiceError('CONF_001', `${offender.up.path} names a table of Sluice's own (${ownTables.join(', ')}).`, {
    fix: 'Leave these tables to Sluice; `migrations.prefix` and `migrations.schema` move them out of the way of your own.',
  });
}

/** The newest run that was cut off (killed or interrupted), if this plan is the rest of its plan. */
function cutOffRun(fresh: Plan, state: JournalState, applied: readonly AppliedMigration[]): RunState | null {
  const newest = state.runs.findLast((run) => run.command !== 'rollback');
  if (newest === undefined || newest.plan === null) return null;
  if (newest.status !== null && newest.status !== 'interrupted') return null;
  return continuesPlan(fresh, newest.plan, applied) ? newest : null;
}

/** The fresh steps under the digest and the fingerprint of the plan that they finish. */
function continued(fresh: Plan, earlier: RunState | null): Plan {
  if (earlier?.plan == null) return fresh;
  return { ...fresh, schemaFingerprint: earlier.plan.schemaFingerprint, digest: earlier.plan.digest };
}
