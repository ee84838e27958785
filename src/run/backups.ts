import { resolve } from 'node:path';
import { findBackup, listBackups, NEWEST, type Catalog } from '../backup/catalog.ts';
import type { StoredBackup } from '../backup/stored-backup.ts';
import { recordChecksum, verifyBackup } from '../backup/verify.ts';
import type { Inputs } from '../interface/inputs.ts';
import { backupDirectory } from './target.ts';
import type { RunContext } from './types.ts';

/** The backups in the configured folder; needs no database. */
export async function readBackups(inputs: Inputs, context: RunContext): Promise<Catalog> {
  return listBackups(resolve(context.workingDirectory, await backupDirectory(inputs, context)));
}

/**
 * Checks every byte of a backup again, and notes in its manifest that it was; needs no database.
 *
 * @throws SluiceError `BACKUP_002` when a byte differs, `BACKUP_003` when there is no such backup
 */
export async function checkBackup(inputs: Inputs, context: RunContext): Promise<StoredBackup> {
  const directory = resolve(context.workingDirectory, await backupDirectory(inputs, context));
  const backup = await findBackup(directory, inputs.backupId ?? NEWEST);
  await verifyBackup(backup, context.signal);
  return recordChecksum(backup, context.signal);
}

/** Backups for people, one a line. */
export function backupsText({ backups, broken }: Catalog): string {
  const lines = [
    ...backups.map(({ manifest }) => {
      const bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
      return `${manifest.id}  ${manifest.mode}  verified: ${manifest.verified}  ${String(bytes)} bytes  ${manifest.engine} ${manifest.serverVersion}`;
    }),
    ...broken.map(({ directory, error }) => `${directory}  not a backup: ${error.message}`),
  ];
  return lines.length === 0 ? 'no backups' : lines.join('\n');
}
