import { findBackup } from '../backup/catalog.ts';
import { lockedBackup } from '../backup/locked.ts';
import { dumpSource } from '../backup/source.ts';
import { isLocked, type StoredBackup } from '../backup/stored-backup.ts';
import { verifyBackup } from '../backup/verify.ts';
import { withKeys } from '../backup/unlock.ts';
import { qualifiedName } from '../checksum/table-name.ts';
import type { TableDigest } from '../driver.ts';
import { reportError, SluiceError } from '../errors.ts';
import type { RollbackPoint } from '../journal/entries.ts';
import { readState, type JournalState, type RunState } from '../journal/state.ts';
import { loadWaysBack } from '../migrations/keys/load-ways-back.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import type { Migration } from '../migrations/types.ts';
import { compareVersions } from '../migrations/versions.ts';
import { isRepeatable } from '../plan/build-plan.ts';
import { limitsOf, type StageContext } from '../stages/context.ts';
import { manualSteps, planRollback, type RollbackSource } from '../stages/plan-rollback.ts';
import { syntaxOf } from '../stages/prepare-plan.ts';
import { rollBack } from '../stages/rollback.ts';
import { differencesFrom, digestTables, tableDifferences } from '../stages/rollback-point.ts';
import { touchedSince } from '../stages/validation.ts';
import { keysOf } from './identity.ts';
import type { LockedRun } from './locked.ts';
import type { Prepared } from './preparation.ts';

/** Newest first; repeatable files come off before the versioned ones, as they went on after them. */
export function newestFirst(versions: readonly string[]): readonly string[] {
  const repeatable = versions.filter(isRepeatable).toSorted().toReversed();
  return [
    ...repeatable,
    ...versions.filter((version) => !isRepeatable(version)).toSorted((a, b) => compareVersions(b, a)),
  ];
}

/** The state that a restored backup has to show. */
export function pointOf({ manifest }: StoredBackup): RollbackPoint {
  const { id, schemaFingerprint, objects, tables, applied } = manifest;
  return { schemaFingerprint, objects, tables, backupId: id, applied, performance: {} };
}

/** What puts a backup in the place of the live content. */
export function restoreFrom(run: LockedRun, stageContext: StageContext, backup: StoredBackup): () => Promise<void> {
  const { snapshot } = run.execution.driver;
  return async () => {
    if (snapshot === undefined) {
      throw new SluiceError('ROLL_001', `There is no restore for ${run.execution.driver.engine} yet.`);
    }
    // A restore may take as long as it takes: the statement timeout is for statements.
    await snapshot.replace(stageContext.fence, dumpSource(backup), {
      ...limitsOf(stageContext),
      statementTimeoutMs: 0,
    });
  };
}

/**
 * Takes a failed run back to its rollback point, by itself.
 *
 * @throws SluiceError `ROLL_001` when there is no safe way back, or it failed
 */
export async function rollBackRun(run: LockedRun, prepared: Prepared, reason: unknown): Promise<void> {
  const { execution, journal } = run;
  const stageContext = run.stageContext();
  const applied = await execution.driver.history.list();
  const { partial } = await readState(execution.driver.journal);
  const planned = new Set(prepared.plan.steps.map((step) => step.version));
  const source: RollbackSource = {
    versions: newestFirst(
      applied.map((row) => row.version).filter((version) => !prepared.point.applied.includes(version)),
    ),
    replaced: applied
      .filter(
        (row) =>
          isRepeatable(row.version) &&
          row.runId === journal.runId &&
          prepared.point.applied.includes(row.version) &&
          planned.has(row.version),
      )
      .map((row) => row.version),
    partial,
    migrations: prepared.migrations.migrations,
    backupId: prepared.backup?.manifest.id ?? null,
    isLocked: prepared.backup !== null && isLocked(prepared.backup),
    environment: execution.target.environment,
  };
  const plan = planRollback(source);
  // By hand it takes the identity in any case: what this run reads the backup with ends with it.
  const steps = manualSteps({ ...source, isLocked: prepared.backup?.manifest.encrypted === true });
  if (plan.method === 'backup') await refuseLoss(run, prepared, source, steps);
  await rollBack(stageContext, {
    started: {
      kind: 'rollback-started',
      reason: reportError(reason).message,
      method: plan.method === 'backup' ? 'backup' : 'down',
      backupId: plan.method === 'backup' ? source.backupId : null,
      versions: plan.versions,
      point: prepared.point,
    },
    migrations: prepared.migrations.migrations,
    partial,
    restored: false,
    restore: prepared.backup === null ? () => Promise.resolve() : restoreFrom(run, stageContext, prepared.backup),
    manualSteps: steps,
  });
}

/**
 * A restore takes with it what was written between the backup and the run, and what the application wrote
 * during the run; that is for a person to decide. Tables that the run's own migrations name have changed
 * for sure, and nobody can tell whose change it was: they are part of what the run is undone for.
 *
 * @throws SluiceError `ROLL_001` naming the tables
 */
