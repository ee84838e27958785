import type { AppliedMigration, Engine, LockHolder } from '../driver.ts';
import { reportError, type ReportedError } from '../errors.ts';
import { killedRuns, readState } from '../journal/state.ts';
import { isHalfDone } from '../plan/partial.ts';
import type { PartialFile, PlanStep } from '../plan/types.ts';
import { preparePlan } from '../stages/prepare-plan.ts';
import { findingsOf } from '../stages/recover.ts';
import type { OpenTarget } from './execution.ts';
import { newestVersion, ownTables, planOptions } from './preparation.ts';

/** Where a database stands. */
export interface Status {
  readonly schema: 'sluice.status/1';
  readonly engine: Engine;
  readonly environment: string | null;
  readonly version: string;
  readonly applied: readonly AppliedMigration[];
  readonly pending: readonly PlanStep[];
  /** Files of which only some statements were done. */
  readonly partial: readonly PartialFile[];
  readonly lock: LockHolder | null;
  /** Ids of runs that were killed and not gone on with. */
  readonly killed: readonly string[];
  /** What earlier runs left behind, in words. */
  readonly findings: readonly string[];
  /** Why there is no plan: drift, an unreadable folder, … */
  readonly problem: ReportedError | null;
  readonly planDigest: string | null;
}

/** Reads where the database stands; changes nothing and takes no lock. */
export async function readStatus(execution: OpenTarget): Promise<Status> {
  const { driver, target, context } = execution;
  const state = await readState(driver.journal);
  const applied = await driver.history.list();
  const holder = await driver.lock.holder();
  const plan = await preparePlan({
    driver,
    directory: target.migrationsDirectory,
    format: target.migrationsFormat,
    options: planOptions(execution),
    ownTables: ownTables(target),
    state,
    signal: context.signal,
  }).then(
    (prepared) => ({ steps: prepared.plan.steps, digest: prepared.plan.digest, problem: null }),
    (error: unknown) => ({ steps: [], digest: null, problem: reportError(error) }),
  );
  // The run that holds the lock has not ended either, but it lives.
  const live = holder !== null && !holder.expired ? holder.owner : null;
  const left = { ...state, runs: state.runs.filter((run) => run.owner !== live) };
  return {
    schema: 'sluice.status/1',
    engine: driver.engine,
    environment: target.environment?.name ?? null,
    version: newestVersion(applied.map((row) => row.version)),
    applied,
    pending: plan.steps,
    partial: [...state.partial.values()].filter(isHalfDone),
    lock: holder,
    killed: killedRuns(left).map((run) => run.runId),
    findings: findingsOf(left),
    problem: plan.problem,
    planDigest: plan.digest,
  };
}

/** The status for people. */
export function statusText(status: Status): string {
  const { lock } = status;
  return [
    `${status.engine}${status.environment === null ? '' : ` (${status.environment})`}: ${status.version === '' ? 'nothing is applied' : `at version ${status.version}`}`,
    `applied: ${String(status.applied.length)}`,
    ...status.applied.map(
      (row) => `  ${row.version} ${row.name} (${row.appliedAt}, ${String(row.durationMs)} ms, run ${row.runId})`,
    ),
    `pending: ${String(status.pending.length)}`,
    ...status.pending.map(
      (step) =>
        `  ${step.path} (${String(step.statements)} statements${step.done === 0 ? '' : `, ${String(step.done)} done`})`,
    ),
    ...(status.planDigest === null ? [] : [`plan: ${status.planDigest}`]),
    ...(status.findings.length === 0
      ? []
      : ['left behind by earlier runs:', ...status.findings.map((finding) => `  ${finding}`)]),
    lock === null
      ? 'run lock: free'
      : `run lock: ${lock.expired ? 'expired, was held' : 'held'} by ${lock.owner} since ${lock.acquiredAt}, until ${lock.expiresAt}`,
    ...(status.problem === null
      ? []
      : [`${status.problem.code}: ${status.problem.message}`, `fix: ${status.problem.fix}`]),
  ].join('\n');
}
