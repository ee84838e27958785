import { tooLarge } from './failure.ts';
import type {
  HashField,
  PendingEntry,
  RdbTypeName,
  RdbValue,
  ScoredMember,
  StreamEntry,
  StreamGroup,
  StreamId,
} from './value.ts';
import type { ValueVisitor } from './visitor.ts';

/** What a small object takes in memory beside its bytes. */
const OBJECT_BYTES = 128;

interface OpenConsumer {
  readonly name: Buffer;
  readonly seenAtMs: number;
  readonly activeAtMs: number | null;
  readonly pending: StreamId[];
}

interface OpenGroup extends StreamGroup {
  readonly pending: PendingEntry[];
  readonly consumers: OpenConsumer[];
}

/** Makes the value of its parts, as long as it does not take more than `maxBytes` of memory. */
export class Collector implements ValueVisitor {
  readonly #maxBytes: number;
  readonly #offset: number;
  #bytes = 0;
  #type: RdbTypeName = 'string';
  #texts: Buffer[] = [];
  #score = 0;
  #expiresAtMs: number | null = null;
  readonly #elements: Buffer[] = [];
  readonly #fields: HashField[] = [];
  readonly #scored: ScoredMember[] = [];
  readonly #entries: StreamEntry[] = [];
  readonly #groups: OpenGroup[] = [];
  #lastId: StreamId = '0-0';
  #maxDeletedId: StreamId = '0-0';
  #entriesAdded = 0n;
  #module = '';

  constructor(maxBytes: number, offset: number) {
    this.#maxBytes = maxBytes;
    this.#offset = offset;
  }

  #weigh(bytes: number): void {
    this.#bytes += bytes + OBJECT_BYTES;
    if (this.#bytes > this.#maxBytes) {
      throw tooLarge(`a value that takes more than ${String(this.#maxBytes)} bytes of memory`, this.#offset);
    }
  }

  begin(type: RdbTypeName): void {
    this.#type = type;
  }

  text(bytes: Buffer): void {
    this.#weigh(bytes.length);
    this.#texts.push(bytes);
  }

  score(score: number): void {
    this.#score = score;
  }

  expiry(atMs: number): void {
    this.#expiresAtMs = atMs;
  }

  item(): void {
    const [first, second] = this.#texts as [Buffer, Buffer];
    this.#texts = [];
    switch (this.#type) {
      case 'hash':
        this.#fields.push([first, second, this.#expiresAtMs]);
        this.#expiresAtMs = null;
        break;
      case 'zset':
        this.#scored.push([first, this.#score]);
        break;
      default:
        this.#elements.push(first);
    }
  }

  entry(id: StreamId, fields: StreamEntry['fields']): void {
    this.#weigh(OBJECT_BYTES);
    for (const [field, value] of fields) this.#weigh(field.length + value.length);
    this.#entries.push({ id, fields });
  }

  stream(lastId: StreamId, maxDeletedId: StreamId, entriesAdded: bigint): void {
    this.#lastId = lastId;
    this.#maxDeletedId = maxDeletedId;
    this.#entriesAdded = entriesAdded;
  }

  group(name: Buffer, lastId: StreamId, entriesRead: bigint | null): void {
    this.#weigh(name.length);
    this.#groups.push({ name, lastId, entriesRead, pending: [], consumers: [] });
  }

  pending(id: StreamId, deliveredAtMs: number, deliveries: bigint): void {
    this.#weigh(0);
    this.#groups.at(-1)?.pending.push({ id, deliveredAtMs, deliveries });
  }

  consumer(name: Buffer, seenAtMs: number, activeAtMs: number | null): void {
    this.#weigh(name.length);
    this.#groups.at(-1)?.consumers.push({ name, seenAtMs, activeAtMs, pending: [] });
  }

  owned(id: StreamId): void {
    this.#weigh(0);
    this.#groups.at(-1)?.consumers.at(-1)?.pending.push(id);
  }

  module(name: string): void {
    this.#module = name;
  }

  raw(bytes: Buffer): void {
    this.#weigh(bytes.length);
    this.#texts.push(bytes);
  }

  value(): RdbValue {
    switch (this.#type) {
      case 'string':
        return { type: 'string', bytes: this.#texts[0] as Buffer };
      case 'list':
        return { type: 'list', elements: this.#elements };
      case 'set':
        return { type: 'set', members: this.#elements };
      case 'hash':
        return { type: 'hash', fields: this.#fields };
      case 'zset':
        return { type: 'zset', members: this.#scored };
      case 'module':
        return { type: 'module', name: this.#module, bytes: Buffer.concat(this.#texts) };
      case 'stream':
        return {
          type: 'stream',
          entries: this.#entries,
          lastId: this.#lastId,
          maxDeletedId: this.#maxDeletedId,
          entriesAdded: this.#entriesAdded,
          groups: this.#groups,
        };
    }
  }
}
