import { isLocked, type StoredBackup } from '../backup/stored-backup.ts';
import { wayBackResult } from '../checks/readiness/way-back.ts';
import { measureQueries } from '../checks/validation/performance.ts';
import { SluiceError } from '../errors.ts';
import type { RollbackPoint } from '../journal/entries.ts';
import type { JournalState } from '../journal/state.ts';
import { compareVersions } from '../migrations/versions.ts';
import { isRepeatable } from '../plan/build-plan.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { isHalfDone } from '../plan/partial.ts';
import type { PlanOptions } from '../plan/types.ts';
import { limitsOf, type StageContext } from '../stages/context.ts';
import { foreseeObstacles } from '../stages/plan-rollback.ts';
import { preparePlan, type PreparedPlan } from '../stages/prepare-plan.ts';
import { recover } from '../stages/recover.ts';
import { takeRollbackPoint } from '../stages/rollback-point.ts';
import { measureRecovery, type Execution } from './execution.ts';
import type { LockedRun } from './locked.ts';
import { plannedScripts } from './planned-scripts.ts';
import type { Target } from './target.ts';
import { backupForRun, backupToContinue } from './require-backup.ts';
import { finishRollback } from './run-rollback.ts';

/** What the preparation stage hands to the later ones. */
export interface Prepared extends PreparedPlan {
  readonly state: JournalState;
  /** The state to go back to: before this run, or before the cut-off run that it goes on with. */
  readonly point: RollbackPoint;
  readonly backup: StoredBackup | null;
}

/** The options that are part of the plan's digest. */
export function planOptions({ inputs, target }: Pick<Execution, 'inputs' | 'target'>): Omit<PlanOptions, 'format'> {
  const { lockTimeoutMs, statementTimeoutMs, warnings, allowOutOfOrder } = target.config.migrations;
  return {
    toVersion: inputs.toVersion ?? null,
    allowOutOfOrder: inputs.allowOutOfOrder ?? allowOutOfOrder,
    lockTimeoutMs,
    statementTimeoutMs,
    warnings,
  };
}

/** Names of Sluice's own tables, as `migrations.prefix` makes them. */
export function ownTables({ config }: Target): readonly string[] {
  return ['migrations', 'journal', 'lock', 'control'].map((table) => `${config.migrations.prefix}${table}`);
}

/** The newest of some versions; empty when there is none. Repeatable ones do not count. */
export function newestVersion(versions: readonly string[]): string {
  return (
    versions
      .filter((version) => !isRepeatable(version))
      .toSorted(compareVersions)
      .at(-1) ?? ''
  );
}

/**
 * The approved plan, or nothing.
 *
 * @throws SluiceError `PLAN_001`
 */
export function refuseOtherPlan({ inputs }: Execution, { plan }: PreparedPlan): void {
  if (inputs.planDigest === undefined || inputs.planDigest === plan.digest) return;
  const files = plan.steps.map((step) => step.path).join(', ');
  throw new SluiceError(
    'PLAN_001',
    `The plan now has the digest ${plan.digest}; approved was ${inputs.planDigest}. Now pending: ${files === '' ? 'nothing' : files}.`,
    {
      fix: 'A file, a setting or the live schema changed since. Review the plan with --dry-run and have its new digest approved.',
    },
  );
}

/** Looks at what was left behind, makes the plan, and records the state to go back to. */
export async function prepare(run: LockedRun, stageContext: StageContext): Promise<Prepared> {
  const { execution, journal } = run;
  const { driver, target, context } = execution;
  const state = await recover(driver, journal, limitsOf(stageContext), context.emit);
  await finishRollback(run, stageContext, state);
  const made = await preparePlan({
    driver,
    directory: target.migrationsDirectory,
    format: target.migrationsFormat,
    options: planOptions(execution),
    ownTables: ownTables(target),
    state,
    signal: stageContext.signal,
  });
  refuseOtherPlan(execution, made);
  for (const message of made.migrations.warnings) context.emit({ level: 'warning', scope: 'preparation', message });
  execution.scripts.push(...plannedScripts(made.plan, made.migrations));
  await journal.append({ kind: 'plan', plan: made.plan, continues: made.continues?.runId ?? null });
  return { ...made, state, ...(await wayBack(run, made, stageContext, state.partial)) };
}

/** The state to go back to, and the backup of it. A run that goes on with a cut-off one inherits its point. */
async function wayBack(
  run: LockedRun,
  made: PreparedPlan,
  stageContext: StageContext,
  partial: JournalState['partial'],
): Promise<Pick<Prepared, 'point' | 'backup'>> {
  const { execution, journal } = run;
  const inherited = made.continues?.rollbackPoint ?? null;
  const idle = made.plan.steps.length === 0 && inherited === null;
  const backup = idle ? null : await backupToFallBackTo(execution, made, inherited);
  if (backup !== null) {
    const { id, digest, verified } = backup.manifest;
    await journal.append({ kind: 'backup', backupId: id, digest, verified, path: backup.directory });
    measureRecovery(execution, backup.manifest);
    await sayWhatIsLocked(run, made, backup);
  }
  const point = inherited ?? (await freshPoint(execution, made, backup, stageContext, idle, partial));
  await journal.append({
    kind: 'rollback-point',
    point,
    inheritedFrom: inherited === null ? null : (made.continues?.runId ?? null),
  });
  return { point, backup };
}

function backupToFallBackTo(
  execution: Execution,
  { schema }: PreparedPlan,
  inherited: RollbackPoint | null,
): Promise<StoredBackup | null> {
  const { objects } = fingerprint(schema);
  return inherited === null
    ? backupForRun(execution, objects, execution.inputs.backupId)
    : backupToContinue(execution, inherited, objects);
}

/** That a failed run cannot be taken back without a person must be known before it starts. */
async function sayWhatIsLocked(
  { execution, journal }: LockedRun,
  made: PreparedPlan,
  backup: StoredBackup,
): Promise<void> {
  if (execution.inputs.onFailure === 'stop' || !isLocked(backup)) return;
  const check = wayBackResult({
    obstacles: foreseeObstacles(made.plan.steps, made.migrations.migrations),
    backup: 'locked',
  });
  if (check.status !== 'warn') return;
  await journal.append({ kind: 'check', check });
  execution.context.emit({
    level: 'warning',
    scope: 'preparation',
    message: `if this run fails, it can be taken back ${check.observed}. ${check.fix}`,
  });
}

async function freshPoint(
  { driver, target, context }: Execution,
  made: PreparedPlan,
  backup: StoredBackup | null,
  stageContext: StageContext,
  idle: boolean,
  partial: JournalState['partial'],
): Promise<RollbackPoint> {
  const { validate } = target.config;
  // Its way back leads to before it was begun, and that is not the state now.
  const half = [...partial.values()].some((file) => file.keys !== undefined && isHalfDone(file));
  return takeRollbackPoint({
    driver,
    schema: made.schema,
    applied: made.applied,
    checksums: validate.checksums && !idle && !half,
    backupId: backup?.manifest.id ?? null,
    performance: idle ? {} : await measureQueries(driver, validate, limitsOf(stageContext), context.clock),
    signal: stageContext.signal,
  });
}
