import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { endOfHeader, LONGEST_HEADER_BYTES } from './age/decrypt.ts';
import type { Keyring } from './age/keyring.ts';
import type { StoredBackup } from './stored-backup.ts';

/** A header to a few recipients. */
const FIRST_BYTES = 4096;

/** The same backup with the keys that its parts are read with; null = none. A backup that is not encrypted needs none. */
export function withKeys({ keys: _keys, ...backup }: StoredBackup, keys: Keyring | null): StoredBackup {
  return keys === null || !backup.manifest.encrypted ? backup : { ...backup, keys };
}

/**
 * Whether a backup's keys open every one of its parts; only the headers are read. A part that cannot be read is not
 * opened either: `verifyBackup` says what is wrong with it.
 */
export async function isOpenedByKeys({ manifest, directory, keys }: StoredBackup): Promise<boolean> {
  if (!manifest.encrypted) return true;
  if (keys === undefined) return false;
  try {
    for (const part of manifest.parts) {
      if ((await keys.fileKey(await readHeader(join(directory, part.file)))) === null) return false;
    }
    return true;
  } catch {
    return false;
  }
}

async function readHeader(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    for (let size = FIRST_BYTES; ; size *= 4) {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size), position: 0 });
      const bytes = buffer.subarray(0, bytesRead);
      if (endOfHeader(bytes) !== -1 || bytesRead < size || size >= LONGEST_HEADER_BYTES) return bytes;
    }
  } finally {
    await file.close();
  }
}
