import { type Decoding, length, packed, raw, time, unsigned } from './decoding.ts';
import { malformed } from './failure.ts';
import type { Input } from './input.ts';
import { itemBytes, itemInteger, type PackedItem } from './packed/item.ts';
import { Listpack } from './packed/listpack.ts';
import type { StreamId } from './value.ts';
import type { ValueVisitor } from './visitor.ts';

const DELETED = 1n;
const SAME_FIELDS = 2n;
const ID_BYTES = 16;
const MAX_64 = 2n ** 64n - 1n;

/** An id as its two numbers. */
type Id = readonly [milliseconds: bigint, sequence: bigint];

const ZERO: Id = [0n, 0n];

/** Decodes a stream of any of the three forms. @throws SluiceError `DATA_002` */
export function* decodeStream(input: Input, visitor: ValueVisitor, type: 15 | 19 | 21): Decoding {
  visitor.begin('stream');
  let first: Id | null = null;
  for (let left = yield* length(input); left > 0; left--) {
    const [key, offset] = yield* packed(input);
    if (key.length !== ID_BYTES) throw malformed('a node of a stream has no id', offset);
    const id = entries(new Node(...(yield* packed(input))), storedId(key), visitor);
    first ??= id;
  }
  const count = yield* unsigned(input);
  const lastId = yield* id(input);
  if (type !== 15) yield* id(input);
  const maxDeletedId = type === 15 ? ZERO : yield* id(input);
  const entriesAdded = type === 15 ? count : yield* unsigned(input);
  visitor.stream(text(lastId), text(maxDeletedId), entriesAdded);
  for (let left = yield* length(input); left > 0; left--) {
    const [name] = yield* packed(input);
    const readTo = yield* id(input);
    const entriesRead = type === 15 ? estimate(readTo, count, first, lastId) : yield* unsigned(input);
    visitor.group(name, text(readTo), entriesRead === MAX_64 ? null : entriesRead);
    yield* pending(input, visitor);
    yield* consumers(input, visitor, type === 21);
  }
}

function* id(input: Input): Decoding<Id> {
  return [yield* unsigned(input), yield* unsigned(input)];
}

/** What a server takes for the entries that a group has read where the data does not say; null = unknown. */
function estimate(readTo: Id, count: bigint, first: Id | null, last: Id): bigint | null {
  if (count === 0n) return 0n;
  if (isSame(readTo, last)) return count;
  if (first === null || isBefore(last, readTo)) return null;
  if (isSame(readTo, first)) return 1n;
  return isBefore(readTo, first) ? 0n : null;
}

function isSame(one: Id, other: Id): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

function isBefore(one: Id, other: Id): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
}

function* pending(input: Input, visitor: ValueVisitor): Decoding {
  for (let left = yield* length(input); left > 0; left--) {
    const entry = text(storedId(yield* raw(input, ID_BYTES)));
    visitor.pending(entry, yield* time(input), yield* unsigned(input));
  }
}

function* consumers(input: Input, visitor: ValueVisitor, withActivity: boolean): Decoding {
  for (let left = yield* length(input); left > 0; left--) {
    const [name] = yield* packed(input);
    const seenAtMs = yield* time(input);
    visitor.consumer(name, seenAtMs, withActivity ? yield* time(input) : null);
    for (let owned = yield* length(input); owned > 0; owned--) {
      visitor.owned(text(storedId(yield* raw(input, ID_BYTES))));
    }
  }
}

/** An id in sixteen bytes, the highest first. */
function storedId(bytes: Buffer): Id {
  return [bytes.readBigUInt64BE(0), bytes.readBigUInt64BE(8)];
}

function text(id: Id): StreamId {
  return `${String(id[0])}-${String(id[1])}`;
}

/** A listpack of which something is always expected. */
class Node {
  readonly #items: Listpack;
  readonly #offset: number;

  constructor(bytes: Buffer, offset: number) {
    this.#items = new Listpack(bytes, offset);
    this.#offset = offset;
  }

  item(): PackedItem {
    const item = this.#items.next();
    if (item === null) throw malformed('a node of a stream ends in the middle of an entry', this.#offset);
    return item;
  }

  integer(): bigint {
    return itemInteger(this.item(), this.#offset);
  }

  /** Byte strings, as many as are stated. */
  *strings(count: bigint): Generator<Buffer, void> {
    for (let left = count; left > 0n; left--) yield itemBytes(this.item());
  }

  end(): void {
    if (this.#items.next() !== null) throw malformed('a node of a stream has more than its entries', this.#offset);
  }
}

/**
 * The entries of one node. It begins with counts and the fields of its first entry, which the others need not repeat;
 * ids are given as distances from the node's. Returns the id of the first that is not deleted.
 */
function entries(node: Node, base: Id, visitor: ValueVisitor): Id | null {
  let first: Id | null = null;
  const count = node.integer() + node.integer();
  const common = [...node.strings(node.integer())];
  node.integer();
  for (let left = count; left > 0n; left--) {
    const flags = node.integer();
    const entry: Id = [BigInt.asUintN(64, base[0] + node.integer()), BigInt.asUintN(64, base[1] + node.integer())];
    const fields: (readonly [Buffer, Buffer])[] = [];
    if ((flags & SAME_FIELDS) === 0n) {
      for (let fieldsLeft = node.integer(); fieldsLeft > 0n; fieldsLeft--) {
        fields.push([itemBytes(node.item()), itemBytes(node.item())]);
      }
    } else {
      for (const field of common) fields.push([field, itemBytes(node.item())]);
    }
    node.integer();
    if ((flags & DELETED) !== 0n) continue;
    first ??= entry;
    visitor.entry(text(entry), fields);
  }
  node.end();
  return first;
}
