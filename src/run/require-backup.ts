import { isOpenedByKeys, withKeys } from '../backup/unlock.ts';
import type { Manifest } from '../backup/manifest.ts';
import { verifyBackup } from '../backup/verify.ts';
import type { StoredBackup } from '../backup/stored-backup.ts';
import type { VerifyLevel } from '../config/types.ts';
import { SluiceError } from '../errors.ts';
import type { RollbackPoint } from '../journal/entries.ts';
import { few } from '../checks/result.ts';
import { schemaDifferences } from '../stages/rollback-point.ts';
import { pastedCommand } from '../stages/pasted-command.ts';
import { fingerprintObjects, type ObjectHash } from '../plan/fingerprint.ts';
import { chooseBackup } from './choose-backup.ts';
import type { Execution } from './execution.ts';

/** How much each level proves. */
const LEVELS: readonly VerifyLevel[] = ['none', 'checksum', 'restore'];

/** Proves a backup that was not, or not by restoring. */
function proofCommand({ target }: Execution, { id, encrypted }: Manifest): string {
  return pastedCommand('backup verify', target.environment, {
    verify: 'restore',
    identity: encrypted ? 'FILE' : undefined,
    'backup-id': id,
  });
}

/** A backup that was fetched is gone by the time somebody follows the fix. */
function ifElsewhere({ id }: Manifest): string {
  return `If only a workflow run has it, download it first (\`gh run download --name sluice-backup-${id} --dir ${id}\`): backup-id also takes the path of its folder.`;
}

/** What the run needs of a backup: the input, else what protects a protected environment. */
function requiredBackup({ inputs, target }: Execution): VerifyLevel {
  return inputs.requireBackup ?? (target.environment?.protected === true ? 'restore' : 'none');
}

/**
 * Holds a backup against the level of proof that is required. Where none is, an unproven one is only named.
 *
 * @throws SluiceError `BACKUP_003`
 */
export function refuseUnproven(
  execution: Execution,
  { manifest }: StoredBackup,
  purpose: 'restore' | 'fall-back' = 'fall-back',
): void {
  const required = requiredBackup(execution);
  const { id, verified } = manifest;
  if (LEVELS.indexOf(verified) < LEVELS.indexOf(required)) {
    throw new SluiceError(
      'BACKUP_003',
      `The backup ${id} is verified by “${verified}”, and this run requires “${required}”.`,
      {
        fix: `${purpose === 'restore' ? 'Prove it' : 'Take a new backup with `verify: restore` and pass its backup-id, or prove this one'}: \`${proofCommand(execution, manifest)}\`. ${purpose === 'restore' ? 'Then run the same command again. ' : ''}${ifElsewhere(manifest)}`,
      },
    );
  }
  if (verified === 'restore') return;
  execution.context.emit({
    level: 'warning',
    scope: 'backup',
    message: `the backup ${id} was never restored to prove it (verified: ${verified})`,
  });
}

/**
 * The backup that a run can fall back to: the one that was named, else the newest; null when none is
 * required and none fits.
 *
 * @param objects the schema that the backup must hold
 * @param backupId the backup that was named; undefined = the newest
 *
 * @throws SluiceError `BACKUP_003` when a required backup is missing, not proven as required, or of
 *   another state of the schema, or is encrypted to others than the identity that was given;
 *   `BACKUP_002` when it is corrupt
 */
export async function backupForRun(
  execution: Execution,
  objects: readonly ObjectHash[],
  backupId: string | undefined,
): Promise<StoredBackup | null> {
  const { context } = execution;
  if (requiredBackup(execution) === 'none' && backupId === undefined) return fittingBackup(execution, objects);
  const backup = await chooseBackup(execution, backupId, 'fall-back');
  refuseUnproven(execution, backup);
  const { id } = backup.manifest;
  const differences = schemaDifferences(backup.manifest.objects, objects);
  if (differences.length > 0) {
    throw new SluiceError(
      'BACKUP_003',
      `The backup ${id} is of another schema than the database has now: ${few(differences)}.`,
      {
        fix: 'Take a new backup of the database as it is now (`sluice backup`), and pass its backup-id.',
      },
    );
  }
  await verifyBackup(backup, context.signal);
  return backup;
}

/**
 * The backup that a run which goes on with a cut-off one can fall back to: one of the state before the cut-off one. A
 * backup that was named may also be of the half-way state that the database is in now, as when the steps of a workflow
 * are run again: then it is held against the level of proof, and the earlier one stays the way back, if it is there.
 *
 * @param present the schema as it is now
 * @throws SluiceError as {@link backupForRun}
 */
export async function backupToContinue(
  execution: Execution,
  point: RollbackPoint,
  present: readonly ObjectHash[],
): Promise<StoredBackup | null> {
  const { inputs, context } = execution;
  const named = inputs.backupId;
  if (named === undefined || named === point.backupId || !(await isHalfWay(execution, named, point, present))) {
    return backupForRun(execution, point.objects, named ?? point.backupId ?? undefined);
  }
  const halfWay = await chooseBackup(execution, named, 'fall-back');
  refuseUnproven(execution, halfWay);
  await verifyBackup(halfWay, context.signal);
  return earlierBackup(execution, point);
}

/** Whether a backup holds what a cut-off run left, and not what it began with. */
async function isHalfWay(
  execution: Execution,
  named: string,
  point: RollbackPoint,
  present: readonly ObjectHash[],
): Promise<boolean> {
  const { objects } = (await chooseBackup(execution, named, 'fall-back')).manifest;
  return schemaDifferences(objects, point.objects).length > 0 && schemaDifferences(objects, present).length === 0;
}

/** Null, and said: it is not here, or cannot be used. The run goes on all the same, as another backup was demanded and is there. */
async function earlierBackup(execution: Execution, { backupId, objects }: RollbackPoint): Promise<StoredBackup | null> {
  if (backupId === null) return null;
  try {
    return await backupForRun(execution, objects, backupId);
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code === 'CONF_001') throw error;
    execution.context.emit({
      level: 'warning',
      scope: 'backup',
      message: `if this run fails, it is taken back by down files only: the backup ${backupId} of the state before cannot be used here. ${error.message}`,
    });
    return null;
  }
}

/** The newest backup of this very schema, if there is one; nobody asked for it, so its absence is no failure. */
async function fittingBackup(execution: Execution, objects: readonly ObjectHash[]): Promise<StoredBackup | null> {
  try {
    const backup = await chooseBackup(execution, undefined, 'fall-back');
    if (backup.manifest.schemaFingerprint !== fingerprintObjects(objects)) return null;
    // An identity that is there for another backup is as good as none.
    return (await isOpenedByKeys(backup)) ? backup : withKeys(backup, null);
  } catch (error) {
    if (error instanceof SluiceError && error.code !== 'CONF_001') return null;
    throw error;
  }
}
