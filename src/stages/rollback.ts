import { InterruptedError, SluiceError } from '../errors.ts';
import type { Entry } from '../journal/entries.ts';
import type { Migration } from '../migrations/types.ts';
import { applyMode, doneStatements } from '../plan/build-plan.ts';
import { isHalfDone } from '../plan/partial.ts';
import type { PartialFile } from '../plan/types.ts';
import { applyScript } from './apply-script.ts';
import { limitsOf, type StageContext } from './context.ts';
import { differencesFrom } from './rollback-point.ts';

/** What {@link rollBack} needs beside the context. */
export interface RollbackRequest {
  /** The entry that opens the rollback; a later run that goes on with it journals it again. */
  readonly started: Extract<Entry, { kind: 'rollback-started' }>;
  readonly migrations: readonly Migration[];
  readonly partial: ReadonlyMap<string, PartialFile>;
  /** Puts the backup in the place of the live content. */
  readonly restore: () => Promise<void>;
  /** An earlier run had put the backup in place already: what was written since must not be wiped. */
  readonly restored: boolean;
  /** What a person can do when this fails. */
  readonly manualSteps: string;
}

/**
 * Goes back to the point that the opening entry names, and proves by schema and checksums that it got
 * there. Safe to call again after a crash.
 *
 * @returns whether the state could be compared with the point
 * @throws SluiceError `ROLL_001` when a step fails or the state differs from the point; the manual
 *   steps are in its fix
 */
export async function rollBack(context: StageContext, request: RollbackRequest): Promise<boolean> {
  const { journal, emit } = context;
  journal.enter('rollback');
  await journal.append(request.started);
  emit({ level: 'warning', scope: 'rollback', message: `going back: ${request.started.reason}` });
  try {
    if (request.started.method === 'backup') await restoreOnce(context, request);
    else {
      await sweepFailed(context, request);
      await takeBack(context, request);
    }
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    if (error instanceof SluiceError && error.code === 'LOCK_001') throw error;
    throw rollbackFailed(error, request);
  }
  return verifyRollback(context, request);
}

/** What the cause says to do comes first; the manual steps are for when that does not help. */
function rollbackFailed(error: unknown, { manualSteps }: RollbackRequest): SluiceError {
  const known = error instanceof SluiceError ? error : null;
  const why = error instanceof Error ? error.message : String(error);
  return new SluiceError('ROLL_001', `The rollback failed${known === null ? '' : ` (${known.code})`}: ${why}`, {
    cause: error,
    fix: known === null || known.fix === manualSteps ? manualSteps : `${known.fix}\nOtherwise:\n${manualSteps}`,
    ...(known === null ? {} : { details: { code: known.code, ...known.details } }),
  });
}

/** Restores, and says so at once: a later run that goes on must only compare. */
async function restoreOnce(
  { journal, emit }: StageContext,
  { started, restored, restore }: RollbackRequest,
): Promise<void> {
  if (restored) {
    emit({ level: 'info', scope: 'rollback', message: 'an earlier run had restored the backup already' });
    return;
  }
  await restore();
  await journal.append({ kind: 'restored', backupId: started.backupId ?? '' });
}

/** Compares the database with the point. False: there is no record to compare with. */
async function verifyRollback(context: StageContext, request: RollbackRequest): Promise<boolean> {
  const { journal, emit } = context;
  const { point } = request.started;
  if (point === null) {
    await journal.append({ kind: 'rollback-finished', verified: false, tablesCompared: 0 });
    emit({
      level: 'warning',
      scope: 'rollback',
      message: 'not verified: the journal has no record of the state to arrive at',
    });
    return false;
  }
  const { driver, signal } = context;
  const { differences, tablesCompared } = await differencesFrom(point, driver, signal, driver.traits.vanishing);
  await journal.append({ kind: 'rollback-finished', verified: differences.length === 0, tablesCompared });
  if (differences.length > 0) {
    throw new SluiceError(
      'ROLL_001',
      `The rollback ran, but the database differs from the state before: ${differences.join('; ')}.`,
      {
        fix: `If the application wrote to these tables meanwhile, compare the rows. Otherwise:\n${request.manualSteps}`,
        details: { differences },
      },
    );
  }
  emit({
    level: 'info',
    scope: 'rollback',
    message: `verified: schema and ${String(tablesCompared)} tables are as before`,
  });
  return true;
}

/** Clears away what failed statements left, such as an INVALID index: it belongs to no file that could be taken back. */
async function sweepFailed(context: StageContext, { partial, migrations }: RollbackRequest): Promise<void> {
  for (const { version, inFlight } of partial.values()) {
    const script = migrations.find((migration) => migration.version === version)?.up;
    const statement = inFlight === null ? undefined : script?.statements[inFlight.statement];
    if (inFlight === null || statement?.hash !== inFlight.hash) continue;
    const findings = await context.driver.apply.sweep(statement, limitsOf(context));
    if (findings.length > 0) await context.journal.append({ kind: 'recovered', runId: null, findings });
  }
}

/** Runs the down files of the versions that are still applied, and takes back half-done key migrations; newest first. */
async function takeBack(context: StageContext, request: RollbackRequest): Promise<void> {
  const applied = new Map((await context.driver.history.list()).map((row) => [row.version, row]));
  for (const version of request.started.versions) {
    const migration = request.migrations.find((candidate) => candidate.version === version);
    const down = migration?.down;
    const partial = request.partial.get(version);
    const undoes = !applied.has(version);
    if (undoes && (partial?.keys === undefined || !isHalfDone(partial))) continue;
    if (migration === undefined || down == null) {
      throw new SluiceError('ROLL_001', `There is no down file for version ${version}.`, { fix: request.manualSteps });
    }
    const halfDown = partial?.direction === 'down' ? partial : null;
    await applyScript(context, {
      version,
      name: migration.name,
      checksum: migration.checksum,
      direction: 'down',
      script: down,
      mode: applyMode(down, context.driver.traits, (statement) => context.driver.apply.classify(statement)),
      done: halfDown === null ? 0 : doneStatements(down, halfDown),
      inFlight: halfDown?.inFlight ?? null,
      warned: halfDown?.warned ?? null,
      keys: { resumes: halfDown?.keys !== undefined, undoes },
    });
    context.emit({ level: 'info', scope: 'rollback', message: `took back ${down.path}` });
  }
}
