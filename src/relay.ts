import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * Passes everything on and ends the target; resolves when the target has finished. A failure of either, and the end of a
 * target that was destroyed, destroys the other with the same error.
 *
 * The memory of each piece is given back as soon as the target has used it up. Left to the collection of garbage,
 * which hardly runs where few objects are made, pieces pile up to 64 MB, and the C library keeps what that has
 * fragmented to the end of the process. So the source must hand its pieces to nobody else, and the target must have used
 * a piece up when it calls its write back: one that passes its input on, as a PassThrough does, is none.
 *
 * @param onPiece sees each piece before the target does
 */
export async function relay(
  source: Readable,
  target: Writable,
  onPiece: (piece: Buffer) => void = () => {},
): Promise<void> {
  const ended = finished(target, { readable: false });
  // Awaited below, and may fail before.
  ended.catch(() => {});
  let used = Promise.withResolvers<void>();
  // Nobody calls the last write of a destroyed stream back.
  const onClose = (): void => used.resolve();
  target.once('close', onClose);
  try {
    for await (const piece of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      onPiece(piece);
      used = Promise.withResolvers();
      if (!target.destroyed) target.write(piece, () => used.resolve());
      else used.resolve();
      await used.promise;
      // Throws, and leaves the piece alone: the target may not be done with it.
      if (target.destroyed) await ended;
      release(piece);
    }
    target.end();
    await ended;
  } catch (error) {
    for (const stream of [source, target]) {
      // It is thrown here; without a listener it would also end the process.
      stream.on('error', () => {});
      stream.destroy(error as Error);
    }
    throw error;
  } finally {
    target.off('close', onClose);
  }
}

/**
 * Gives the memory of a piece back at once; the piece is empty then. Streams cut their pieces from one block after the
 * other, so the piece that reaches to the end of its block is the last of it. Small ones may lie in Node's own pool.
 */
export function release({ buffer, byteOffset, byteLength }: Buffer): void {
  if (
    buffer instanceof ArrayBuffer &&
    buffer.byteLength > Buffer.poolSize &&
    byteOffset + byteLength === buffer.byteLength
  )
    buffer.transfer(0);
}
