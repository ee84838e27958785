import { malformed } from './failure.ts';

/** A byte of control can stand for at most 264 octets with the two bytes after it. */
const MOST_PER_BYTE = 88;

/** How far back a copy may reach. */
export const LZF_WINDOW = 8192;

/** Whether so many compressed bytes could at all become so many octets: asked before memory is taken. */
export function lzfPossible(stored: number, plain: number): boolean {
  return plain > 0 && plain <= stored * MOST_PER_BYTE;
}

/**
 * Decompresses the whole of `bytes` into `length` octets. The length is checked by walking through the control bytes
 * first, so that no memory is taken for what is not there.
 *
 * @throws SluiceError `DATA_002`
 */
export function lzfDecompress(bytes: Buffer, length: number, offset: number): Buffer {
  if (!lzfPossible(bytes.length, length) || lzfLength(bytes) !== length) throw broken(offset);
  const output = Buffer.allocUnsafe(length);
  let from = 0;
  let to = 0;
  while (from < bytes.length) {
    const control = bytes[from++] as number;
    if (control < 32) {
      const end = from + control + 1;
      while (from < end) output[to++] = bytes[from++] as number;
    } else {
      let count = control >> 5;
      if (count === 7) count += bytes[from++] as number;
      count += 2;
      let source = to - ((control & 31) << 8) - (bytes[from++] as number) - 1;
      if (source < 0) throw broken(offset);
      // A copy may overlap what it writes, so it goes byte by byte.
      const end = to + count;
      while (to < end) output[to++] = output[source++] as number;
    }
  }
  return output;
}

/** How many octets the bytes become; -1 = they are cut. */
function lzfLength(bytes: Buffer): number {
  let length = 0;
  let at = 0;
  while (at < bytes.length) {
    const control = bytes[at] as number;
    if (control < 32) {
      at += control + 2;
      length += control + 1;
    } else if (control < 224) {
      at += 2;
      length += (control >> 5) + 2;
    } else {
      length += 9 + (bytes[at + 1] ?? 0);
      at += 3;
    }
  }
  return at === bytes.length ? length : -1;
}

/** The error for compressed bytes that are not what they are said to be. */
export function broken(offset: number): Error {
  return malformed('a compressed byte string does not decompress to the length that it should have', offset);
}
