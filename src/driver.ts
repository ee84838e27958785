/**
 * The driver contract: all that the rest of Sluice knows of a database.
 *
 * A driver encapsulates every difference between engines. What can be said as data is said in
 * {@link Traits}; what a driver cannot do it leaves out, and a plan that needs it is refused before
 * anything runs. Unless a method says otherwise it throws a `SluiceError`: `CONN_001` when the
 * server cannot be reached, `PERM_001` when a privilege is missing, `LOCK_001` when this run lost
 * its lease, `LOCK_002` and `TIME_001` when a limit of {@link Limits} ran out.
 */
import type { Readable, Writable } from 'node:stream';
import type { Clock } from './clock.ts';

/** A value that JSON can hold; reports, journal entries and plans are made of it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The engines, by the name that reports print. */
export type Engine = 'sqlite' | 'postgresql' | 'mysql' | 'mariadb' | 'redis' | 'neo4j';

/** How an engine's SQL is cut into statements. Data for the splitter, never code. */
export interface SqlSyntax {
  /** `$tag$ … $tag$` quotes a string. */
  readonly dollarQuotes: boolean;
  /** Block comments nest. */
  readonly nestedComments: boolean;
  /** `#` starts a line comment. */
  readonly hashComments: boolean;
  /** `--` starts a comment only before white space. */
  readonly dashCommentNeedsSpace: boolean;
  /** A backslash escapes in `'…'` and `"…"`; `e-strings` = only in `E'…'`. */
  readonly backslashEscapes: 'always' | 'e-strings' | 'never';
  /** Backticks quote identifiers. */
  readonly backtickIdentifiers: boolean;
  /** `[x]` quotes identifiers. */
  readonly bracketIdentifiers: boolean;
  /** `DELIMITER x` lines change the terminator, as in the mysql client. */
  readonly delimiterCommand: boolean;
  /** `BEGIN … END` bodies: of `create trigger` only, of every routine, or of `BEGIN ATOMIC` routines. */
  readonly compoundBodies: 'trigger' | 'routines' | 'atomic';
  /** `COPY … FROM STDIN` is followed by data up to `\.`. */
  readonly copyFromStdin: boolean;
}

/** Facts of an engine that plans and stages decide by. */
export interface Traits {
  /** Schema changes roll back with their transaction, so a file is all or nothing. */
  readonly transactionalSchema: boolean;
  /** One writer at a time owns the whole database. */
  readonly singleWriter: boolean;
  /** How its SQL is cut; absent for engines without SQL. */
  readonly sql?: SqlSyntax;
  /** Where {@link SnapshotGroup.replace} cannot be undone by the server, the sentence that says so. */
  readonly replaceGuarantee: string;
  /** Names of tables of which rows go by themselves with time, such as keys that expire; absent: there are none. */
  readonly vanishing?: readonly string[];
}

/** One statement of a migration file. */
export interface Statement {
  /** Position in its file, from 0. */
  readonly index: number;
  /** Line of its first character, from 1. */
  readonly line: number;
  /** The text without its terminator and without surrounding white space. */
  readonly text: string;
  /** SHA-256 (hex) of {@link text} and {@link copyData}. */
  readonly hash: string;
  /** The rows below `COPY … FROM STDIN`, without the closing `\.`. */
  readonly copyData?: string;
}

/**
 * How a statement may be run.
 * - `transactional`: inside a transaction, and undone with it
 * - `standalone`: the engine commits it by itself, or refuses it inside a transaction
 * - `opaque`: as `standalone`, and the schema does not show whether it happened
 * - `session`: sets up the session only (`SET`, temporary tables); repeated when a file is resumed
 * - `transaction-control`: `BEGIN`, `COMMIT`, `ROLLBACK`, `SAVEPOINT`
 */
export type StatementKind = 'transactional' | 'standalone' | 'opaque' | 'session' | 'transaction-control';

/** What bounds the wait for one statement or one unit of work. */
export interface Limits {
  /** How long to wait for a lock held by another session, in ms. */
  readonly lockTimeoutMs: number;
  /** How long one statement may run, in ms; 0 = no limit. */
  readonly statementTimeoutMs: number;
  /** Aborting cancels the statement on the server. */
  readonly signal: AbortSignal;
}

