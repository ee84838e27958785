import type { Manifest } from '../backup/manifest.ts';
import type { StoredBackup } from '../backup/stored-backup.ts';
import { verifyBackup } from '../backup/verify.ts';
import { few } from '../checks/result.ts';
import type { AppliedMigration } from '../driver.ts';
import { durationText } from '../duration.ts';
import { InterruptedError, SluiceError } from '../errors.ts';
import type { RollbackPoint } from '../journal/entries.ts';
import { stampedOf } from '../journal/journal.ts';
import type { JournalState } from '../journal/state.ts';
import { compareVersions } from '../migrations/versions.ts';
import { shellWord } from '../shell-word.ts';
import { pastedCommand } from '../stages/pasted-command.ts';
import { isRepeatable } from '../plan/build-plan.ts';
import { limitsOf, type StageContext } from '../stages/context.ts';
import { manualSteps, planRollback, type RollbackSource } from '../stages/plan-rollback.ts';
import { recover } from '../stages/recover.ts';
import { rollBack } from '../stages/rollback.ts';
import { runStages } from '../stages/stage-runner.ts';
import { chooseBackup } from './choose-backup.ts';
import { acceptedLosses, dataLoss, lossesSince } from './data-loss.ts';
import { execute, measureRecovery, type Ending, type Execution } from './execution.ts';
import { withRunLock, type LockedRun } from './locked.ts';
import { newestVersion } from './preparation.ts';
import { refuseUnproven } from './require-backup.ts';
import { requirePrograms } from './require-programs.ts';
import { migrationsOf, newestFirst, pointOf, restoreFrom, resumeRollback, wasCutOff } from './run-rollback.ts';
import type { Command } from './types.ts';

/**
 * Takes the database back: to the state before the newest run (`previous`), to a version, or to a
 * backup; and proves that it got there.
 */
export const rollback: Command = (inputs, context) =>
  execute('rollback', inputs, context, async (execution) => {
    refuseUnconfirmed(execution);
    return withRunLock(execution, (run) => rollbackLocked(run));
  });

/** @throws SluiceError `CONF_001` when the environment is protected and its name was not repeated */
function refuseUnconfirmed({ target, inputs }: Execution): void {
  const { environment } = target;
  if (environment === null || !environment.protected || inputs.confirm === environment.name) return;
  throw new SluiceError(
    'CONF_001',
    `The environment “${environment.name}” is protected, and the rollback was not confirmed.`,
    {
      fix: `Pass \`--confirm ${shellWord(environment.name)}\`; in a workflow, the input confirm: ${environment.name}`,
    },
  );
}

async function rollbackLocked(run: LockedRun): Promise<Ending> {
  const stageContext = run.stageContext();
  const { execution, journal } = run;
  let state: JournalState = { runs: [], partial: new Map() };
  await runStages(stageContext, [
    {
      name: 'preparation',
      run: async () => {
        state = await recover(execution.driver, journal, limitsOf(stageContext), execution.context.emit);
        return { status: 'passed', records: state.runs.length, reason: null };
      },
    },
  ]);
  const cutOff = state.runs.findLast((dead) => dead.rollback !== null && wasCutOff(dead));
  if (cutOff !== undefined) {
    // A rollback that was cut off is what this command is for; going further back would be another one.
    await resumeRollback(run, stageContext, state, cutOff);
    return ending(run, true, 0);
  }
  const to = execution.inputs.to ?? 'previous';
  return to === 'backup' ? toBackup(run, stageContext) : toVersion(run, stageContext, state, to);
}

async function ending({ execution }: LockedRun, verified: boolean, rows: number, backupId?: string): Promise<Ending> {
  const applied = await execution.driver.history.list();
  return {
    status: verified ? 'passed' : 'warned',
    outputs: {
      'rolled-back-to': backupId ?? newestVersion(applied.map((row) => row.version)),
      verified: String(verified),
      'rows-restored': String(rows),
    },
  };
}

