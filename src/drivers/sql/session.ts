/** The little that the stores need of a SQL connection. */

/** A row; numbers may come as numbers, bigints or text, as the client library gives them. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** What a query returned. */
export interface SqlResult {
  readonly rows: readonly SqlRow[];
  /** Rows matched by an UPDATE or DELETE, inserted by an INSERT. */
  readonly affected: number;
}

/** Runs bound queries one after the other on one connection (or in one transaction). */
export interface SqlRunner {
  /** `values` are strings, numbers or null. Retries nothing. */
  query(sql: string, values?: readonly (string | number | null)[]): Promise<SqlResult>;
}

/** A connection for Sluice's own tables, apart from the one that applies migrations. */
export interface SqlSession extends SqlRunner {
  /** Calls `work` in one transaction (SQLite: BEGIN IMMEDIATE); rolls back when it throws. */
  inTransaction<T>(work: (runner: SqlRunner) => Promise<T>): Promise<T>;
  /** True when the error says that such a row or table exists already. */
  isDuplicate(error: unknown): boolean;
}

/** How the stores' SQL differs between engines. Data, not code. */
export interface StoreDialect {
  /** Quotes one identifier. */
  quote(identifier: string): string;
  /** The n-th placeholder, from 1. */
  placeholder(n: number): string;
  readonly types: {
    /** Text of at most 255 characters, usable in a key, compared by bytes. */
    readonly key: string;
    readonly text: string;
    readonly integer: string;
    readonly timestamp: string;
  };
  /** What follows the closing parenthesis of CREATE TABLE. */
  readonly tableSuffix: string;
  /** The server's present time in UTC, as a value of the timestamp type. */
  readonly now: string;
  /** The same, `ms` later; `ms` is the SQL of a number. */
  nowPlus(ms: string): string;
  /** A timestamp column as ISO 8601 text in UTC with milliseconds and Z. */
  iso(column: string): string;
  /** The SQL that turns bound ISO 8601 text into a value of the timestamp type. */
  fromIso(placeholder: string): string;
  /** Follows an INSERT and makes it replace the row with the same key; absent where such a row has to be deleted before. */
  replacing?(key: string, columns: readonly string[]): string;
  /** A query with one row when the table exists, none when not; `schema` null = the session's own. */
  tableExists(schema: string | null, table: string): { readonly sql: string; readonly values: readonly string[] };
}