/** What a statement did. */
export interface Outcome {
  /** Rows changed or returned; null when the server does not say. */
  readonly rows: number | null;
  /** The server's warnings, as it wrote them (PostgreSQL WARNING, MySQL level Warning or Error). */
  readonly warnings: readonly string[];
}

/** Proof that the run still owns the lock, checked and extended with each write. */
export interface Fence {
  /** The owner string given to {@link LockStore.acquire}. */
  readonly owner: string;
  readonly leaseMs: number;
}

/** Who holds the run lock. */
export interface LockHolder {
  readonly owner: string;
  /** UTC, ISO 8601, by the server's clock. */
  readonly acquiredAt: string;
  readonly expiresAt: string;
  /** The lease had run out by the server's clock when it was read. */
  readonly expired: boolean;
}

/** What came of an attempt to take the lock. */
export type LockAttempt =
  | { readonly kind: 'acquired'; readonly takenOverFrom: LockHolder | null }
  | { readonly kind: 'held'; readonly holder: LockHolder };

/** The leased run lock in the target database. One name, `run`. All times are the server's. */
export interface LockStore {
  /** One attempt, never waits for another run. Creates Sluice's tables when they are missing. */
  acquire(owner: string, leaseMs: number): Promise<LockAttempt>;
  /** Extends the lease; false when it was lost to another owner. */
  renew(fence: Fence): Promise<boolean>;
  /** Gives the lock up; without effect when it is not ours. */
  release(owner: string): Promise<void>;
  /** Reads only; null when nobody holds it or Sluice's tables do not exist. */
  holder(): Promise<LockHolder | null>;
}

/** One row of `sluice_journal`. */
export interface JournalRow {
  readonly runId: string;
  /** From 1, without gaps, within a run. */
  readonly seq: number;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly stage: string;
  readonly kind: string;
  /** JSON text. */
  readonly entry: string;
}

/** Which rows to read; absent members do not restrict. */
export interface JournalQuery {
  readonly runIds?: readonly string[];
  readonly kinds?: readonly string[];
}

/** The append-only journal in the target database. */
export interface JournalStore {
  /** Appends durably, in one transaction with the check of the fence; `LOCK_001` when it was lost. */
  append(fence: Fence, rows: readonly JournalRow[]): Promise<void>;
  /** In the order (first row's time of the run, run, seq); nothing when the table does not exist. */
  read(query: JournalQuery): AsyncIterable<JournalRow>;
}

/** One row of `sluice_migrations`. */
export interface AppliedMigration {
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  /** UTC, ISO 8601. */
  readonly appliedAt: string;
  readonly durationMs: number;
  readonly statements: number;
  readonly runId: string;
}

/** What was applied. */
export interface HistoryStore {
  /** Everything applied, unordered; empty when the table does not exist. */
  list(): Promise<readonly AppliedMigration[]>;
}

/** What {@link ControlStore} passes from `sluice pause|resume|stop` to a run. */
export interface ControlRequest {
  readonly runId: string;
  readonly at: string;
  readonly request: 'pause' | 'resume' | 'stop';
}

/** Requests to a live run, in `sluice_control`. */
export interface ControlStore {
  request(request: ControlRequest): Promise<void>;
  /** In order of time. */
  read(runId: string): Promise<readonly ControlRequest[]>;
  /** Forgets the requests of ended runs. */
  clear(runId: string): Promise<void>;
}

/** Work inside one transaction. */
export interface Transaction {
  execute(statement: Statement): Promise<Outcome>;
  append(rows: readonly JournalRow[]): Promise<void>;
  recordApplied(row: AppliedMigration): Promise<void>;
  removeApplied(version: string): Promise<void>;
}

