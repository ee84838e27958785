/**
 * The canonical digest of rows: the same on every engine, so that a copy or a backup can be compared
 * with its source without moving the data.
 *
 * A cell is `N` for NULL, else `V<octets>:<text>`: the length keeps a NULL apart from the text "N",
 * and one split of a row apart from another. A row is the MD5 of its cells in the order of the
 * table's columns. A table is the number of its rows and, as decimals, the sums of the first and of
 * the next 60 bits of their MD5s: a sum, because under XOR a row that occurs twice would vanish, and
 * 60 bits, because every engine can cut that many from a hex text and add them exactly.
 *
 * The text of a value:
 * - text: itself, in UTF-8; text that is not valid UTF-8: its very octets
 * - bytes: lower-case hex, without a prefix
 * - integers: decimal; booleans: `0` or `1`
 * - doubles: as ECMAScript's Number::toString writes them, so the shortest digits that read back as
 *   the same double: `0.1`, `3` (no `.0`), `0` for -0, `100000000000000000000` (1e20), `1e+21`,
 *   `1e-7` (from 1e-6 up without exponent), `Infinity`, `-Infinity`, `NaN`
 */
import { hash } from 'node:crypto';

/** A value as a driver reads it; bytes are always a `Uint8Array`, text that is not valid UTF-8 is {@link Octets}. */
export type CellValue = null | string | number | bigint | boolean | Uint8Array | Octets;

/** Text given by its octets, for text that no JavaScript string can hold exactly. */
export interface Octets {
  readonly octets: Uint8Array;
}

/** The canonical form of one cell. */
function cellText(value: Exclude<CellValue, Octets>): string {
  switch (typeof value) {
    case 'string':
      return `V${String(Buffer.byteLength(value))}:${value}`;
    case 'number':
    case 'bigint': {
      const text = String(value);
      return `V${String(text.length)}:${text}`;
    }
    case 'boolean':
      return value ? 'V1:1' : 'V1:0';
    default:
      return value === null ? 'N' : `V${String(value.byteLength * 2)}:${hex(value)}`;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

function isOctets(value: CellValue): value is Octets {
  return typeof value === 'object' && value !== null && 'octets' in value;
}

/** What is hashed for a row: text where it can be, because hashing a string is three times as fast. */
function rowContent(values: readonly CellValue[]): string | Uint8Array {
  let text = '';
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as CellValue;
    if (isOctets(value)) return rowOctets(values);
    text += cellText(value);
  }
  return text;
}

function rowOctets(values: readonly CellValue[]): Uint8Array {
  return Buffer.concat(
    values.flatMap((value) =>
      isOctets(value)
        ? [Buffer.from(`V${String(value.octets.byteLength)}:`), value.octets]
        : [Buffer.from(cellText(value))],
    ),
  );
}

/** The MD5 of a row, in hex. */
export function rowMd5(values: readonly CellValue[]): string {
  return hash('md5', rowContent(values), 'hex');
}

/** The first and the next 60 bits of an MD5 in hex, as a row adds them to its table's sums. */
export function halves(md5: string): readonly [bigint, bigint] {
  return [BigInt(`0x${md5.slice(0, 15)}`), BigInt(`0x${md5.slice(15, 30)}`)];
}

/** Rows after which the parts are carried over; up to 2^23 parts of 30 bits would stay exact. */
const FOLD = 2 ** 16;
const PART = 2n ** 30n;

/** Adds up MD5s, in any order. */
export class Md5Sum {
  #count = 0;
  #first = 0n;
  #second = 0n;
  // Each half is added as two parts of 30 bits in plain numbers: BigInt arithmetic per row would
  // cost more than the hash does.
  #firstHigh = 0;
  #firstLow = 0;
  #secondHigh = 0;
  #secondLow = 0;

  /** Adds one, given as sixteen characters of a byte each. */
  add(md5: string): void {
    const byte3 = md5.charCodeAt(3);
    const byte7 = md5.charCodeAt(7);
    const byte11 = md5.charCodeAt(11);
    this.#firstHigh += (md5.charCodeAt(0) << 22) | (md5.charCodeAt(1) << 14) | (md5.charCodeAt(2) << 6) | (byte3 >> 2);
    this.#firstLow +=
      ((byte3 & 3) << 28) |
      (md5.charCodeAt(4) << 20) |
      (md5.charCodeAt(5) << 12) |
      (md5.charCodeAt(6) << 4) |
      (byte7 >> 4);
    this.#secondHigh +=
      ((byte7 & 15) << 26) |
      (md5.charCodeAt(8) << 18) |
      (md5.charCodeAt(9) << 10) |
      (md5.charCodeAt(10) << 2) |
      (byte11 >> 6);
    this.#secondLow +=
      ((byte11 & 63) << 24) | (md5.charCodeAt(12) << 16) | (md5.charCodeAt(13) << 8) | md5.charCodeAt(14);
    this.#count += 1;
    if (this.#count % FOLD === 0) this.#fold();
  }

  get count(): number {
    return this.#count;
  }

  /** `<sum of the first 60 bits>:<sum of the next 60 bits>`, in decimal. */
  checksum(): string {
    this.#fold();
    return `${String(this.#first)}:${String(this.#second)}`;
  }

  #fold(): void {
    this.#first += BigInt(this.#firstHigh) * PART + BigInt(this.#firstLow);
    this.#second += BigInt(this.#secondHigh) * PART + BigInt(this.#secondLow);
    this.#firstHigh = this.#firstLow = this.#secondHigh = this.#secondLow = 0;
  }
}

/** Adds up the rows of a table, in any order. */
export class TableSum {
  readonly #sum = new Md5Sum();

  /** Adds one row, its values in the order of the table's columns. */
  add(values: readonly CellValue[]): void {
    this.#sum.add(hash('md5', rowContent(values), 'binary'));
  }

  get rows(): number {
    return this.#sum.count;
  }

  /** `<sum of the first 60 bits>:<sum of the next 60 bits>`, in decimal. */
  checksum(): string {
    return this.#sum.checksum();
  }
}
