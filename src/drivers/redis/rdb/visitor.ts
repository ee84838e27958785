import type { RdbTypeName, StreamId } from './value.ts';

/** Is told what a value holds, part by part, in the order in which it is stored. */
export interface ValueVisitor {
  begin(type: RdbTypeName): void;
  /** A byte string: the value itself, an element, a member, a field or a field's value. */
  text(bytes: Buffer): void;
  /**
   * A long byte string of `length` octets begins, and comes by {@link chunk}. Whoever has these two gets strings that are
   * not there in one, or are compressed and large, in pieces that are only good during the call; others get them whole.
   */
  open?(length: number): void;
  chunk?(bytes: Buffer): void;
  /** The score of the member before. */
  score(score: number): void;
  /** When the field before expires. */
  expiry(atMs: number): void;
  /** An element, a member or a field with its value has ended. */
  item(): void;
  entry(id: StreamId, fields: readonly (readonly [field: Buffer, value: Buffer])[]): void;
  stream(lastId: StreamId, maxDeletedId: StreamId, entriesAdded: bigint): void;
  group(name: Buffer, lastId: StreamId, entriesRead: bigint | null): void;
  /** A pending entry of the group before. */
  pending(id: StreamId, deliveredAtMs: number, deliveries: bigint): void;
  /** A consumer of the group before. */
  consumer(name: Buffer, seenAtMs: number, activeAtMs: number | null): void;
  /** A pending entry of the consumer before. */
  owned(id: StreamId): void;
  module(name: string): void;
  /** The next bytes of the module's value, as they are stored. */
  raw(bytes: Buffer): void;
}
