import { type FileHandle, open } from 'node:fs/promises';
import { addAbortSignal, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** Bytes read at a time. */
const PIECE_BYTES = 256 * 1024;

/**
 * Writes a file's content into a stream and ends it; resolves when the stream has finished. A stream of the file's own
 * would allocate a buffer for each piece, and gigabytes of them are garbage faster than it is collected. Two buffers
 * take turns instead: one is filled while the other is in use, so the stream must have used a piece up when it calls
 * its write back.
 *
 * @throws what the file or the stream fails with; the stream is destroyed then, as it is by the signal
 */
export async function sendFile(path: string, target: Writable, signal: AbortSignal): Promise<void> {
  addAbortSignal(signal, target);
  const ended = finished(target, { readable: false });
  // Awaited below, and may fail before.
  ended.catch(() => {});
  try {
    const file = await open(path);
    try {
      await sendAll(file, target);
    } finally {
      await file.close();
    }
    target.end();
  } catch (error) {
    target.destroy(error as Error);
    throw error;
  }
  await ended;
}

/** Stops early when the target is destroyed: nobody calls its last write back then. */
async function sendAll(file: FileHandle, target: Writable): Promise<void> {
  let isUsed = Promise.withResolvers<void>();
  isUsed.resolve();
  target.once('close', () => isUsed.resolve());
  const buffers = [Buffer.allocUnsafeSlow(PIECE_BYTES), Buffer.allocUnsafeSlow(PIECE_BYTES)] as const;
  for (let turn: 0 | 1 = 0; ; turn = turn === 0 ? 1 : 0) {
    const { bytesRead, buffer } = await file.read(buffers[turn], 0, PIECE_BYTES);
    await isUsed.promise;
    if (bytesRead === 0 || target.destroyed) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    isUsed = { promise, resolve, reject };
    target.write(buffer.subarray(0, bytesRead), () => resolve());
  }
}
