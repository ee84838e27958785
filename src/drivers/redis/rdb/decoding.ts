import { malformed, tooLarge } from './failure.ts';
import type { Input } from './input.ts';
import { lzfDecompress } from './lzf.ts';
import { storedInteger } from './strings.ts';

/** Decoding stops where it needs more bytes, says how many there have to be, and goes on when they are there. */
export type Decoding<T = void> = Generator<number, T, void>;

/** A packed value must be whole in memory to be read; servers keep them to some kilobytes unless they are told otherwise. */
const MAX_PACKED = 128 * 1024 * 1024;

/** A count or length. */
export function* length(input: Input): Decoding<number> {
  for (;;) {
    const value = input.takeLength();
    if (value >= 0) return value;
    yield input.available + 1;
  }
}

/** A number of 64 bits. */
export function* unsigned(input: Input): Decoding<bigint> {
  for (;;) {
    const value = input.takeUnsigned();
    if (value !== null) return value;
    yield input.available + 1;
  }
}

/** So many bytes. */
export function* raw(input: Input, size: number): Decoding<Buffer> {
  while (input.available < size) yield size;
  return input.take(size);
}

/** A time in milliseconds. */
export function* time(input: Input): Decoding<number> {
  const at = Number((yield* raw(input, 8)).readBigInt64LE(0));
  if (!Number.isSafeInteger(at)) throw malformed('a time is beyond all dates', input.offset);
  return at;
}

/** What stands before a byte string; see {@link Input.takeStringHeader}. */
export function* header(input: Input): Decoding {
  while (!input.takeStringHeader()) yield input.available + 1;
}

/** A byte string that has to be whole, and where it began. */
export function* packed(input: Input): Decoding<[bytes: Buffer, offset: number]> {
  yield* header(input);
  const { form, storedLength, plainLength, offset } = input;
  if (Math.max(storedLength, plainLength) > MAX_PACKED) {
    throw tooLarge('a packed value or a name of more than 128 MiB', offset);
  }
  while (input.available < storedLength) yield storedLength;
  if (form === 'raw') return [input.take(storedLength), offset];
  if (form === 'lzf') return [lzfDecompress(input.take(storedLength), plainLength, offset), offset];
  input.storedLength = storedLength;
  return [storedInteger(input), offset];
}
