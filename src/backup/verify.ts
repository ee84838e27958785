import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from './file-error.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { readToEnd } from './part-reader.ts';
import { corrupt, loadBackup, type StoredBackup, writeVerdict } from './stored-backup.ts';

/**
 * Holds a backup's folder against its manifest without looking at the parts: the manifest on disk still is the one
 * given, and nothing lies beside it but the parts' files.
 *
 * @throws SluiceError `BACKUP_002`
 */
export async function verifyInventory(backup: StoredBackup): Promise<void> {
  const { manifest, directory, manifestPath } = backup;
  const stored = await loadBackup(directory);
  if (stored.manifest.digest !== manifest.digest) {
    throw corrupt(
      manifestPath,
      `is of another backup: expected the digest ${manifest.digest}, found ${stored.manifest.digest}`,
    );
  }
  const names = await readdir(directory).catch((error: unknown) => {
    throw fileError(error, { what: 'read the backup', directory, otherwise: 'BACKUP_002' });
  });
  const expected = new Set([MANIFEST_FILE, ...manifest.parts.map((part) => part.file)]);
  const extra = names.find((name) => !expected.has(name));
  if (extra !== undefined) throw corrupt(join(directory, extra), 'does not belong to the backup');
}

/**
 * Reads every stored file to its end and compares its size, its SHA-256, and the size and SHA-256 of what it decompresses
 * to; files that the manifest does not name count as corruption too. Of an encrypted backup without an identity, only the
 * files as they are stored can be compared: see `isLocked`.
 *
 * @throws SluiceError `BACKUP_002` naming the file, what was expected and what was found; `BACKUP_003` when the identity
 *   is not one that the backup was encrypted to
 */
export async function verifyBackup(backup: StoredBackup, signal?: AbortSignal): Promise<void> {
  await verifyInventory(backup);
  for (const part of backup.manifest.parts) await readToEnd(backup, part, signal);
}

/**
 * Verifies a backup as {@link verifyBackup} does and notes in its manifest that it was intact; a proof by restoring says
 * more and stays.
 *
 * @throws SluiceError `BACKUP_002`; `DISK_001`, `PERM_001` or `BACKUP_001` when it cannot be noted
 */
export async function recordChecksum(backup: StoredBackup, signal?: AbortSignal): Promise<StoredBackup> {
  await verifyBackup(backup, signal);
  return backup.manifest.verified === 'none' ? writeVerdict(backup, 'checksum') : backup;
}
