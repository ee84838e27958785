import { Input } from './input.ts';
import type { Dialect } from './layouts.ts';
import { plainString } from './strings.ts';

/**
 * What an RDB file is made of, in the order of the file. The `raw` of all entries, one after the other, is the file.
 * Buffers are views of what was read: who keeps one keeps the piece of the file around it.
 */
export type RdbEntry =
  | { readonly kind: 'header'; readonly raw: Buffer; readonly dialect: Dialect; readonly version: number }
  | { readonly kind: 'aux'; readonly raw: Buffer; readonly name: Buffer; readonly value: Buffer }
  | { readonly kind: 'function'; readonly raw: Buffer; readonly code: Buffer }
  /** Data of a module beside the keys. Where it is not `whole`, {@link RdbPiece}s follow. */
  | { readonly kind: 'module'; readonly raw: Buffer; readonly module: string; readonly whole: boolean }
  | { readonly kind: 'database'; readonly raw: Buffer; readonly db: number }
  /** How many keys follow in this database: a hint for the loader, which need not be true. */
  | { readonly kind: 'resize'; readonly raw: Buffer; readonly keys: number; readonly expiring: number }
  /** What a cluster's node notes about its slots. */
  | { readonly kind: 'slots'; readonly raw: Buffer }
  | RdbKey
  | RdbLargeKey
  | RdbPiece
  /** The end; `checked` = the file's checksum was there and right. */
  | { readonly kind: 'end'; readonly raw: Buffer; readonly checked: boolean };

/** The next bytes of the entry that is too large to be held; `last` = it ends with them. */
export interface RdbPiece {
  readonly kind: 'piece';
  readonly raw: Buffer;
  readonly last: boolean;
}

/** What is known of a key before its value is looked at. */
export interface KeyFacts {
  readonly db: number;
  readonly dialect: Dialect;
  /** The version of the format, as the file's header says. */
  readonly version: number;
  /** The number of the way in which the value is stored. */
  readonly type: number;
  readonly expiresAtMs: number | null;
  /** Seconds since the last use; null = not recorded. */
  readonly idle: number | null;
  /** Logarithmic counter of uses; null = not recorded. */
  readonly frequency: number | null;
}

/** Where in its bytes an entry's parts begin. */
export interface KeyPlaces {
  readonly start: number;
  readonly key: number;
  readonly value: number;
  readonly end: number;
}

class KeyEntry implements KeyFacts {
  readonly db: number;
  readonly dialect: Dialect;
  readonly version: number;
  readonly type: number;
  readonly expiresAtMs: number | null;
  readonly idle: number | null;
  readonly frequency: number | null;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #key: number;
  readonly #value: number;
  readonly #end: number;
  /** Where the value begins in the file. */
  readonly offset: number;

  constructor(facts: KeyFacts, bytes: Buffer, places: KeyPlaces, offset: number) {
    this.db = facts.db;
    this.dialect = facts.dialect;
    this.version = facts.version;
    this.type = facts.type;
    this.expiresAtMs = facts.expiresAtMs;
    this.idle = facts.idle;
    this.frequency = facts.frequency;
    this.#bytes = bytes;
    this.#start = places.start;
    this.#key = places.key;
    this.#value = places.value;
    this.#end = places.end;
    this.offset = offset;
  }

  /** The name of the key. Throws `DATA_002` where it is stored compressed and does not decompress. */
  get key(): Buffer {
    return plainString(new Input(this.#bytes.subarray(this.#key, this.#value), this.offset - this.#value + this.#key));
  }

  /** The name as it is stored, which may be compressed. */
  get storedKey(): Buffer {
    return this.#bytes.subarray(this.#key, this.#value);
  }

  /** The value as it is stored, without its type; of a large key: its first bytes. */
  get value(): Buffer {
    return this.#bytes.subarray(this.#value, this.#end);
  }

  get raw(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end);
  }
}

/** A key with its whole value. The Buffers are cut when they are asked for. */
export class RdbKey extends KeyEntry {
  readonly kind = 'key';
}

/** A key whose value is too large to be held: {@link RdbPiece}s follow, up to the last one. */
export class RdbLargeKey extends KeyEntry {
  readonly kind = 'large';
}
