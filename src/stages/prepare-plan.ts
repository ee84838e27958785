import type { AppliedMigration, Driver, Schema } from '../driver.ts';
import type { JournalState, RunState } from '../journal/state.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import { touchedTables } from '../migrations/touched-tables.ts';
import type { MigrationFormat, MigrationSet } from '../migrations/types.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { continuesPlan } from '../plan/continue-plan.ts';
import { fingerprint } from '../plan/fingerprint.ts';
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
  const syntax = driver.traits.sql;
  if (syntax === undefined) {
    throw new SluiceError('CONF_001', `SQL migrations cannot be applied to ${driver.engine}.`);
  }
  const migrations = await readMigrations(request.directory, { format: request.format, syntax, signal });
  refuseOwnTables(request, migrations);
  const applied = await driver.history.list();
  const schema = await driver.inspect(signal);
  const fresh = buildPlan({
    engine: driver.engine,
    traits: driver.traits,
    classify: (statement) => driver.apply.classify(statement),
    migrations,
    applied,
    partial: state.partial,
    schemaFingerprint: fingerprint(schema).fingerprint,
    options: { ...request.options, format: migrations.format },
  });
  const continues = cutOffRun(fresh, state, applied);
  return { plan: continued(fresh, continues), continues, migrations, schema, applied };
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
