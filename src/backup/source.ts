import { Readable } from 'node:stream';
import type { DumpSource } from '../driver.ts';
import { lockedBackup } from './locked.ts';
import type { BackupPart } from './manifest.ts';
import { readPart } from './part-reader.ts';
import { isLocked, type StoredBackup } from './stored-backup.ts';

/** One piece waits at most: of several, a reader would be given a copy in one. */
const ONE_PIECE = 1;

/** What became of the parts that a source handed out. */
export interface SourceWatch {
  /** Called when a part was read to its end and was what the manifest says. */
  readonly onIntact?: (part: string) => void;
  /** Called with the fault of a part; drivers tend to wrap it, or to report the program that it stopped. */
  readonly onFault?: (error: unknown) => void;
  /** Called as a part is read, with its plain bytes so far. */
  readonly onBytes?: (part: string, bytes: number) => void;
}

/**
 * Opens a backup's parts decrypted and decompressed. A stream ends only when the file and its content were exactly what the manifest
 * says; else it fails with `BACKUP_002` at the end, so whoever must not act on wrong data calls `verifyBackup` before.
 *
 * @throws SluiceError `BACKUP_003` when the backup is encrypted and there is no identity
 */
export function dumpSource(backup: StoredBackup, watch: SourceWatch = {}): DumpSource {
  const { manifest } = backup;
  if (isLocked(backup)) throw lockedBackup(manifest);
  return {
    parts: manifest.parts.map((part) => part.name),
    mode: manifest.mode,
    open(name) {
      const part = manifest.parts.find((one) => one.name === name);
      if (part === undefined) throw new Error(`The backup ${manifest.id} has no part ${name}.`);
      return Readable.from(watched(backup, part, watch), { objectMode: false, highWaterMark: ONE_PIECE });
    },
  };
}

async function* watched(backup: StoredBackup, part: BackupPart, watch: SourceWatch): AsyncGenerator<Buffer, void> {
  let bytes = 0;
  const chunks = readPart(backup, part);
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        watch.onFault?.(error);
        throw error;
      });
      if (next.done === true) break;
      bytes += next.value.length;
      watch.onBytes?.(part.name, bytes);
      yield next.value;
    }
  } finally {
    await chunks.return();
  }
  watch.onIntact?.(part.name);
}
