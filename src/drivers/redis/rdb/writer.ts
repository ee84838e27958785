import { Crc64 } from './crc64.ts';
import { unsupported } from './failure.ts';
import { CHECKED_SINCE, type Dialect, FORMATS, OPCODES } from './layouts.ts';
import { openPayload } from './payload.ts';

/** Bytes are gathered up to this before they are handed out. */
const CHUNK_BYTES = 256 * 1024;

/** What stands before a key. */
export interface KeyHead {
  readonly db: number;
  readonly expiresAtMs: number | null;
  /** Seconds since the last use. */
  readonly idle?: number | null;
  readonly frequency?: number | null;
}

/**
 * Writes an RDB file that a server loads: notes and functions first, then the keys, and {@link RdbWriter.end}. What is
 * written becomes ready in chunks, which {@link RdbWriter.take} hands out; whoever takes after each key keeps memory small.
 */
export class RdbWriter {
  readonly #version: number;
  readonly #dialect: Dialect;
  readonly #crc = new Crc64();
  #parts: Buffer[] = [];
  #bytes = 0;
  #db: number | null = null;
  /** The checksum has been written, and counts nothing more. */
  #sealed = false;

  constructor(version: number, dialect: Dialect = 'redis') {
    this.#version = version;
    this.#dialect = dialect;
    const digits = String(version);
    this.#write(
      Buffer.from(dialect === 'redis' ? `REDIS${digits.padStart(4, '0')}` : `VALKEY${digits.padStart(3, '0')}`),
    );
  }

  /** A note, such as `redis-ver`; a name that begins with `%` is logged by the server that loads it. */
  aux(name: string, value: string): void {
    this.#opcode(OPCODES.aux);
    this.#string(Buffer.from(name));
    this.#string(Buffer.from(value));
  }

  /** A library of functions, as FUNCTION LIST shows its code. */
  function(code: Buffer): void {
    this.#opcode(OPCODES.function);
    this.#string(code);
  }

  /** What follows belongs to this database; with counts, the server that loads it makes room for so many keys at once. */
  database(db: number, counts?: { readonly keys: number; readonly expiring: number }): void {
    if (db !== this.#db) {
      this.#db = db;
      this.#opcode(OPCODES.database);
      this.#write(encodedLength(db));
    }
    if (counts === undefined) return;
    this.#opcode(OPCODES.resize);
    this.#write(encodedLength(counts.keys));
    this.#write(encodedLength(counts.expiring));
  }

  /**
   * A key as DUMP gave it.
   *
   * @throws SluiceError `DATA_002` when the payload is damaged, or in a newer format than the file is
   */
  dumped(head: KeyHead, key: Buffer, payload: Buffer): void {
    const { type, version, dialect, value } = openPayload(payload);
    const known = FORMATS[this.#dialect].types[type] === FORMATS[dialect].types[type];
    if (version > this.#version || !known) {
      throw unsupported(`a value in version ${String(version)} in a file of version ${String(this.#version)}`, 0, {
        version,
      });
    }
    this.stored(head, type, encodedString(key), value);
  }

  /** A key of which name and value are as an RDB file holds them; more of the value may follow by {@link raw}. */
  stored(head: KeyHead, type: number, storedKey: Buffer, value: Buffer): void {
    this.database(head.db);
    if (head.expiresAtMs !== null) {
      const expiry = Buffer.allocUnsafe(9);
      expiry[0] = OPCODES.expiresMs;
      expiry.writeBigInt64LE(BigInt(head.expiresAtMs), 1);
      this.#write(expiry);
    }
    if (head.idle != null) {
      this.#opcode(OPCODES.idle);
      this.#write(encodedLength(head.idle));
    }
    if (head.frequency != null) this.#write(Buffer.from([OPCODES.frequency, head.frequency]));
    this.#opcode(type);
    this.#write(storedKey);
    this.#write(value);
  }

  /** Bytes that belong into the file as they are. */
  raw(bytes: Buffer): void {
    this.#write(bytes);
  }

  /** The end, with the checksum. */
  end(): void {
    this.#opcode(OPCODES.end);
    if (this.#version < CHECKED_SINCE) return;
    for (const part of this.#parts) this.#crc.update(part);
    const checksum = Buffer.alloc(8);
    this.#crc.write(checksum, 0);
    this.#write(checksum);
    this.#sealed = true;
  }

  /** What is ready: null as long as it is little, unless `all` is asked for, as after the {@link end}. */
  take(all = false): Buffer | null {
    if (this.#bytes === 0 || (!all && this.#bytes < CHUNK_BYTES)) return null;
    const chunk = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    if (!this.#sealed) this.#crc.update(chunk);
    this.#parts = [];
    this.#bytes = 0;
    return chunk;
  }

  #opcode(code: number): void {
    this.#write(OPCODE_BYTES.subarray(code, code + 1));
  }

  #string(bytes: Buffer): void {
    this.#write(encodedLength(bytes.length));
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
  }
}

const OPCODE_BYTES = Buffer.from(Array.from({ length: 256 }, (_, code) => code));

/** A length, in the shortest form. */
export function encodedLength(length: number): Buffer {
  if (length < 2 ** 6) return Buffer.from([length]);
  if (length < 2 ** 14) return Buffer.from([0x40 | (length >> 8), length & 255]);
  if (length < 2 ** 32) {
    const bytes = Buffer.from([0x80, 0, 0, 0, 0]);
    bytes.writeUInt32BE(length, 1);
    return bytes;
  }
  const bytes = Buffer.from([0x81, 0, 0, 0, 0, 0, 0, 0, 0]);
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

/** A byte string as it is, with its length before it. */
export function encodedString(bytes: Buffer): Buffer {
  return Buffer.concat([encodedLength(bytes.length), bytes]);
}
