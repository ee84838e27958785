import { malformed } from '../failure.ts';
import type { PackedItem, PackedReader } from './item.ts';

/** Total of bytes (4), count of elements (2). */
const HEADER_BYTES = 6;
const UNKNOWN_COUNT = 0xffff;
const END = 0xff;

/** A listpack: each element with a byte of kind before it and its length, read backwards, after it. */
export class Listpack implements PackedReader {
  readonly #bytes: Buffer;
  readonly #offset: number;
  readonly #last: number;
  readonly #count: number;
  #at = HEADER_BYTES;
  #seen = 0;

  /** @throws SluiceError `DATA_002` when its size is not the one that it states */
  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#last = bytes.length - 1;
    if (bytes.length < HEADER_BYTES + 1 || bytes.readUInt32LE(0) !== bytes.length || bytes[this.#last] !== END) {
      throw malformed('a listpack has another size than it states', offset);
    }
    this.#count = bytes.readUInt16LE(4);
  }

  next(): PackedItem | null {
    const at = this.#at;
    if (at === this.#last) {
      if (this.#count !== UNKNOWN_COUNT && this.#count !== this.#seen) {
        throw malformed('a listpack has another number of elements than it states', this.#offset);
      }
      return null;
    }
    const bytes = this.#bytes;
    const kind = bytes[at] as number;
    if (kind < 0x80) {
      this.#pass(1);
      return kind;
    }
    if (kind < 0xc0) return this.#string(1, kind & 0x3f);
    if (kind < 0xe0) {
      this.#pass(2);
      const value = ((kind & 0x1f) << 8) | (bytes[at + 1] as number);
      return value >= 4096 ? value - 8192 : value;
    }
    if (kind < 0xf0) return this.#string(2, ((kind & 0x0f) << 8) | (bytes[at + 1] as number));
    switch (kind) {
      case 0xf0:
        if (at + 5 > this.#last) throw this.#broken();
        return this.#string(5, bytes.readUInt32LE(at + 1));
      case 0xf1:
        this.#pass(3);
        return bytes.readInt16LE(at + 1);
      case 0xf2:
        this.#pass(4);
        return bytes.readIntLE(at + 1, 3);
      case 0xf3:
        this.#pass(5);
        return bytes.readInt32LE(at + 1);
      case 0xf4:
        this.#pass(9);
        return bytes.readBigInt64LE(at + 1);
      default:
        throw this.#broken();
    }
  }

  #string(before: number, length: number): Buffer {
    const start = this.#at + before;
    this.#pass(before + length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Passes over an element of this size and over the size behind it, seven bits a byte, the highest first. */
  #pass(size: number): void {
    const bytes = this.#bytes;
    let at = this.#at + size;
    if (at >= this.#last) throw this.#broken();
    let rest = size;
    let shift = 0;
    for (let high = size; high >= 128; high >>>= 7) shift += 7;
    if (at + shift / 7 >= this.#last) throw this.#broken();
    for (let first = true; shift >= 0; shift -= 7, first = false) {
      const part = Math.floor(rest / 2 ** shift);
      rest -= part * 2 ** shift;
      if (bytes[at++] !== (first ? part : part | 0x80)) throw this.#broken();
    }
    this.#at = at;
    this.#seen += 1;
  }

  #broken(): Error {
    return malformed('a listpack has an element that does not follow the format', this.#offset);
  }
}
