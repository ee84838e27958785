import { malformed } from '../failure.ts';

/** An element of a packed value: bytes, or an integer that was stored as one. */
export type PackedItem = Buffer | number | bigint;

/** A packed value, element by element. */
export interface PackedReader {
  /** The next element; null = there are no more. Throws `DATA_002` where the bytes are not what they should be. */
  next(): PackedItem | null;
}

/** The element as bytes: of an integer, its decimal text. */
export function itemBytes(item: PackedItem): Buffer {
  return Buffer.isBuffer(item) ? item : Buffer.from(String(item), 'latin1');
}

/** The element as an integer. @throws SluiceError `DATA_002` when it is none */
export function itemInteger(item: PackedItem | null, offset: number): bigint {
  if (typeof item === 'number') return BigInt(item);
  if (typeof item === 'bigint') return item;
  const text = item?.toString('latin1') ?? '';
  if (!/^-?\d{1,20}$/.test(text)) throw malformed('a packed value has no integer where one should be', offset);
  return BigInt(text);
}
