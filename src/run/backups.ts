import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { findBackup, listBackups, NEWEST, type Catalog } from '../backup/catalog.ts';
import { isLocked, type StoredBackup } from '../backup/stored-backup.ts';
import { withKeys } from '../backup/unlock.ts';
import { recordChecksum } from '../backup/verify.ts';
import { SluiceError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import { prove } from './backup.ts';
import type { OpenTarget } from './execution.ts';
import { keysOf } from './identity.ts';
import { backupDirectory } from './target.ts';
import type { RunContext } from './types.ts';

/** A backup as lists show it. */
export type ListedBackup = Catalog['backups'][number];

/** A folder that should be a backup and is none. */
export type BrokenBackup = Catalog['broken'][number];

/** The backups in the configured folder; needs no database. */
export async function readBackups(inputs: Inputs, context: RunContext): Promise<Catalog> {
  return listBackups(resolve(context.workingDirectory, await backupDirectory(inputs, context)));
}

/**
 * Checks every byte of a backup again, and notes in its manifest that it was; needs no database. Of an encrypted backup, only the files as they are stored are checked where no identity is given.
 *
 * @throws SluiceError `BACKUP_002` when a byte differs, `BACKUP_003` when there is no such backup, or the identity is not
 *   one that it was encrypted to
 */
export async function checkBackup(inputs: Inputs, context: RunContext): Promise<StoredBackup> {
  const directory = resolve(context.workingDirectory, await backupDirectory(inputs, context));
  const keys = await keysOf(inputs);
  const backup = withKeys(
    await findBackup(directory, inputs.backupId ?? NEWEST, undefined, context.workingDirectory),
    keys,
  );
  return recordChecksum(backup, context.signal);
}

/**
 * Restores a backup into a scratch database and compares it, as when it was taken; needs the database for its server.
 *
 * @throws SluiceError as {@link checkBackup}, and `BACKUP_003` when the copy differs or the database is of another engine
 */
export async function proveAgain(open: OpenTarget): Promise<StoredBackup> {
  const { target, inputs, context, driver } = open;
  const found = await findBackup(
    target.backupDirectory,
    inputs.backupId ?? NEWEST,
    ({ manifest }) => manifest.engine === driver.engine,
    context.workingDirectory,
  );
  const { id, engine } = found.manifest;
  if (engine !== driver.engine) {
    throw new SluiceError('BACKUP_003', `The backup ${id} is one of ${engine}, and the database is ${driver.engine}.`, {
      fix: 'Name a database of the same engine: the scratch database is made on its server.',
    });
  }
  return prove(open, withKeys(found, await keysOf(inputs)));
}

/** Whether the folder has a backup of this id, or there is one at this path, whole or not. */
export async function hasBackup(inputs: Inputs, context: RunContext, which: string): Promise<boolean> {
  const { backups, broken } = await readBackups(inputs, context);
  if (backups.some(({ manifest }) => manifest.id === which)) return true;
  if (broken.some(({ directory }) => basename(directory) === which)) return true;
  return stat(resolve(context.workingDirectory, which)).then(
    () => true,
    () => false,
  );
}

/** What {@link checkBackup} has found, for people. */
export function checkedText(backup: StoredBackup): string {
  const { id, verified } = backup.manifest;
  return isLocked(backup)
    ? `${id}: every file is as it was stored (verified: ${verified}); it is encrypted, and its content was not decrypted, because no identity was given`
    : `${id}: every byte is as it was written (verified: ${verified})`;
}

/** A folder that should be a backup and is none, for people, in one line. */
export function brokenText({ directory, error }: BrokenBackup): string {
  return `${directory}  not a backup: ${error.message}`;
}
