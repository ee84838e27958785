/**
 * The messages between a driver and its workers. A worker holds one connection and does one thing
 * after the other; every request gets exactly one answer, and may send events before it.
 */
import type { BackupMode, ForeignKeyOrphans, Schema, TableDigest } from '../../driver.ts';
import type { SqlResult } from '../sql/session.ts';

/** What a worker is told when it starts. */
export interface WorkerSetup {
  /** Absolute path of the database. */
  readonly path: string;
  /** Refuses every write. */
  readonly queryOnly: boolean;
  /** How long SQLite itself waits for a lock unless a request says otherwise, in ms. */
  readonly busyMs: number;
  /** Size of the page cache in KiB. */
  readonly cacheKb: number;
}

/** A value that a statement can bind. */
export type Bound = string | number | null;

/** What a dump's copy says of itself. */
export interface CopyFacts {
  readonly schema: Schema;
  /** Empty for mode `schema`. */
  readonly tables: readonly TableDigest[];
  readonly version: string;
}

/** What a worker finds out about its database. */
export interface DatabaseFacts {
  readonly version: string;
  readonly sizeBytes: number;
  readonly journalMode: string;
}

/** How a live database is replaced. */
export interface ReplaceRequest {
  /** The restored file. */
  readonly restored: string;
  readonly mode: BackupMode;
  readonly owner: string;
  readonly leaseMs: number;
  /** Names of Sluice's tables of the present: journal, lock, control. */
  readonly present: { readonly lock: string; readonly journal: string; readonly control: string };
  /** Names of all of Sluice's tables. */
  readonly own: readonly string[];
  readonly lockTimeoutMs: number;
}

/** Every request a worker answers: what it takes, what it answers, what it sends on the way. */
export interface Operations {
  /** One bound statement; its rows, which must be few. */
  query: { request: { sql: string; values: readonly Bound[] }; response: SqlResult; event: never };
  /** One statement; its rows are counted, not kept. */
  run: {
    request: { sql: string; busyMs: number };
    response: { readonly rows: number; readonly inTransaction: boolean };
    event: never;
  };
  facts: { request: null; response: DatabaseFacts; event: never };
  /** `own` are the tables of Sluice itself, in lower case. */
  inspect: { request: { own: readonly string[] }; response: Schema; event: never };
  digests: {
    request: { tables: readonly string[]; checksums: boolean };
    response: null;
    event: TableDigest;
  };
  orphans: { request: null; response: readonly ForeignKeyOrphans[]; event: never };
  scalar: { request: { sql: string }; response: ScalarAnswer; event: never };
  /** Copies the database into an existing empty file, without the tables `present`. */
  dump: {
    request: { target: string; mode: BackupMode; own: readonly string[]; present: readonly string[] };
    response: CopyFacts;
    event: never;
  };
  /** Sentences about what is wrong with a file; empty when it is whole. */
  check: { request: { path: string }; response: readonly string[]; event: never };
  replace: { request: ReplaceRequest; response: ReplaceAnswer; event: never };
  /** Closes the connection; the next request opens it again. */
  close: { request: null; response: null; event: never };
}

/** What came of a rule's query. */
export type ScalarAnswer =
  | { readonly kind: 'value'; readonly value: string | null }
  | { readonly kind: 'refused'; readonly why: string };

/** What came of a replacement. */
export type ReplaceAnswer =
  | { readonly kind: 'replaced' }
  | { readonly kind: 'lease-lost' }
  /** Nothing was changed. */
  | { readonly kind: 'differs'; readonly why: string }
  /** The content was replaced, and does not pass its check. */
  | { readonly kind: 'damaged'; readonly why: string };

/** The name of a request. */
export type Operation = keyof Operations;

/** To a worker. */
export interface RequestMessage {
  readonly id: number;
  readonly operation: Operation;
  readonly request: unknown;
}

/** An error that crossed a thread or process boundary. */
export interface WireError {
  /** SQLite's extended code by name, `SQLITE_BUSY`; a system code, `ENOENT`; null for anything else. */
  readonly code: string | null;
  readonly message: string;
}

/** From a worker. */
export type ReplyMessage =
  | { readonly id: number; readonly kind: 'done'; readonly response: unknown }
  | { readonly id: number; readonly kind: 'event'; readonly event: unknown }
  | { readonly id: number; readonly kind: 'failed'; readonly error: WireError };
