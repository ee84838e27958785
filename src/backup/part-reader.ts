import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { SluiceError } from '../errors.ts';
import { relay, release } from '../relay.ts';
import { ForOthersError } from './age/decrypt.ts';
import type { Keyring } from './age/keyring.ts';
import { fileError, systemCode } from './file-error.ts';
import type { BackupPart } from './manifest.ts';
import { Meter } from './meter.ts';
import { lockedBackup, wrongIdentity } from './locked.ts';
import { corrupt, isLocked, type StoredBackup } from './stored-backup.ts';
import { decodeSteps } from './transforms.ts';

/** Small pieces, so that few of them wait: see `QUEUE_BYTES`. */
const READ_BYTES = 128 * 1024;

/**
 * Reads a part as the driver wrote it, and measures the stored file on the way. It ends only when both were exactly
 * what the manifest says: a reader that saw the end has seen the right content.
 *
 * @throws SluiceError `BACKUP_002` naming the file, what was expected and what was found; `BACKUP_003` when the backup is
 *   encrypted, and there is no identity or none that opens it; the signal's reason when it is aborted
 */
export async function* readPart(
  backup: StoredBackup,
  part: BackupPart,
  signal?: AbortSignal,
): AsyncGenerator<Buffer, void> {
  signal?.throwIfAborted();
  const path = join(backup.directory, part.file);
  const keys = keysOf(backup);
  await checkSize(path, part);

  const stored = new Meter();
  const plain = new Meter();
  const file = createReadStream(path, { highWaterMark: READ_BYTES, ...(signal === undefined ? {} : { signal }) });
  const output = decode(file, keys, (piece) => stored.update(piece));
  const chunks = output[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  try {
    for (;;) {
      // Only the reading is guarded: what a consumer throws into this generator is not a fault of the file.
      const next = await chunks.next().catch(async (error: unknown) => {
        signal?.throwIfAborted();
        if (systemCode(error) !== null) throw unreadable(error, path);
        throw await explain(backup, part, plain, error);
      });
      if (next.done === true) break;
      plain.update(next.value);
      if (plain.bytes > part.plainBytes) break;
      yield next.value;
    }
  } finally {
    output.destroy();
    // Whoever removes the folder next needs the file to be closed.
    if (!file.closed) await new Promise<void>((resolve) => file.once('close', resolve));
  }
  const intact =
    plain.bytes === part.plainBytes && stored.sha256() === part.sha256 && plain.sha256() === part.plainSha256;
  if (!intact) throw await explain(backup, part, plain);
}

/** What a stored file decrypts and decompresses to. A failure of any step destroys the output with it. */
function decode(file: Readable, keys: Keyring | null, onStored: (piece: Buffer) => void): Readable {
  let last = file;
  for (const step of decodeSteps(keys)) {
    relay(last, step, last === file ? onStored : undefined).catch(() => {});
    last = step;
  }
  return last;
}

/** What decrypts; null when nothing is to be decrypted. */
function keysOf({ manifest, keys }: StoredBackup): Keyring | null {
  if (!manifest.encrypted) return null;
  if (keys === undefined) throw lockedBackup(manifest);
  return keys;
}

/**
 * Reads a part for the sake of the check alone; throws as {@link readPart} does. Where the backup is encrypted and there
 * is no identity, the file is checked as it is stored, and its content is not seen.
 */
export async function readToEnd(backup: StoredBackup, part: BackupPart, signal?: AbortSignal): Promise<void> {
  if (!isLocked(backup)) {
    for await (const piece of readPart(backup, part, signal)) release(piece);
    return;
  }
  const path = join(backup.directory, part.file);
  signal?.throwIfAborted();
  await checkSize(path, part);
  const fault = storedFault(path, part, await measureFile(path, signal));
  if (fault !== null) throw fault;
}

/** Before a byte is handed out: a file that was cut or grew is known by its size. */
async function checkSize(path: string, part: BackupPart): Promise<void> {
  const entry = await lstat(path).catch((error: unknown) => {
    throw systemCode(error) === 'ENOENT' ? corrupt(path, 'is missing', { cause: error }) : unreadable(error, path);
  });
  if (!entry.isFile()) throw corrupt(path, 'is not a regular file');
  if (entry.size !== part.bytes) throw mismatch(path, 'bytes', part.bytes, entry.size);
}

function mismatch(
  path: string,
  what: string,
  expected: string | number,
  found: string | number,
  cause?: unknown,
): SluiceError {
  return corrupt(path, `is not what was written: expected ${expected} ${what}, found ${found}`, {
    cause,
    details: { expected, found },
  });
}

function unreadable(error: unknown, path: string): SluiceError {
  return fileError(error, { what: `read the backup file ${path}`, directory: dirname(path), otherwise: 'BACKUP_002' });
}

/** How a file differs from what was stored; null when it does not. */
function storedFault(path: string, part: BackupPart, stored: Meter, cause?: unknown): SluiceError | null {
  if (stored.bytes !== part.bytes) return mismatch(path, 'bytes', part.bytes, stored.bytes, cause);
  return stored.sha256() === part.sha256 ? null : mismatch(path, 'as SHA-256', part.sha256, stored.sha256(), cause);
}

async function measureFile(path: string, signal?: AbortSignal): Promise<Meter> {
  const stored = new Meter();
  try {
    const file = createReadStream(path, { highWaterMark: READ_BYTES, ...(signal === undefined ? {} : { signal }) });
    for await (const chunk of file) stored.update(chunk as Buffer);
  } catch (error) {
    signal?.throwIfAborted();
    throw unreadable(error, path);
  }
  return stored;
}

/** Says how a part differs. Reads the whole file once more, because decoding may have stopped anywhere in it. */
async function explain(
  { manifest, directory }: StoredBackup,
  part: BackupPart,
  plain: Meter,
  cause?: unknown,
): Promise<SluiceError> {
  const path = join(directory, part.file);
  const fault = storedFault(path, part, await measureFile(path), cause);
  if (fault !== null) return fault;
  if (cause instanceof ForOthersError) return wrongIdentity(manifest);
  if (cause !== undefined) {
    return corrupt(path, manifest.encrypted ? 'cannot be decrypted and decompressed' : 'cannot be decompressed', {
      cause,
    });
  }
  if (plain.bytes !== part.plainBytes) return mismatch(path, 'decompressed bytes', part.plainBytes, plain.bytes);
  return mismatch(path, 'as SHA-256 of the decompressed content', part.plainSha256, plain.sha256());
}