/** Takes back what was applied after a version, by down files. */
async function toVersion(run: LockedRun, stageContext: StageContext, state: JournalState, to: string): Promise<Ending> {
  const { driver } = run.execution;
  const applied = await driver.history.list();
  const versions = to === 'previous' ? await newestRun(run, applied) : above(applied, to);
  const migrations = await migrationsOf(run, stageContext, [...versions, ...state.partial.keys()]);
  const source: RollbackSource = {
    versions: newestFirst(versions),
    replaced: [],
    partial: state.partial,
    migrations,
    backupId: null,
    environment: run.execution.target.environment,
  };
  const plan = planRollback(source);
  if (plan.method === 'none') return ending(run, true, 0);
  const verified = await rollBack(stageContext, {
    started: {
      kind: 'rollback-started',
      reason: `asked to go back to ${to}`,
      method: 'down',
      backupId: null,
      versions: plan.versions,
      point: await recordedPoint(run, applied, plan.versions, state),
    },
    migrations,
    partial: state.partial,
    restored: false,
    restore: () => Promise.resolve(),
    manualSteps: manualSteps(source),
  });
  await forgetRepeatables(run, stageContext);
  return ending(run, verified, 0);
}

/** Views and functions may have gone with what they stood on: the next run applies the repeatable files again. */
async function forgetRepeatables({ execution, lock }: LockedRun, stageContext: StageContext): Promise<void> {
  const { driver } = execution;
  const repeatable = (await driver.history.list()).map((row) => row.version).filter(isRepeatable);
  if (repeatable.length === 0) return;
  await driver.apply.transaction(lock.fence, limitsOf(stageContext), async (tx) => {
    for (const version of repeatable) await tx.removeApplied(version);
  });
}

function above(applied: readonly AppliedMigration[], version: string): readonly string[] {
  const versions = applied.map((row) => row.version).filter((candidate) => !isRepeatable(candidate));
  const isZero = /^0+$/.test(version);
  if (!isZero && !versions.some((candidate) => compareVersions(candidate, version) === 0)) {
    throw new SluiceError('CONF_001', `The version ${version} is not applied, so there is no way back to it.`, {
      fix: `Applied are: ${few(versions)}. 0 takes everything back.`,
    });
  }
  return versions.filter((candidate) => isZero || compareVersions(candidate, version) > 0);
}

/** What the newest run applied, together with the cut-off runs that it went on with. */
async function newestRun({ execution }: LockedRun, applied: readonly AppliedMigration[]): Promise<readonly string[]> {
  const newest = applied
    .filter((row) => !isRepeatable(row.version))
    .toSorted((a, b) => (a.appliedAt < b.appliedAt ? 1 : -1))[0];
  if (newest === undefined) return [];
  const continues = new Map<string, string | null>();
  for await (const row of execution.driver.journal.read({ kinds: ['plan'] })) {
    const { entry, runId } = stampedOf(row);
    if (entry.kind === 'plan') continues.set(runId, entry.continues);
  }
  const chain = new Set<string>();
  for (let id: string | null = newest.runId; id !== null && !chain.has(id); id = continues.get(id) ?? null)
    chain.add(id);
  return applied.filter((row) => chain.has(row.runId) && !isRepeatable(row.version)).map((row) => row.version);
}

/**
 * The schema as it was before the oldest of the versions was applied, from the journal of the run that
 * applied it. Rows have changed since, so only the schema can be proven.
 */
async function recordedPoint(
  { execution }: LockedRun,
  applied: readonly AppliedMigration[],
  versions: readonly string[],
  { partial }: JournalState,
): Promise<RollbackPoint | null> {
  const gone = new Set(versions);
  const left = applied.map((row) => row.version).filter((version) => !gone.has(version) && !isRepeatable(version));
  const touched = [...applied, ...partial.values()].filter((row) => gone.has(row.version));
  const runIds = [...new Set(touched.map((row) => row.runId))];
  for await (const row of execution.driver.journal.read({ runIds, kinds: ['rollback-point'] })) {
    const { entry } = stampedOf(row);
    if (entry.kind !== 'rollback-point') continue;
    const then = entry.point.applied.filter((version) => !isRepeatable(version));
    const same = then.length === left.length && left.every((version) => then.includes(version));
    if (same) return { ...entry.point, tables: null };
  }
  return null;
}

