/** CRC-64 as Redis computes it (Jones; reflected, starts at 0, nothing added at the end). */
const POLYNOMIAL = 0x95ac9329ac4bc9b5n;

/** Bytes taken in one step. */
const SLICES = 8;

/** `LOW[slice * 256 + byte]` and `HIGH[…]`: what a byte that is `slice` bytes from the end of a step adds. */
const LOW = new Int32Array(SLICES * 256);
const HIGH = new Int32Array(SLICES * 256);

for (let byte = 0; byte < 256; byte++) {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) value = (value & 1n) === 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
  LOW[byte] = Number(value & 0xffffffffn);
  HIGH[byte] = Number(value >> 32n);
}
for (let index = 256; index < LOW.length; index++) {
  const low = LOW[index - 256] as number;
  const high = HIGH[index - 256] as number;
  LOW[index] = ((low >>> 8) | (high << 24)) ^ (LOW[low & 255] as number);
  HIGH[index] = (high >>> 8) ^ (HIGH[low & 255] as number);
}

/** A CRC-64 in the making, as two halves of 32 bits: BigInt arithmetic per byte would cost a hundred times as much. */
export class Crc64 {
  #low = 0;
  #high = 0;

  /** Goes on with the bytes from `start` up to `end`. */
  update(bytes: Uint8Array, start = 0, end = bytes.length): this {
    let low = this.#low;
    let high = this.#high;
    let at = start;
    for (const last = end - SLICES; at <= last; at += SLICES) {
      low ^=
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
      high ^=
        (bytes[at + 4] as number) |
        ((bytes[at + 5] as number) << 8) |
        ((bytes[at + 6] as number) << 16) |
        ((bytes[at + 7] as number) << 24);
      const a = 1792 + (low & 255);
      const b = 1536 + ((low >>> 8) & 255);
      const c = 1280 + ((low >>> 16) & 255);
      const d = 1024 + (low >>> 24);
      const e = 768 + (high & 255);
      const f = 512 + ((high >>> 8) & 255);
      const g = 256 + ((high >>> 16) & 255);
      const h = high >>> 24;
      low =
        (LOW[a] as number) ^
        (LOW[b] as number) ^
        (LOW[c] as number) ^
        (LOW[d] as number) ^
        (LOW[e] as number) ^
        (LOW[f] as number) ^
        (LOW[g] as number) ^
        (LOW[h] as number);
      high =
        (HIGH[a] as number) ^
        (HIGH[b] as number) ^
        (HIGH[c] as number) ^
        (HIGH[d] as number) ^
        (HIGH[e] as number) ^
        (HIGH[f] as number) ^
        (HIGH[g] as number) ^
        (HIGH[h] as number);
    }
    for (; at < end; at++) {
      const index = (low ^ (bytes[at] as number)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ (LOW[index] as number);
      high = (high >>> 8) ^ (HIGH[index] as number);
    }
    this.#low = low;
    this.#high = high;
    return this;
  }

  /** Whether the eight bytes at `offset` are this sum, the lowest byte first. */
  matches(bytes: Buffer, offset: number): boolean {
    return bytes.readInt32LE(offset) === this.#low && bytes.readInt32LE(offset + 4) === this.#high;
  }

  /** Writes the eight bytes at `offset`, the lowest byte first. */
  write(bytes: Buffer, offset: number): void {
    bytes.writeInt32LE(this.#low, offset);
    bytes.writeInt32LE(this.#high, offset + 4);
  }
}
