import { Crc64 } from './crc64.ts';
import { type KeyFacts, RdbKey, RdbLargeKey, type RdbEntry } from './entries.ts';
import { malformed, tooLarge, unsupported } from './failure.ts';
import { Input } from './input.ts';
import {
  CHECKED_SINCE,
  FOREIGN_NAMES,
  type Format,
  FORMATS,
  type Layout,
  NEWEST_REDIS,
  OPCODES,
  VALKEY,
} from './layouts.ts';
import { moduleName } from './module-name.ts';
import { Skeleton } from './skeleton.ts';
import { plainString } from './strings.ts';

const HEADER_BYTES = 9;
const HEADER: Layout = [HEADER_BYTES];
const KEY: Layout = ['string'];
const MAX_DATABASE = 2 ** 31 - 1;

/** Names, functions and notes are always held whole; nothing that a server writes comes near. */
const MAX_HELD = 64 * 1024 * 1024;

/** Values up to this are handed out whole. */
export const WHOLE_BYTES = 16 * 1024 * 1024;

/** What is being passed over. */
type Stage = 'header' | 'opcode' | 'attribute' | 'key' | 'value' | 'note' | 'ended';

const NOTHING = Buffer.alloc(0);
/** What a server writes that was told not to compute checksums. */
const UNCHECKED = Buffer.alloc(8);

/**
 * Finds the entries of an RDB file in bytes that come piece by piece. It holds the bytes of the entry that it is in, up
 * to `wholeBytes`, and beyond that hands the entry out in pieces: so a file of any size, with values of any size, takes
 * a few times `wholeBytes` at most. A length in the file is never believed: memory is only taken for bytes that came.
 */
export class RdbParser {
  readonly #wholeBytes: number;
  readonly #input = new Input();
  readonly #skeleton = new Skeleton();
  readonly #crc = new Crc64();
  #format: Format = FORMATS.redis;
  #version = 0;
  #db = 0;
  #stage: Stage = 'header';
  /** The opcode or type that the entry, or the part of it that is being passed over, began with. */
  #code = 0;

  /** Bytes of the entry from earlier pieces, where it is not whole in this one. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Where the rest of the entry begins in the present piece. */
  #from = 0;
  /** The last bytes of the piece before, which could not be taken yet: a few at most. */
  #tail: Buffer | null = null;
  /** Bytes that have been taken before the present piece, so that offsets are those of the file. */
  #origin = 0;
  /** The rest of the entry is handed out in pieces. */
  #inPieces = false;
  /** The checksum has all that it counts. */
  #sealed = false;

  // Of the key that is being read; places count from the beginning of the entry.
  #attributeAt = 0;
  #keyAt = 0;
  #valueAt = 0;
  #expiresAtMs: number | null = null;
  #idle: number | null = null;
  #frequency: number | null = null;

  constructor(wholeBytes = WHOLE_BYTES) {
    this.#wholeBytes = wholeBytes;
    this.#skeleton.start(HEADER);
  }

  /** The end of the file has been reached. */
  get ended(): boolean {
    return this.#stage === 'ended';
  }