async function refuseLoss(
  run: LockedRun,
  { backup, point, migrations }: Prepared,
  source: RollbackSource,
  steps: string,
): Promise<void> {
  const { driver, context } = run.execution;
  if (backup === null) return;
  if (point.tables === null) {
    throw new SluiceError(
      'ROLL_001',
      'The backup is not restored by itself: validate.checksums is off, so nobody can tell whether rows were written since.',
      {
        fix: steps,
      },
    );
  }
  const earlier = tableDifferences(backup.manifest.tables, point.tables);
  const undone = new Set([...source.versions, ...source.replaced, ...source.partial.keys()]);
  const applied = migrations.migrations.filter((migration) => undone.has(migration.version));
  const schema = await driver.inspect(context.signal);
  const touched = touchedSince({ name: '', ...point }, applied, driver.traits.sql, schema);
  const isUntouched = (digest: TableDigest): boolean => !touched.has(qualifiedName(digest.table));
  const before = point.tables.filter(isUntouched);
  const known = new Set(before.map((digest) => qualifiedName(digest.table)));
  const now = (await digestTables(driver, schema, context.signal)).filter((digest) =>
    known.has(qualifiedName(digest.table)),
  );
  const differences = [...earlier, ...tableDifferences(before, now)];
  if (differences.length === 0) return;
  throw new SluiceError(
    'ROLL_001',
    `The backup ${backup.manifest.id} is not restored by itself, because rows that were written since would be lost: ${differences.join('; ')}.`,
    { fix: steps, details: { differences } },
  );
}

/**
 * Goes on with a rollback that a killed run had begun: nothing else may run before it has ended. The run
 * then ends as the killed one would have, with its error.
 *
 * @throws SluiceError the killed run's error once the rollback is done; `ROLL_001` when it fails
 */
export async function finishRollback(run: LockedRun, stageContext: StageContext, state: JournalState): Promise<void> {
  const dead = state.runs.findLast((candidate) => candidate.rollback !== null && wasCutOff(candidate));
  if (dead?.rollback == null) return;
  await resumeRollback(run, stageContext, state, dead);
  const error = dead.error;
  throw new SluiceError(
    error?.code ?? 'ROLL_001',
    `${error?.message ?? dead.rollback.reason} (Run ${dead.runId}; its rollback was gone on with, and is done.)`,
    {
      fix: error?.fix ?? 'The database is as it was before. Correct the migration and run the command again.',
    },
  );
}

/** A run that was killed, or told to leave, before it had ended. */
export function wasCutOff({ status }: RunState): boolean {
  return status === null || status === 'interrupted';
}

/** Whether the database shows the state to arrive at: the run may have died between the restore and its journal entry. */
async function isThere({ driver, signal }: StageContext, point: RollbackPoint | null): Promise<boolean> {
  return point !== null && (await differencesFrom(point, driver, signal)).differences.length === 0;
}

/**
 * Does the rest of a rollback that an earlier run journaled.
 *
 * @throws SluiceError before anything is touched, when the backup is still to be restored: `BACKUP_003` when it is encrypted
 *   and there is no identity, `BACKUP_002` when a byte of it changed; what `rollBack` throws
 */
export async function resumeRollback(
  run: LockedRun,
  stageContext: StageContext,
  state: JournalState,
  dead: RunState,
): Promise<void> {
  const { execution } = run;
  const started = dead.rollback;
  if (started === null) return;
  const migrations = await migrationsOf(run, stageContext, started.versions);
  const backup =
    started.backupId === null
      ? null
      : withKeys(await findBackup(execution.target.backupDirectory, started.backupId), await keysOf(execution.inputs));
  const restored = dead.restored || (started.method === 'backup' && (await isThere(stageContext, started.point)));
  if (backup !== null && isLocked(backup) && !restored) throw lockedBackup(backup.manifest);
  // It may have changed since the killed run had looked.
  if (backup !== null && !restored) await verifyBackup(backup, stageContext.signal);
  await rollBack(stageContext, {
    started,
    migrations,
    partial: state.partial,
    restored,
    restore: backup === null ? () => Promise.resolve() : restoreFrom(run, stageContext, backup),
    manualSteps: manualSteps({
      versions: started.versions,
      replaced: [],
      partial: state.partial,
      migrations,
      backupId: started.backupId,
      isLocked: backup !== null && backup.manifest.encrypted,
      environment: execution.target.environment,
    }),
  });
}

/** The migration files, whatever is wrong between them and the database; those of the versions are ready to be taken back. */
export async function migrationsOf(
  { execution }: LockedRun,
  stageContext: StageContext,
  versions: readonly string[],
): Promise<readonly Migration[]> {
  const { target, driver } = execution;
  const syntax = syntaxOf(driver);
  const { signal } = stageContext;
  const { migrations } = await readMigrations(target.migrationsDirectory, {
    format: target.migrationsFormat,
    syntax,
    signal,
  });
  return loadWaysBack(migrations, new Set(versions));
}