/** Runs statements, on a session of its own that the lease's renewal never waits for. */
export interface Applier {
  classify(statement: Statement): StatementKind;
  /**
   * Opens a transaction, calls `work`, checks and extends the fence as the transaction's last write,
   * and commits. Whatever throws rolls all of it back. When the connection is lost during COMMIT it
   * throws `CONN_001` with `details.commit === 'unknown'`: look before doing it again.
   * A statement's failure is `SQL_001` with `details: {statement: index, line, sqlState}`.
   */
  transaction<T>(fence: Fence, limits: Limits, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Checks the fence, then runs one statement outside a transaction. Same errors; a lost connection = `details.commit === 'unknown'`. */
  standalone(fence: Fence, limits: Limits, statement: Statement): Promise<Outcome>;
  /**
   * Whether something is left of a statement that failed or died half-way and has to be swept before
   * it is run again, as PostgreSQL's INVALID index; does the sweeping. Returns what it did, in one
   * sentence each. Called only for statements that the journal knows to have been started.
   */
  sweep(statement: Statement, limits: Limits): Promise<readonly string[]>;
}

/** A session that stands in the way of a statement. */
export interface Blocker {
  /** The server's process or connection id; for SQLite the operating system's pid. */
  readonly pid: number;
  readonly user: string | null;
  /** What it runs or last ran; cut at 500 characters. */
  readonly query: string | null;
  /** Age of its transaction (else of its statement) in ms; null when the server does not tell. */
  readonly ageMs: number | null;
  /** False where the engine shows only who could be blocking. */
  readonly certain: boolean;
}

/** A session that a dead run left behind in the server. */
export interface OrphanSession {
  readonly pid: number;
  readonly query: string | null;
}

/** Looks at and acts on sessions in the server, always on a connection of its own. */
export interface SessionGroup {
  /** Who blocks the statement that {@link Applier} has in flight; empty when nothing is in flight. */
  blockers(): Promise<readonly Blocker[]>;
  /**
   * Ends sessions that dead runs of Sluice left in this database (recognised by the name they carry,
   * never the caller's own) and waits until they are gone. Only call it with the run lock held.
   */
  endOrphans(limits: Limits): Promise<readonly OrphanSession[]>;
}

/** A table, as the engine names it. */
export interface TableRef {
  /** Absent where the engine has no schemas inside a database. */
  readonly schema?: string;
  readonly name: string;
}

/** A thing in the schema: a table, view, index, constraint, trigger, routine, sequence, type, … */
export interface SchemaObject {
  readonly kind: string;
  /** Qualified where the engine has schemas: `public.leads`. Unique within its kind. */
  readonly name: string;
  /** All that defines it, in a stable form: no OIDs, no counters, no statistics. */
  readonly definition: Json;
}

/** The live schema without Sluice's own tables. */
export interface Schema {
  /** Sorted by kind, then name, by code unit. */
  readonly objects: readonly SchemaObject[];
  /** Base tables, sorted by schema and name. */
  readonly tables: readonly TableRef[];
}

/** Rows and content of a table: see `src/checksum/`. */
export interface TableDigest {
  readonly table: TableRef;
  readonly rows: number;
  /** `<sum of the first 60 bits>:<sum of the next 60 bits>` over all rows, in decimal. */
  readonly checksum: string;
}

/** Rows of a table that point to no parent. */
export interface ForeignKeyOrphans {
  readonly table: TableRef;
  readonly constraint: string;
  readonly parent: TableRef;
  readonly rows: number;
}

/** Reads the data; changes nothing. */
export interface VerifyGroup {
  /** One digest a table, in the order given, all from one consistent snapshot; Sluice's tables give none. */
  digests(tables: readonly TableRef[], signal: AbortSignal): AsyncIterable<TableDigest>;
  /** Exact row counts, as {@link digests} without the checksum (empty string). */
  counts(tables: readonly TableRef[], signal: AbortSignal): AsyncIterable<TableDigest>;
  /** Foreign keys with orphans; an empty list is the good answer. */
  orphans(signal: AbortSignal): Promise<readonly ForeignKeyOrphans[]>;
  /** The first column of the only row of a query, as text, in a read-only transaction; null for NULL. `CONF_001` when it is not one row. */
  scalar(query: string, limits: Limits): Promise<string | null>;
}

/** A privilege that a command needs, tried by name. */
export interface Privilege {
  /** As GRANT names it: `CREATE on schema public`. */
  readonly name: string;
  readonly granted: boolean;
  readonly neededFor: string;
  /** The statement that grants it. */
  readonly fix: string;
}

/** A session that has been in a transaction for long. */
export interface LongTransaction {
  readonly pid: number;
  readonly user: string | null;
  readonly ageMs: number;
  readonly query: string | null;
}

/** An index that the server keeps but does not use. */
export interface InvalidIndex {
  readonly index: string;
  readonly table: string;
  /** The statement that repairs it. */
  readonly fix: string;
}

/** A client program that an engine's backups need. */
export interface ClientTool {
  /** `pg_dump`. */
  readonly program: string;
  /** Null when it was not found. */
  readonly path: string | null;
  readonly version: string | null;
  /** Why it cannot be used with this server; null when it can. */
  readonly problem: string | null;
  /** Which package to install. */
  readonly fix: string;
}

/** A database number of a server that keeps keys. */
export interface DatabaseKeys {
  readonly database: number;
  /** All of them, Sluice's own among them. */
  readonly keys: number;
  readonly expiring: number;
}

/** A key that takes much memory. */
export interface BigKey {
  readonly database: number;
  readonly key: string;
  readonly type: string;
  readonly bytes: number;
}

/** What only servers have that keep keys in memory. */
export interface KeyspaceFacts {
  /** Those that have keys. */
  readonly databases: readonly DatabaseKeys[];
  readonly memory: {
    readonly usedBytes: number;
    /** The limit that the server was given; null = none. */
    readonly limitBytes: number | null;
    /** Of the server's machine; null when the server does not tell. */
    readonly machineBytes: number | null;
    /** What becomes of keys at the limit: `noeviction`, `allkeys-lru`. */
    readonly policy: string;
  };
  readonly persistence: {
    /** It saves snapshots by itself; null when the account may not ask. */
    readonly snapshots: boolean | null;
    readonly appendOnly: boolean;
    /** UTC, ISO 8601; null when it never saved. */
    readonly lastSaveAt: string | null;
    /** Writes since then. */
    readonly unsaved: number;
    /** What failed last, in a sentence; null when nothing did. */
    readonly failure: string | null;
    /** What it is doing right now; null when nothing. */
    readonly busy: 'saving a snapshot' | 'rewriting its append-only file' | null;
  };
  /** The largest keys among `sampled` ones of `keys`, largest first. */
  readonly bigKeys: { readonly sampled: number; readonly keys: number; readonly largest: readonly BigKey[] };
}

/** What a driver found out about its server; nothing in it is guessed: what cannot be known is null and named in {@link unknown}. */
export interface Facts {
  readonly engine: Engine;
  readonly serverVersion: string;
  /** `[15, 4]`. */
  readonly serverVersionParts: readonly number[];
  /** The oldest server version the driver is tested with, as text, and whether this one is at least that. */
  readonly supported: { readonly minimum: string; readonly ok: boolean };
  readonly database: string;
  /** Null for engines without a network; otherwise whether this connection is encrypted, and how. */
  readonly tls: { readonly used: boolean; readonly protocol: string | null } | null;
  readonly sizeBytes: number;
  /** Free bytes where the server keeps its data; null when only the server knows. */
  readonly serverDiskFreeBytes: number | null;
  readonly readOnly: boolean;
  readonly connections: { readonly used: number; readonly limit: number } | null;
  readonly privileges: readonly Privilege[];
  readonly longTransactions: readonly LongTransaction[];
  /** Replication seen from here: lag in ms of the worst replica, or of this server when it is one; null when there is none. */
  readonly replication: {
    readonly role: 'primary' | 'replica';
    readonly lagMs: number | null;
    readonly detail: string;
  } | null;
  /** Locks on user tables held by other sessions. */
  readonly heldLocks: readonly (Blocker & { readonly table: string })[];
  readonly invalidIndexes: readonly InvalidIndex[];
  readonly tools: readonly ClientTool[];
  /** Absent: the engine keeps tables. */
  readonly keyspace?: KeyspaceFacts;
  /** Facts that could not be had, and why. */
  readonly unknown: readonly { readonly fact: string; readonly why: string }[];
}

/** What a backup holds. */
export type BackupMode = 'full' | 'schema' | 'data';

/** Where a dump's parts go and come from; compression and encryption lie behind it. */
export interface DumpSink {
  /**
   * Opens a part for writing; it counts only once its stream has finished. The stream calls a write back when it has used
   * the piece up, and keeps nothing of it: the driver gives the memory back then.
   */
  open(part: string): Writable;
}

/** The parts of a finished backup, as the driver wrote them. */
export interface DumpSource {
  readonly parts: readonly string[];
  readonly mode: BackupMode;
  open(part: string): Readable;
}

/** What a dump says of itself. */
export interface DumpFacts {
  readonly tool: { readonly program: string; readonly version: string };
  /** The snapshot that dump and digests share, as the engine names it; null when it has no name. */
  readonly snapshot: string | null;
  /** How far dump and digests are known to show one state: one sentence for the manifest. */
  readonly guarantee: string;
  /** Digests from the dump's own snapshot; empty for mode `schema`. */
  readonly tables: readonly TableDigest[];
  readonly schema: Schema;
}

/** A database restored beside the live one. */
export interface Scratch {
  /** A driver on the scratch database; closed by {@link drop}. */
  readonly driver: Driver;
  /** Its name, for reports. */
  readonly name: string;
  drop(): Promise<void>;
}

/**
 * Backups. Journal, lock and control tables are never part of a dump; `sluice_migrations` is.
 * `TOOL_001` when a client program is missing or too old.
 */
export interface SnapshotGroup {
  /** Dumps to the sink; resolves when every part has finished. `BACKUP_001` when the program fails or warns. */
  dump(mode: BackupMode, sink: DumpSink, signal: AbortSignal): Promise<DumpFacts>;
  /** Restores into a new database on the same server (or a temporary file), or at `url` when given. `BACKUP_001`. */
  scratch(source: DumpSource, url: string | null, signal: AbortSignal): Promise<Scratch>;
  /**
   * Replaces the live content by the source's; Sluice's journal, lock and control entries stay as they
   * are. A failure leaves the present state, or says in `ROLL_001` what is left. Safe to call again
   * after a crash.
   */
  replace(fence: Fence, source: DumpSource, limits: Limits): Promise<void>;
  /** Drops scratch databases and intermediate places that killed runs left; returns their names. */
  sweepScratch(signal: AbortSignal): Promise<readonly string[]>;
}

/** What a key holds, as a key migration names it: `json` is a string that is read and written as JSON text. */
export type KeyType = 'string' | 'json' | 'hash' | 'list' | 'set' | 'zset';

/** The name of a key, or a part of its value: text where the bytes are UTF-8, otherwise the bytes. */
export type KeyText = string | Buffer;

/**
 * A key's value as a key migration sees it.
 * - `string`: text; `json`: what JSON.parse gives
 * - `hash`: fields; `list`: elements; `set`: members, sorted; `zset`: scores by member
 */
export type KeyValue =
  | KeyText
  | Json
  | readonly KeyText[]
  | ReadonlySet<KeyText>
  | ReadonlyMap<KeyText, KeyText | number>;

/** What becomes of a key. */
export type KeyChange =
  /** The value to have; equal to the present one = the key is left alone. */
  | { readonly kind: 'set'; readonly value: KeyValue }
  | { readonly kind: 'remove' }
  /** The value, changed or not, under another name that nobody has; its time to live goes with it. */
  | { readonly kind: 'rename'; readonly key: KeyText; readonly value: KeyValue };

/** One direction of a key migration. */
export interface KeyTransform {
  /** Marks of finished keys and the checkpoint are kept under it: `<version>:up`. */
  readonly id: string;
  /** Glob pattern, as SCAN MATCH takes it. */
  readonly match: string;
  /** Null: the type that the key has; strings as text. */
  readonly type: KeyType | null;
  /** Keys that are written in one step, at most; null = chosen by the driver, which may also take fewer. */
  readonly batchSize: number | null;
  /**
   * Called once for each key that is read; again when the key had been changed before it could be written.
   * The value is the callee's to change.
   */
  readonly change: (value: KeyValue, key: KeyText) => Promise<KeyChange>;
}

/** How far a {@link KeyTransform} has come; counts include earlier runs that were cut off. */
export interface KeyProgress {
  /** Keys looked at; a key that was met again in a later pass counts again. */
  readonly scanned: number;
  readonly changed: number;
  readonly removed: number;
  readonly renamed: number;
  /** Times that a key was read again, because somebody had changed it between read and write. */
  readonly retried: number;
  /** Passes over the keys so far; the last one of a finished transform found nothing more to do. */
  readonly passes: number;
  /** Keys that the last pass still had to change: others write in the old form. 0 unless the passes ran out. */
  readonly unsettled: number;
  /** Keys in the database when it began, for an estimate; SCAN does not say how many match. */
  readonly keys: number;
}

/** What a {@link KeyTransform} would do to one key. */
export interface KeySample {
  readonly key: KeyText;
  readonly before: KeyValue;
  readonly change: KeyChange;
  /** A second `change` of the result would change it once more. */
  readonly repeats: boolean;
}

/** What {@link KeyGroup.preview} found. */
export interface KeyPreview {
  readonly progress: KeyProgress;
  readonly samples: readonly KeySample[];
}

/** Changes keys in place while others write; engines without SQL. */
export interface KeyGroup {
  /**
   * Changes every key that matches, each exactly once: a key's mark, the batch's checkpoint, the check of
   * the fence and the writes are one atomic step, and a key that was changed since it was read is read
   * again. Goes on where an earlier run was cut off. `SQL_001` with `details: {key, thrown}` when `change`
   * throws, when its result does not fit the key, and when a new name is taken; the message names no key.
   */
  transform(
    fence: Fence,
    limits: Limits,
    transform: KeyTransform,
    onBatch: (progress: KeyProgress) => Promise<void>,
  ): Promise<KeyProgress>;
  /** Reads only: the count of keys that would change and up to `samples` of them. Same errors. */
  preview(transform: KeyTransform, samples: number, signal: AbortSignal): Promise<KeyPreview>;
  /**
   * Undoes what {@link transform} with the id `undoes` did to the keys that it had marked, and to no other.
   * `ROLL_001` before the first write when it had removed keys: their values are gone.
   */
  undo(
    fence: Fence,
    limits: Limits,
    undoes: string,
    transform: KeyTransform,
    onBatch: (progress: KeyProgress) => Promise<void>,
  ): Promise<KeyProgress>;
  /** The ids that have marks or a checkpoint. */
  begun(): Promise<readonly string[]>;
  /** Forgets marks and checkpoint; without effect when there are none. */
  forget(fence: Fence, id: string): Promise<void>;
}

/** An open database. */
export interface Driver {
  readonly engine: Engine;
  readonly traits: Traits;
  /** Gathers {@link Facts}; slow only where the server is. */
  probe(signal: AbortSignal): Promise<Facts>;
  /** Reads the schema. */
  inspect(signal: AbortSignal): Promise<Schema>;
  readonly lock: LockStore;
  readonly journal: JournalStore;
  readonly history: HistoryStore;
  readonly control: ControlStore;
  readonly apply: Applier;
  readonly sessions: SessionGroup;
  readonly verify: VerifyGroup;
  /** Absent: the engine has no backup yet, and commands that need one are refused. */
  readonly snapshot?: SnapshotGroup;
  /** Absent: the engine's migrations are statements. */
  readonly keys?: KeyGroup;
  /** Ends every connection; safe to call twice. */
  close(): Promise<void>;
}

/** Where Sluice keeps its tables. */
export interface StoreNames {
  /** Null = the connection's own default schema. */
  readonly schema: string | null;
  /** `sluice_`. */
  readonly prefix: string;
}

/** What {@link OpenDriver} needs beside the URL. */
export interface OpenOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly names: StoreNames;
  /** Shown to the server as the session's name where it has one: `sluice/<runId>`. */
  readonly runId: string;
  readonly connectTimeoutMs: number;
  /** Folder for temporary files; they are made with mode 0600. */
  readonly temporaryDirectory: string;
}

/** A database URL, taken apart. */
export interface DatabaseUrl {
  readonly scheme:
    | 'sqlite'
    | 'postgresql'
    | 'mysql'
    | 'mariadb'
    | 'redis'
    | 'rediss'
    | 'bolt'
    | 'neo4j'
    | 'http'
    | 'https';
  /** File path for SQLite; empty otherwise. */
  readonly path: string;
  readonly host: string;
  /** Null = the engine's default. */
  readonly port: number | null;
  readonly user: string;
  /** Decoded. */
  readonly password: string;
  readonly database: string;
  readonly tls: {
    readonly mode: 'disable' | 'require' | 'verify-ca' | 'verify-full' | 'default';
    readonly rootCert: string | null;
  };
}

/** Opens a ready driver: connected, authenticated, version read. */
export type OpenDriver = (url: DatabaseUrl, options: OpenOptions) => Promise<Driver>;
