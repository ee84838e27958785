import { malformed } from '../failure.ts';
import type { PackedReader } from './item.ts';

const LONG = 254;
const END = 255;

/** A zipmap, the small hash of servers before version 2.6: field and value by turns; a value may have unused bytes. */
export class Zipmap implements PackedReader {
  readonly #bytes: Buffer;
  readonly #offset: number;
  readonly #last: number;
  #at = 1;
  #seen = 0;

  /** @throws SluiceError `DATA_002` when it does not end as a zipmap does */
  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#last = bytes.length - 1;
    if (bytes.length < 2 || bytes[this.#last] !== END) throw this.#broken();
  }

  next(): Buffer | null {
    const bytes = this.#bytes;
    const isValue = this.#seen % 2 === 1;
    if (this.#at === this.#last) {
      const count = bytes[0] as number;
      if (isValue || (count < LONG && count !== this.#seen / 2)) throw this.#broken();
      return null;
    }
    let at = this.#at;
    let length = bytes[at++] as number;
    if (length === END || (length === LONG && at + 4 > this.#last)) throw this.#broken();
    if (length === LONG) {
      length = bytes.readUInt32LE(at);
      at += 4;
    }
    const unused = isValue ? (bytes[at++] ?? 0) : 0;
    if (at + length + unused > this.#last) throw this.#broken();
    this.#at = at + length + unused;
    this.#seen += 1;
    return bytes.subarray(at, at + length);
  }

  #broken(): Error {
    return malformed('a zipmap does not follow the format', this.#offset);
  }
}
