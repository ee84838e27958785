/**
 * The canonical digest of a key: the same whatever encoding its value is stored in, from an RDB file, from a DUMP payload
 * and so from a live server of any version.
 *
 * It is the MD5 of these parts, each framed as `V<octets>:<bytes>`, null as `N`: the key's name, the name of the type,
 * the expiry in milliseconds or null, and
 * - string: its bytes
 * - list: its elements in order
 * - set, hash, sorted set: the number of members and the sums of the halves of their MD5s, as in `src/checksum`; a member
 *   is its framed bytes, of a hash field and value and, where the field expires, when; of a sorted set the member and its
 *   score as the eight bytes of the double in hex, −0 being 0
 * - stream: each entry (id, number of fields, fields and values); the last id, the highest deleted id, the number of
 *   entries ever added; each group (name, last id, entries read), its pending entries (id, time and number of deliveries),
 *   and its consumers (name, the ids of their pending entries). When a consumer was last seen is left out: it changes
 *   without the data.
 * - module: its name and the MD5 of its bytes
 */
import { createHash, type Hash } from 'node:crypto';
import { Md5Sum } from '../../../checksum/row-digest.ts';
import { decodeValue } from './decode.ts';
import { type StoredValue, visitValue } from './decode-whole.ts';
import type { RdbKey, RdbLargeKey, RdbPiece } from './entries.ts';
import { FrameHash } from './frame-hash.ts';
import { Piecewise } from './piecewise.ts';
import type { RdbTypeName, RdbValue, StreamEntry, StreamId, StreamValue } from './value.ts';
import type { ValueVisitor } from './visitor.ts';

const NOTHING = Buffer.alloc(0);
const DOUBLE = Buffer.alloc(8);

/** Digests a key part by part. */
class KeyDigest implements ValueVisitor {
  readonly #whole = new FrameHash();
  readonly #member = new FrameHash();
  /** Where the next byte string goes. */
  #target = this.#whole;
  #sum: Md5Sum | null = null;
  #key: Buffer = NOTHING;
  #expiresAtMs: number | null = null;
  /** The bytes of a module's value. */
  #module: Hash | null = null;

  /** Begins with another key. */
  start(key: Buffer, expiresAtMs: number | null): this {
    this.#whole.reset();
    this.#member.reset();
    this.#key = key;
    this.#expiresAtMs = expiresAtMs;
    this.#module = null;
    return this;
  }

  begin(type: RdbTypeName): void {
    const unordered = type === 'set' || type === 'hash' || type === 'zset';
    this.#sum = unordered ? new Md5Sum() : null;
    this.#target = unordered ? this.#member : this.#whole;
    this.#whole.text(this.#key);
    this.#whole.word(type);
    this.#whole.word(this.#expiresAtMs === null ? null : String(this.#expiresAtMs));
  }

  text(bytes: Buffer): void {
    this.#target.text(bytes);
  }

  open(length: number): void {
    this.#target.open(length);
  }

  chunk(bytes: Buffer): void {
    this.#target.bytes(bytes);
  }

  score(score: number): void {
    // −0 and 0 are one score.
    DOUBLE.writeDoubleBE(score + 0);
    this.#target.word(DOUBLE.toString('hex'));
  }

  expiry(atMs: number): void {
    this.#target.word(String(atMs));
  }

  item(): void {
    this.#sum?.add(this.#member.end('binary'));
  }

  entry(id: StreamId, fields: StreamEntry['fields']): void {
    this.#whole.word(id);
    this.#whole.word(String(fields.length));
    for (const [field, value] of fields) {
      this.#whole.text(field);
      this.#whole.text(value);
    }
  }

  stream(lastId: StreamId, maxDeletedId: StreamId, entriesAdded: bigint): void {
    this.#whole.word(lastId);
    this.#whole.word(maxDeletedId);
    this.#whole.word(String(entriesAdded));
  }

  group(name: Buffer, lastId: StreamId, entriesRead: bigint | null): void {
    this.#whole.word('group');
    this.#whole.text(name);
    this.#whole.word(lastId);
    this.#whole.word(entriesRead === null ? null : String(entriesRead));
  }

