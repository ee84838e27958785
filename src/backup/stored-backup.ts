import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SluiceError } from '../errors.ts';
import type { Keyring } from './age/keyring.ts';
import { fileError, systemCode } from './file-error.ts';
import {
  type BackupProof,
  formatManifest,
  type Manifest,
  MANIFEST_FILE,
  parseManifest,
  withVerdict,
} from './manifest.ts';
import { partialPath, releasePartial } from './partial.ts';
import { syncDirectory } from './sync-directory.ts';

/** A backup on disk. */
export interface StoredBackup {
  readonly manifest: Manifest;
  /** The folder that holds the manifest and the parts; absolute. */
  readonly directory: string;
  readonly manifestPath: string;
  /** What opens the parts of an encrypted backup; absent: nobody gave an identity. */
  readonly keys?: Keyring;
}

/** Whether the content of a backup cannot be read: it is encrypted, and there is no identity. */
export function isLocked({ manifest, keys }: StoredBackup): boolean {
  return manifest.encrypted && keys === undefined;
}

/** A manifest grows with the schema, not with the rows; a larger file is none, and is not read into memory. */
const LARGEST_MANIFEST_BYTES = 256 * 1024 * 1024;

/** What is wrong with a backup on disk: `BACKUP_002` naming the file. */
export function corrupt(
  path: string,
  problem: string,
  options: { cause?: unknown; details?: Record<string, unknown> } = {},
): SluiceError {
  return new SluiceError('BACKUP_002', `The backup file ${path} ${problem}.`, {
    cause: options.cause,
    details: { file: path, ...options.details },
  });
}

/**
 * Reads the manifest in a backup's folder and recomputes its digests; the parts are not read.
 *
 * @throws SluiceError `BACKUP_002` when it is missing, incomplete or changed, `PERM_001` when it may not be read
 */
export async function loadBackup(directory: string): Promise<StoredBackup> {
  const folder = resolve(directory);
  const manifestPath = join(folder, MANIFEST_FILE);
  const text = await readManifest(manifestPath);
  try {
    return { manifest: parseManifest(text), directory: folder, manifestPath };
  } catch (error) {
    throw corrupt(manifestPath, (error as Error).message, { cause: (error as Error).cause });
  }
}

async function readManifest(path: string): Promise<string> {
  const bytes = await readManifestBytes(path);
  try {
    // Strict, and with the byte order mark kept: a byte that decodes to nothing would go unnoticed.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw corrupt(path, 'is not UTF-8', { cause: error });
  }
}

async function readManifestBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_MANIFEST_BYTES) throw corrupt(path, `has ${size} bytes, too many for a manifest`);
    return await readFile(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      throw corrupt(path, 'is missing, so the backup was never completed', { cause: error });
    }
    throw fileError(error, { what: 'read the manifest', directory: dirname(path), otherwise: 'BACKUP_002' });
  }
}

/** Writes a file and flushes it, mode 0600; it must not exist. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Binds a verdict to a backup, atomically: the manifest is the old one or the new one. The new one is prepared beside
 * the backup's folder, because a killed process must not leave an unknown file inside it.
 *
 * @throws SluiceError `DISK_001`, `PERM_001`, else `BACKUP_001`
 */
export async function writeVerdict(backup: StoredBackup, verdict: 'checksum' | BackupProof): Promise<StoredBackup> {
  const manifest = withVerdict(backup.manifest, verdict);
  const parent = dirname(backup.directory);
  const partial = partialPath(parent, basename(backup.directory));
  try {
    await rm(partial, { force: true });
    await writeNewFile(partial, formatManifest(manifest));
    await rename(partial, backup.manifestPath);
    await syncDirectory(backup.directory);
  } catch (error) {
    await rm(partial, { force: true });
    throw fileError(error, { what: 'record the verification', directory: parent, otherwise: 'BACKUP_001' });
  } finally {
    releasePartial(partial);
  }
  return { ...backup, manifest };
}
