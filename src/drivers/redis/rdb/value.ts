import { Collector } from './collector.ts';
import { type StoredValue, visitValue } from './decode-whole.ts';
import { openPayload } from './payload.ts';

/**
 * What a key holds, whatever encoding it was stored in. Byte strings are Buffers; they may be views of the payload that
 * they were decoded from.
 */
export type RdbValue =
  | { readonly type: 'string'; readonly bytes: Buffer }
  | { readonly type: 'list'; readonly elements: readonly Buffer[] }
  | { readonly type: 'set'; readonly members: readonly Buffer[] }
  | { readonly type: 'hash'; readonly fields: readonly HashField[] }
  | { readonly type: 'zset'; readonly members: readonly ScoredMember[] }
  | StreamValue
  /** A value that only its module understands: the bytes as they are stored, with the module's id. */
  | { readonly type: 'module'; readonly name: string; readonly bytes: Buffer };

/** Field, value, and when the field expires; null = never. */
export type HashField = readonly [field: Buffer, value: Buffer, expiresAtMs: number | null];

/** Member and score; the score may be infinite and is never NaN. */
export type ScoredMember = readonly [member: Buffer, score: number];

/** `<milliseconds>-<sequence>`, both in decimal, as the server writes it. */
export type StreamId = string;

/** A stream with its consumer groups. */
export interface StreamValue {
  readonly type: 'stream';
  /** In order; deleted entries are left out. */
  readonly entries: readonly StreamEntry[];
  readonly lastId: StreamId;
  readonly maxDeletedId: StreamId;
  /** How many entries the stream ever had. */
  readonly entriesAdded: bigint;
  /** In order of name. */
  readonly groups: readonly StreamGroup[];
}

/** One entry of a stream: its fields in the order in which they were given. */
export interface StreamEntry {
  readonly id: StreamId;
  readonly fields: readonly (readonly [field: Buffer, value: Buffer])[];
}

/** A consumer group of a stream. */
export interface StreamGroup {
  readonly name: Buffer;
  readonly lastId: StreamId;
  /** Null: the server does not know. */
  readonly entriesRead: bigint | null;
  /** In order of id. */
  readonly pending: readonly PendingEntry[];
  /** In order of name. */
  readonly consumers: readonly StreamConsumer[];
}

/** An entry that was delivered and is not yet acknowledged. */
export interface PendingEntry {
  readonly id: StreamId;
  readonly deliveredAtMs: number;
  readonly deliveries: bigint;
}

/** A consumer and the pending entries that are its. */
export interface StreamConsumer {
  readonly name: Buffer;
  readonly seenAtMs: number;
  /** Null: written by a server that did not record it. */
  readonly activeAtMs: number | null;
  readonly pending: readonly StreamId[];
}

/** The types by name, as `TYPE` names them; a module's type has its own name there. */
export type RdbTypeName = RdbValue['type'];

/** A decoded value may take this much memory unless said otherwise: counted are its bytes and its objects. */
const MAX_DECODED = 256 * 1024 * 1024;

/**
 * Decodes what DUMP gave.
 *
 * @throws SluiceError `DATA_002`: an unknown type or version (`details: {type}` or `{version}`), a wrong checksum, damaged
 *   bytes, or a value that would take more than `maxBytes`
 */
export function decodeDump(payload: Buffer, maxBytes = MAX_DECODED): RdbValue {
  return decodeStored(openPayload(payload), maxBytes);
}

/** Decodes the value of a key of an RDB file. Throws as {@link decodeDump} does. */
export function decodeStored(stored: StoredValue, maxBytes = MAX_DECODED): RdbValue {
  const collector = new Collector(maxBytes, stored.offset ?? 0);
  visitValue(stored, collector);
  return collector.value();
}
