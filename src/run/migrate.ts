import { InterruptedError, SluiceError } from '../errors.ts';
import { healthEndpoints } from '../config/resolve.ts';
import { leaseLost } from '../journal/run-lock.ts';
import { readState } from '../journal/state.ts';
import type { StageContext } from '../stages/context.ts';
import { healthChecks } from '../stages/health.ts';
import { preparePlan } from '../stages/prepare-plan.ts';
import { schemaSync } from '../stages/schema-sync.ts';
import { nothingToDo, runStages, type Stage } from '../stages/stage-runner.ts';
import { validation } from '../stages/validation.ts';
import { showPlan } from './dry-run.ts';
import { runHook } from './hooks.ts';
import { execute, type Ending, type Execution } from './execution.ts';
import { withRunLock, type LockedRun } from './locked.ts';
import { newestVersion, ownTables, planOptions, prepare, refuseOtherPlan, type Prepared } from './preparation.ts';
import { rollBackRun } from './run-rollback.ts';
import { timeLimit } from './time-limit.ts';
import type { Command } from './types.ts';

/**
 * Applies the pending migrations through the eight stages. On failure it goes back to the state before,
 * or stops where it is, as `on-failure` says; killed, it goes on where it was when it is run again.
 */
export const migrate: Command = (inputs, context) =>
  execute('migrate', inputs, context, (execution) =>
    inputs.dryRun ? dryRun(execution) : withRunLock(execution, (run) => migrateLocked(run)),
  );

/** Reads only: no lock, no journal, not even Sluice's own tables. */
async function dryRun(execution: Execution): Promise<Ending> {
  const { driver, target, context } = execution;
  const state = await readState(driver.journal);
  const prepared = await preparePlan({
    driver,
    directory: target.migrationsDirectory,
    format: target.migrationsFormat,
    options: planOptions(execution),
    ownTables: ownTables(target),
    state,
    signal: context.signal,
  });
  refuseOtherPlan(execution, prepared);
  return showPlan(execution, prepared);
}

async function migrateLocked(run: LockedRun): Promise<Ending> {
  const { execution, journal } = run;
  const { inputs, target, context, outputs } = execution;
  const limit = timeLimit(inputs.maxDurationMs ?? target.config.triggers.maxDurationMs, context.clock);
  const stageContext = run.stageContext(limit.signal);
  let prepared: Prepared | null = null;
  outputs['rolled-back'] = 'false';
  try {
    await runStages(stageContext, [
      {
        name: 'preparation',
        run: async () => {
          prepared = await prepare(run, stageContext);
          return { status: 'passed', records: prepared.plan.steps.length, reason: null };
        },
      },
    ]);
    await runStages(stageContext, laterStages(run, stageContext, ready(prepared)));
    return { status: 'passed', outputs: { ...(await outcome(run, ready(prepared))), stage: 'cleanup' } };
  } catch (error) {
    const reached = prepared as Prepared | null;
    outputs['stage'] = journal.stage;
    if (reached !== null) Object.assign(outputs, await outcome(run, reached).catch(() => ({})));
    if (mayNotRollBack(run, error)) throw error;
    await execution.fail(journal, error);
    try {
      if (reached !== null && inputs.onFailure === 'rollback') await goBack(run, reached, error);
    } finally {
      await failureHook(execution);
    }
    throw error;
  } finally {
    limit.clear();
  }
}

/** Back to the rollback point, if the database is still ours. */
async function goBack(run: LockedRun, prepared: Prepared, error: unknown): Promise<void> {
  const { execution, lock } = run;
  if (!(await execution.driver.lock.renew(lock.fence))) throw leaseLost('another run took it over', error);
  await rollBackRun(run, prepared, error);
  execution.outputs['rolled-back'] = 'true';
  Object.assign(execution.outputs, await outcome(run, prepared));
}

/** How long the hook for failures may take, in ms: whoever is to be told must not be kept from it, nor the lock be kept. */
const FAILURE_HOOK_MS = 300_000;

/** Tells whoever is to be told; that it fails must not hide why. */
async function failureHook(execution: Execution): Promise<void> {
  const { context } = execution;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(FAILURE_HOOK_MS)]);
  await runHook(execution, 'onFailure', signal).catch((error: unknown) => {
    context.emit({
      level: 'warning',
      scope: 'hook on-failure',
      message: error instanceof Error ? error.message : String(error),
    });
  });
}

function ready(prepared: Prepared | null): Prepared {
  if (prepared === null) throw new SluiceError('INT_001', 'The preparation stage ended without a plan.');
  return prepared;
}

/** An interrupted run keeps its state; a run without its lease must not touch anything. */
function mayNotRollBack(run: LockedRun, error: unknown): boolean {
  if (error instanceof InterruptedError || run.execution.context.signal.aborted) return true;
  return error instanceof SluiceError && error.code === 'LOCK_001';
}

/** All stages behind the preparation. A versioned plan has no data to copy and nothing to switch. */
function laterStages(
  { execution, journal }: LockedRun,
  stageContext: StageContext,
  prepared: Prepared,
): readonly Stage[] {
  const { target, driver, context } = execution;
  const { validate, triggers } = target.config;
  const endpoints = healthEndpoints(target.config, context.env);
  const versions = new Set(prepared.plan.steps.map((step) => step.version));
  return [
    {
      name: 'schema-sync',
      run: () =>
        schemaSync(stageContext, {
          plan: prepared.plan,
          migrations: prepared.migrations,
          partial: prepared.state.partial,
        }),
    },
    nothingToDo('initial-data-sync', 'migration files change the data in place'),
    versions.size === 0 && prepared.continues === null
      ? nothingToDo('validation', 'nothing was applied')
      : {
          name: 'validation',
          run: () =>
            validation(stageContext, {
              settings: validate,
              baseline: { name: 'the state before this run', ...prepared.point },
              since: prepared.migrations.migrations.filter(
                (migration) => !prepared.point.applied.includes(migration.version) || versions.has(migration.version),
              ),
              maxFailures: triggers.maxValidationFailures,
            }),
        },
    { name: 'cutover-preparation', run: () => runHook(execution, 'beforeCutover', stageContext.signal) },
    { name: 'cutover', run: () => runHook(execution, 'switch', stageContext.signal) },
    {
      name: 'post-cutover-validation',
      run: async () => {
        const hook = await runHook(execution, 'afterCutover', stageContext.signal);
        const healthy = await healthChecks(journal, endpoints, stageContext.signal);
        return hook.status === 'skipped'
          ? healthy
          : { status: 'passed', records: hook.records + healthy.records, reason: null };
      },
    },
    {
      name: 'cleanup',
      run: async () => {
        await driver.control.clear(journal.runId);
        const swept = (await driver.snapshot?.sweepScratch(context.signal)) ?? [];
        return { status: 'passed', records: swept.length, reason: null };
      },
    },
  ];
}

/** What the run came to, as outputs. */
async function outcome({ execution, journal }: LockedRun, prepared: Prepared): Promise<Record<string, string>> {
  const applied = await execution.driver.history.list();
  const done = new Map(applied.map((row) => [row.version, row.checksum]));
  return {
    'plan-digest': prepared.plan.digest,
    'applied-count': String(applied.filter((row) => row.runId === journal.runId).length),
    'pending-count': String(
      prepared.migrations.migrations.filter((file) => done.get(file.version) !== file.checksum).length,
    ),
    'from-version': newestVersion(prepared.point.applied),
    'to-version': newestVersion(applied.map((row) => row.version)),
  };
}
