import { malformed } from '../failure.ts';
import type { PackedItem, PackedReader } from './item.ts';

/** Total of bytes (4), place of the last element (4), count of elements (2). */
const HEADER_BYTES = 10;
const UNKNOWN_COUNT = 0xffff;
const END = 0xff;
/** Before the length of the element before, where that takes four bytes. */
const LONG = 0xfe;

/** A ziplist, the listpack of servers before version 7: each element with the size of the one before it. */
export class Ziplist implements PackedReader {
  readonly #bytes: Buffer;
  readonly #offset: number;
  readonly #last: number;
  readonly #count: number;
  #at = HEADER_BYTES;
  #before = 0;
  #seen = 0;

  /** @throws SluiceError `DATA_002` when its size is not the one that it states */
  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#last = bytes.length - 1;
    if (bytes.length < HEADER_BYTES + 1 || bytes.readUInt32LE(0) !== bytes.length || bytes[this.#last] !== END) {
      throw malformed('a ziplist has another size than it states', offset);
    }
    this.#count = bytes.readUInt16LE(8);
  }

  next(): PackedItem | null {
    const bytes = this.#bytes;
    const start = this.#at;
    if (start === this.#last) {
      if (this.#count !== UNKNOWN_COUNT && this.#count !== this.#seen) {
        throw malformed('a ziplist has another number of elements than it states', this.#offset);
      }
      return null;
    }
    const short = bytes[start] as number;
    const long = short === LONG;
    // Whatever is read below is checked against the end by #take; the header behind `start` is at most ten bytes.
    if (start + (long ? 5 : 1) >= this.#last) throw this.#broken();
    if ((long ? bytes.readUInt32LE(start + 1) : short) !== this.#before) throw this.#broken();
    this.#at = start + (long ? 5 : 1);
    const item = this.#item();
    this.#before = this.#at - start;
    this.#seen += 1;
    return item;
  }

  #item(): PackedItem {
    const bytes = this.#bytes;
    const at = this.#at;
    const kind = bytes[at] as number;
    switch (kind >> 6) {
      case 0:
        return this.#string(1, kind & 0x3f);
      case 1:
        return this.#string(2, ((kind & 0x3f) << 8) | (bytes[at + 1] as number));
      case 2:
        if (kind !== 0x80 || at + 5 > this.#last) throw this.#broken();
        return this.#string(5, bytes.readUInt32BE(at + 1));
    }
    switch (kind) {
      case 0xc0:
        return bytes.readInt16LE(this.#integer(2));
      case 0xd0:
        return bytes.readInt32LE(this.#integer(4));
      case 0xe0:
        return bytes.readBigInt64LE(this.#integer(8));
      case 0xf0:
        return bytes.readIntLE(this.#integer(3), 3);
      case 0xfe:
        return bytes.readInt8(this.#integer(1));
    }
    if (kind < 0xf1 || kind > 0xfd) throw this.#broken();
    this.#at = at + 1;
    return (kind & 0x0f) - 1;
  }

  #string(header: number, length: number): Buffer {
    const start = this.#at + header;
    if (start + length > this.#last) throw this.#broken();
    this.#at = start + length;
    return this.#bytes.subarray(start, start + length);
  }

  /** Passes over an integer of so many bytes and returns where it is. */
  #integer(size: number): number {
    const start = this.#at + 1;
    if (start + size > this.#last) throw this.#broken();
    this.#at = start + size;
    return start;
  }

  #broken(): Error {
    return malformed('a ziplist has an element that does not follow the format', this.#offset);
  }
}
