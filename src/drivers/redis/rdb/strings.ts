import { malformed } from './failure.ts';
import type { Input } from './input.ts';
import { lzfDecompress } from './lzf.ts';

/** The integer that a byte string was stored as; it is known to be there. */
export function storedInteger(input: Input): Buffer {
  const { bytes, position, storedLength } = input;
  input.position = position + storedLength;
  return Buffer.from(String(bytes.readIntLE(position, storedLength)), 'latin1');
}

/**
 * Reads a byte string in any form from bytes that hold the whole of it: integers as their decimal text, compressed
 * strings decompressed.
 *
 * @throws SluiceError `DATA_002`
 */
export function plainString(input: Input): Buffer {
  if (!input.takeStringHeader() || input.available < input.storedLength) {
    throw malformed('it ends in the middle of a byte string', input.offset);
  }
  if (input.form === 'integer') return storedInteger(input);
  if (input.form === 'raw') return input.take(input.storedLength);
  const { offset, plainLength } = input;
  return lzfDecompress(input.take(input.storedLength), plainLength, offset);
}