  /**
   * Takes the next bytes of the file and adds the entries that end in them to `entries`.
   *
   * @throws SluiceError `DATA_002` for whatever cannot be read on; the entries before it have been added
   */
  push(bytes: Buffer, entries: RdbEntry[]): void {
    const input = this.#input;
    input.set(this.#tail === null ? bytes : Buffer.concat([this.#tail, bytes]), this.#origin);
    this.#tail = null;
    this.#from = 0;
    while (this.#stage !== 'ended' && this.#next(entries));
    if (this.#stage === 'ended') {
      if (input.available > 0) throw malformed('there are bytes after the end of the file', input.offset);
      return;
    }
    this.#keep(entries);
  }

  /** Says that no more bytes will come. @throws SluiceError `DATA_002` when the end of the file was not reached */
  finish(): void {
    if (this.#stage !== 'ended') {
      throw malformed('it ends in the middle', this.#origin + (this.#tail?.length ?? 0));
    }
  }

  /** Goes on by one part of an entry; false = more bytes are needed. */
  #next(entries: RdbEntry[]): boolean {
    if (this.#stage === 'opcode') return this.#begin();
    if (!this.#skeleton.advance(this.#input)) return false;
    switch (this.#stage) {
      case 'header':
        entries.push(this.#header());
        this.#done();
        return true;
      case 'attribute':
        this.#attribute();
        this.#stage = 'opcode';
        return true;
      case 'key':
        this.#valueAt = this.#length();
        this.#stage = 'value';
        this.#skeleton.start(this.#format.types[this.#code]?.layout ?? KEY);
        return true;
      case 'value':
        entries.push(this.#inPieces ? this.#piece(true) : this.#key());
        this.#done();
        return true;
      default:
        if (this.#inPieces) entries.push(this.#piece(true));
        else this.#note(entries);
        if (this.#code !== OPCODES.end) this.#done();
        return true;
    }
  }

  /** Takes the byte that says what follows; false = it is not there yet. */
  #begin(): boolean {
    const input = this.#input;
    if (input.available < 1) return false;
    const code = input.bytes[input.position] as number;
    const hasAttributes = this.#length() > 0;
    const type = this.#format.types[code];
    const layout = this.#format.opcodes[code];
    this.#code = code;
    if (type !== undefined) {
      input.position += 1;
      this.#stage = 'key';
      this.#keyAt = this.#length();
      this.#skeleton.start(KEY);
    } else if (layout === undefined) {
      throw this.#unknown(code);
    } else if (isAttribute(code)) {
      input.position += 1;
      this.#stage = 'attribute';
      this.#attributeAt = this.#length();
      this.#skeleton.start(layout);
    } else {
      if (hasAttributes) throw malformed('an expiry is not followed by a key', input.offset);
      input.position += 1;
      this.#stage = 'note';
      this.#skeleton.start(layout);
      if (code === OPCODES.end) this.#seal();
    }
    return true;
  }

  /** The checksum counts up to the opcode of the end, and not itself. */
  #seal(): void {
    this.#count();
    this.#sealed = true;
    if (this.#version < CHECKED_SINCE) this.#skeleton.start([]);
  }

  /** Adds what was taken of the present piece since the last entry to the checksum. */
  #count(): void {
    if (!this.#sealed) this.#crc.update(this.#input.bytes, this.#from, this.#input.position);
  }

  /** How much of the entry has been passed over. */
  #length(): number {
    return this.#heldBytes + this.#input.position - this.#from;
  }

  /** The entry has ended: what follows belongs to the next one. */
  #done(): void {
    this.#count();
    this.#from = this.#input.position;
    this.#held = [];
    this.#heldBytes = 0;
    this.#inPieces = false;
    this.#expiresAtMs = null;
    this.#idle = null;
    this.#frequency = null;
    this.#stage = 'opcode';
  }

  /** At the end of a piece: holds what belongs to the entry, or hands it out where it has become too large. */
  #keep(entries: RdbEntry[]): void {
    const input = this.#input;
    const { bytes, position } = input;
    if (position > this.#from) {
      const part = bytes.subarray(this.#from, position);
      this.#count();
      if (this.#inPieces) {
        entries.push({ kind: 'piece', raw: part, last: false });
      } else {
        this.#held.push(part);
        this.#heldBytes += part.length;
      }
    }
    this.#origin += position;
    this.#tail = position < bytes.length ? bytes.subarray(position) : null;
    input.set(NOTHING, this.#origin);
    this.#from = 0;
    if (this.#inPieces || this.#heldBytes <= this.#wholeBytes) return;
    if (this.#stage === 'value') {
      entries.push(
        new RdbLargeKey(this.#facts(), this.#bytes(), this.#places(), this.#origin - this.#heldBytes + this.#valueAt),
      );
    } else if (this.#code === OPCODES.moduleAux && this.#stage === 'note') {
      entries.push(this.#module(false));
    } else {
      if (this.#heldBytes > MAX_HELD) throw tooLarge('a name, a function or a note of more than 64 MiB', this.#origin);
      return;
    }
    this.#held = [];
    this.#heldBytes = 0;
    this.#inPieces = true;
  }

  /** The bytes of the entry so far, in one. */
  #bytes(): Buffer {
    const part = this.#input.bytes.subarray(this.#from, this.#input.position);
    return this.#heldBytes === 0 ? part : Buffer.concat([...this.#held, part]);
  }

  #piece(last: boolean): RdbEntry {
    return { kind: 'piece', raw: this.#input.bytes.subarray(this.#from, this.#input.position), last };
  }

  #header(): RdbEntry {
    const raw = this.#bytes();
    const text = raw.toString('latin1');
    const redis = /^REDIS(?<version>\d{4})$/.exec(text)?.groups?.['version'];
    const valkey = /^VALKEY(?<version>\d{3})$/.exec(text)?.groups?.['version'];
    if (redis === undefined && valkey === undefined) {
      throw malformed('it does not begin as an RDB file does, with REDIS or VALKEY and a version', 0);
    }
    this.#version = Number(redis ?? valkey);
    const known = redis === undefined ? this.#version === VALKEY : this.#version >= 1 && this.#version <= NEWEST_REDIS;
    if (!known) throw unsupported(`the format ${text}`, 0, { version: this.#version });
    this.#format = FORMATS[redis === undefined ? 'valkey' : 'redis'];
    return { kind: 'header', raw, dialect: this.#format.dialect, version: this.#version };
  }

  #attribute(): void {
    const bytes = this.#bytes();
    const input = new Input(bytes.subarray(this.#attributeAt), this.#input.offset);
    switch (this.#code) {
      case OPCODES.expiresMs: {
        const at = Number(input.bytes.readBigInt64LE(0));
        if (!Number.isSafeInteger(at)) throw malformed('a time of expiry is beyond all dates', this.#input.offset);
        this.#expiresAtMs = at;
        break;
      }
      case OPCODES.expiresSeconds:
        this.#expiresAtMs = input.bytes.readInt32LE(0) * 1000;
        break;
      case OPCODES.idle:
        this.#idle = input.takeLength();
        break;
      default:
        this.#frequency = input.bytes[0] as number;
    }
  }

  #facts(): KeyFacts {
    return {
      db: this.#db,
      dialect: this.#format.dialect,
      version: this.#version,
      type: this.#code,
      expiresAtMs: this.#expiresAtMs,
      idle: this.#idle,
      frequency: this.#frequency,
    };
  }

  #key(): RdbEntry {
    const offset = this.#input.offset - this.#length() + this.#valueAt;
    if (this.#heldBytes > 0) return new RdbKey(this.#facts(), this.#bytes(), this.#places(), offset);
    // Views of the piece are only cut when somebody asks for them.
    const start = this.#from;
    const places = { start, key: start + this.#keyAt, value: start + this.#valueAt, end: this.#input.position };
    return new RdbKey(this.#facts(), this.#input.bytes, places, offset);
  }

  /** In {@link #bytes}. */
  #places(): { readonly start: number; readonly key: number; readonly value: number; readonly end: number } {
    return { start: 0, key: this.#keyAt, value: this.#valueAt, end: this.#length() };
  }

  #module(whole: boolean): RdbEntry {
    const raw = this.#bytes();
    const id = new Input(raw.subarray(1)).takeUnsigned() ?? 0n;
    return { kind: 'module', raw, module: moduleName(id), whole };
  }

  /** Everything that is no key, by its opcode. */
  #note(entries: RdbEntry[]): void {
    if (this.#code === OPCODES.end) {
      entries.push(this.#end());
      return;
    }
    const raw = this.#bytes();
    const input = new Input(raw.subarray(1), this.#input.offset - raw.length + 1);
    switch (this.#code) {
      case OPCODES.aux:
        entries.push({ kind: 'aux', raw, name: plainString(input), value: plainString(input) });
        break;
      case OPCODES.function:
        entries.push({ kind: 'function', raw, code: plainString(input) });
        break;
      case OPCODES.moduleAux:
        entries.push(this.#module(true));
        break;
      case OPCODES.database:
        this.#db = input.takeLength();
        if (this.#db > MAX_DATABASE) throw malformed(`there is no database ${String(this.#db)}`, input.offset);
        entries.push({ kind: 'database', raw, db: this.#db });
        break;
      case OPCODES.resize:
        entries.push({ kind: 'resize', raw, keys: input.takeLength(), expiring: input.takeLength() });
        break;
      default:
        entries.push({ kind: 'slots', raw });
    }
  }

  #end(): RdbEntry {
    const raw = this.#bytes();
    this.#stage = 'ended';
    const checked = raw.length > 1 && !raw.subarray(1).equals(UNCHECKED);
    if (checked && !this.#crc.matches(raw, 1)) {
      throw malformed('the checksum of the file is not that of its content', this.#input.offset - raw.length + 1);
    }
    return { kind: 'end', raw, checked };
  }

  #unknown(code: number): Error {
    const name = FOREIGN_NAMES[this.#format.dialect][code];
    const what = `${name ?? 'an entry of an unknown kind'} (${String(code)})`;
    return unsupported(what, this.#input.offset, { type: code, dialect: this.#format.dialect });
  }
}

function isAttribute(code: number): boolean {
  return code >= OPCODES.idle && code <= OPCODES.expiresSeconds && code !== OPCODES.aux && code !== OPCODES.resize;
}
