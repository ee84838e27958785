import { malformed } from '../failure.ts';
import type { PackedItem, PackedReader } from './item.ts';

/** Bytes of an integer (4), count of integers (4). */
const HEADER_BYTES = 8;

/** A set of integers of the same size. */
export class Intset implements PackedReader {
  readonly #bytes: Buffer;
  readonly #size: number;
  #at = HEADER_BYTES;

  /** @throws SluiceError `DATA_002` when its size is not the one that it states */
  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.#size = bytes.length < HEADER_BYTES ? 0 : bytes.readUInt32LE(0);
    const known = this.#size === 2 || this.#size === 4 || this.#size === 8;
    if (!known || HEADER_BYTES + bytes.readUInt32LE(4) * this.#size !== bytes.length) {
      throw malformed('a set of integers has another size than it states', offset);
    }
  }

  next(): PackedItem | null {
    const at = this.#at;
    if (at === this.#bytes.length) return null;
    this.#at = at + this.#size;
    if (this.#size === 2) return this.#bytes.readInt16LE(at);
    return this.#size === 4 ? this.#bytes.readInt32LE(at) : this.#bytes.readBigInt64LE(at);
  }
}