/** Replaces the live content by a backup. */
async function toBackup(run: LockedRun, stageContext: StageContext): Promise<Ending> {
  const { execution, journal } = run;
  const { inputs, context } = execution;
  await requirePrograms(execution.driver, context.signal);
  const backup = await chooseBackup(execution, inputs.backupId, 'restore');
  const { manifest } = backup;
  refuseUnproven(execution, backup, 'restore');
  await refuseOtherDigest(run, manifest);
  await verifyBackup(backup, context.signal);
  await journal.append({
    kind: 'backup',
    backupId: manifest.id,
    digest: manifest.digest,
    verified: manifest.verified,
    path: backup.directory,
  });
  measureRecovery(execution, manifest);
  const losses = await lossesOf(run, manifest);
  if (losses.length > 0 && !inputs.acceptDataLoss) throw dataLoss(manifest, losses);
  for (const loss of losses) context.emit({ level: 'warning', scope: 'rollback', message: `will be lost: ${loss}` });
  if (manifest.proof !== null) {
    const message = `restoring the backup ${manifest.id}, which took ${durationText(manifest.proof.durationMs)} when it was proven`;
    context.emit({ level: 'info', scope: 'rollback', message });
  }
  const verified = await rollBack(stageContext, {
    started: {
      kind: 'rollback-started',
      reason: `asked to go back to the backup ${manifest.id}${acceptedLosses(losses)}`,
      method: 'backup',
      backupId: manifest.id,
      versions: [],
      point: pointOf(backup),
    },
    migrations: [],
    partial: new Map(),
    restored: false,
    restore: restoreFrom(run, stageContext, backup),
    manualSteps: restoreByHand(execution, backup, losses.length > 0),
  });
  return ending(
    run,
    verified,
    manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    manifest.id,
  );
}

/** What is left when a restore has failed; a restore that failed leaves the old content, or says what it left. */
function restoreByHand(
  { inputs, target }: Execution,
  { manifest, directory }: StoredBackup,
  hasLosses: boolean,
): string {
  const again = pastedCommand('rollback', target.environment, {
    to: 'backup',
    'backup-run-id': inputs.backupRunId,
    'backup-id': manifest.id,
    identity: manifest.encrypted ? 'FILE' : undefined,
    'accept-data-loss': hasLosses ? true : undefined,
  });
  return `1. remove the cause and run \`${again}\` again, which may be repeated\n2. or load the files in ${directory} by hand, as docs/backups.md says under “Without Sluice”`;
}

/**
 * A backup that runs on this database have named before must still be that one; it may have come from elsewhere.
 *
 * @throws SluiceError `BACKUP_002`
 */
async function refuseOtherDigest({ execution }: LockedRun, { id, digest }: Manifest): Promise<void> {
  for await (const row of execution.driver.journal.read({ kinds: ['backup'] })) {
    const { entry, runId } = stampedOf(row);
    if (entry.kind !== 'backup' || entry.backupId !== id || entry.digest === digest) continue;
    throw new SluiceError(
      'BACKUP_002',
      `The backup ${id} has the digest ${digest}, but in run ${runId} it had ${entry.digest}: it is another one under the same id.`,
      {
        fix: 'Do not restore it. Find out where it came from, and use another backup: `sluice backup list` shows them.',
      },
    );
  }
}

/** Where the loss is accepted, a database that cannot be read any more is no obstacle to restoring it. */
async function lossesOf({ execution }: LockedRun, manifest: Manifest): Promise<readonly string[]> {
  const { driver, context, inputs } = execution;
  try {
    return await lossesSince(manifest, driver, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!inputs.acceptDataLoss || error instanceof InterruptedError) throw error;
    return [`what that is cannot be known, because the database cannot be compared with the backup: ${String(error)}`];
  }
}
