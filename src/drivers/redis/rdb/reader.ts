import type { RdbEntry } from './entries.ts';
import { RdbParser, WHOLE_BYTES } from './parser.ts';

/** Pieces are cut to this, so that a batch of entries stays small whatever the source hands out. */
const PIECE_BYTES = 1024 * 1024;

/** How an RDB file is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Values up to this are handed out whole, larger ones in pieces. */
  readonly wholeBytes?: number;
}

/**
 * The entries of an RDB file, in batches. A batch is what ended in a piece of at most 1 MiB of the source, and keeps that
 * piece in memory; larger entries are held up to `wholeBytes` (16 MiB unless said otherwise) and then come as a
 * {@link RdbLargeKey} and its {@link RdbPiece}s. So memory does not grow with the file, nor with what it claims.
 *
 * @throws SluiceError `DATA_002` with the byte's place, after the entries before it: cut, damaged or unknown data, a newer
 *   format, bytes after the end, a wrong checksum; the signal's reason when it is aborted
 */
export async function* readRdb(
  source: AsyncIterable<Buffer>,
  { signal, wholeBytes = WHOLE_BYTES }: ReadOptions = {},
): AsyncGenerator<readonly RdbEntry[], void> {
  const parser = new RdbParser(wholeBytes);
  for await (const bytes of source) {
    for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
      signal?.throwIfAborted();
      const batch: RdbEntry[] = [];
      let failure: { readonly error: unknown } | null = null;
      try {
        parser.push(bytes.subarray(start, start + PIECE_BYTES), batch);
      } catch (error) {
        failure = { error };
      }
      if (batch.length > 0) yield batch;
      if (failure !== null) throw failure.error;
    }
  }
  signal?.throwIfAborted();
  parser.finish();
}
