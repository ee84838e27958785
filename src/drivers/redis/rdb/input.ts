import { malformed } from './failure.ts';

/** How the next byte string is stored. */
export type StringForm = 'raw' | 'integer' | 'lzf';

const EMPTY = Buffer.alloc(0);
const TWO_32 = 2 ** 32;

/**
 * The bytes that are there, and how far they have been read. Every `take…` either takes all of what it reads or, when
 * that is not all there yet, takes nothing and says so.
 */
export class Input {
  bytes: Buffer = EMPTY;
  /** Index of the next byte in {@link bytes}. */
  position = 0;
  /** Where {@link bytes} begins in the whole. */
  #origin = 0;

  // What takeStringHeader found.
  form: StringForm = 'raw';
  /** Octets that are stored. */
  storedLength = 0;
  /** Octets of the string itself; of an integer: unknown, 0. */
  plainLength = 0;

  constructor(bytes: Buffer = EMPTY, origin = 0) {
    this.set(bytes, origin);
  }

  /** Goes on with other bytes, which begin at `origin` in the whole. */
  set(bytes: Buffer, origin: number): void {
    this.bytes = bytes;
    this.position = 0;
    this.#origin = origin;
  }

  /** Where the next byte is in the whole. */
  get offset(): number {
    return this.#origin + this.position;
  }

  get available(): number {
    return this.bytes.length - this.position;
  }

  /** Takes a length or count; -1 = not all there. Above 2^53 it cannot be true, and is refused. */
  takeLength(): number {
    const { bytes, position } = this;
    const left = bytes.length - position;
    if (left < 1) return -1;
    const first = bytes[position] as number;
    if (first < 0x40) {
      this.position = position + 1;
      return first;
    }
    if (first < 0x80) {
      if (left < 2) return -1;
      this.position = position + 2;
      return ((first & 0x3f) << 8) | (bytes[position + 1] as number);
    }
    if (first === 0x80) {
      if (left < 5) return -1;
      this.position = position + 5;
      return bytes.readUInt32BE(position + 1);
    }
    if (first === 0x81) {
      if (left < 9) return -1;
      const high = bytes.readUInt32BE(position + 1);
      if (high >= 2 ** 21) throw malformed('a length is beyond 2^53', this.offset);
      this.position = position + 9;
      return high * TWO_32 + bytes.readUInt32BE(position + 5);
    }
    throw malformed(`0x${first.toString(16)} is not the beginning of a length`, this.offset);
  }

  /** Takes a length that is a number of 64 bits, such as a part of a stream's id; null = not all there. */
  takeUnsigned(): bigint | null {
    if (this.bytes[this.position] !== 0x81) {
      const length = this.takeLength();
      return length < 0 ? null : BigInt(length);
    }
    if (this.available < 9) return null;
    const value = this.bytes.readBigUInt64BE(this.position + 1);
    this.position += 9;
    return value;
  }

  /** Passes over a length of up to 64 bits; false = not all there. */
  skipUnsigned(): boolean {
    if (this.bytes[this.position] !== 0x81) return this.takeLength() >= 0;
    if (this.available < 9) return false;
    this.position += 9;
    return true;
  }

  /** Takes what stands before a byte string: {@link form} and lengths; false = not all there. */
  takeStringHeader(): boolean {
    const { bytes, position } = this;
    if (position >= bytes.length) return false;
    const first = bytes[position] as number;
    if (first < 0xc0) {
      const length = this.takeLength();
      if (length < 0) return false;
      this.form = 'raw';
      this.storedLength = length;
      this.plainLength = length;
      return true;
    }
    if (first <= 0xc2) {
      this.position = position + 1;
      this.form = 'integer';
      this.storedLength = 1 << (first & 3);
      this.plainLength = 0;
      return true;
    }
    if (first !== 0xc3) throw malformed(`0x${first.toString(16)} is not the beginning of a byte string`, this.offset);
    this.position = position + 1;
    const stored = this.takeLength();
    const plain = stored < 0 ? -1 : this.takeLength();
    if (plain < 0) {
      this.position = position;
      return false;
    }
    this.form = 'lzf';
    this.storedLength = stored;
    this.plainLength = plain;
    return true;
  }

  /** The next `length` bytes, which are known to be there. */
  take(length: number): Buffer {
    const start = this.position;
    this.position = start + length;
    return this.bytes.subarray(start, start + length);
  }
}