  pending(id: StreamId, deliveredAtMs: number, deliveries: bigint): void {
    this.#whole.word('pending');
    this.#whole.word(id);
    this.#whole.word(String(deliveredAtMs));
    this.#whole.word(String(deliveries));
  }

  consumer(name: Buffer): void {
    this.#whole.word('consumer');
    this.#whole.text(name);
  }

  owned(id: StreamId): void {
    this.#whole.word('owned');
    this.#whole.word(id);
  }

  module(name: string): void {
    this.#whole.word(name);
    this.#module = createHash('md5');
  }

  raw(bytes: Buffer): void {
    this.#module?.update(bytes);
  }

  /** In hex. */
  end(): string {
    if (this.#module !== null) this.#whole.word(this.#module.digest('hex'));
    if (this.#sum !== null) {
      this.#whole.word(String(this.#sum.count));
      for (const half of this.#sum.checksum().split(':')) this.#whole.word(half);
    }
    return this.#whole.end('hex');
  }
}

// One is enough for all that is digested in one go.
const digest = new KeyDigest();

/** The digest of a decoded key, in hex. */
export function keyDigest(key: Buffer, expiresAtMs: number | null, value: RdbValue): string {
  show(value, digest.start(key, expiresAtMs));
  return digest.end();
}

/** The digest of a key whose value is as it was stored, without decoding it first: the same as {@link keyDigest}, faster. */
export function storedDigest(key: Buffer, expiresAtMs: number | null, value: StoredValue): string {
  visitValue(value, digest.start(key, expiresAtMs));
  return digest.end();
}

/** The digest of a key of an RDB file. @throws SluiceError `DATA_002` when its value is damaged */
export function entryDigest(key: RdbKey): string {
  return storedDigest(key.key, key.expiresAtMs, key);
}

/**
 * The digest of a key whose value comes in pieces. Strings are digested as they come; of packed values (listpacks) as much
 * is held as one of them has.
 */
export class LargeKeyDigest {
  readonly #digest: KeyDigest;
  readonly #decoding: Piecewise;

  constructor(key: RdbLargeKey) {
    this.#digest = new KeyDigest().start(key.key, key.expiresAtMs);
    this.#decoding = new Piecewise((input) => decodeValue(key.type, key.dialect, input, this.#digest), key.offset);
    this.#decoding.push(key.value);
  }

  /** The next piece; the digest when it was the last. @throws SluiceError `DATA_002` when the value is damaged */
  push({ raw, last }: RdbPiece): string | null {
    this.#decoding.push(raw);
    if (!last) return null;
    this.#decoding.finish();
    return this.#digest.end();
  }
}

/** Shows a decoded value to a visitor, as decoding would have. */
function show(value: RdbValue, visitor: KeyDigest): void {
  visitor.begin(value.type);
  switch (value.type) {
    case 'string':
      visitor.text(value.bytes);
      break;
    case 'list':
      for (const element of value.elements) visitor.text(element);
      break;
    case 'set':
      for (const member of value.members) {
        visitor.text(member);
        visitor.item();
      }
      break;
    case 'hash':
      for (const [field, content, expiresAtMs] of value.fields) {
        visitor.text(field);
        visitor.text(content);
        if (expiresAtMs !== null) visitor.expiry(expiresAtMs);
        visitor.item();
      }
      break;
    case 'zset':
      for (const [member, score] of value.members) {
        visitor.text(member);
        visitor.score(score);
        visitor.item();
      }
      break;
    case 'module':
      visitor.module(value.name);
      visitor.raw(value.bytes);
      break;
    case 'stream':
      showStream(value, visitor);
  }
}

function showStream(value: StreamValue, visitor: KeyDigest): void {
  for (const { id, fields } of value.entries) visitor.entry(id, fields);
  visitor.stream(value.lastId, value.maxDeletedId, value.entriesAdded);
  for (const { name, lastId, entriesRead, pending, consumers } of value.groups) {
    visitor.group(name, lastId, entriesRead);
    for (const { id, deliveredAtMs, deliveries } of pending) visitor.pending(id, deliveredAtMs, deliveries);
    for (const consumer of consumers) {
      visitor.consumer(consumer.name);
      for (const id of consumer.pending) visitor.owned(id);
    }
  }
}
