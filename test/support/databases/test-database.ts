import { randomBytes } from 'node:crypto';

/** The engines with SQL: every shared suite that writes SQL runs over them. */
export const ENGINES = ['sqlite', 'postgresql', 'postgresql18', 'mariadb'] as const;

/** One of {@link ENGINES}. */
export type TestEngine = (typeof ENGINES)[number];

/** All engines: suites that write no SQL run over them. */
export const ALL_ENGINES = [...ENGINES, 'redis'] as const;

/** One of {@link ALL_ENGINES}. */
export type AnyEngine = (typeof ALL_ENGINES)[number];

/** How to make a database. */
export interface CreateOptions {
  /** Its name, any characters; for SQLite the file's name. Default: `sluice_test_` and random digits. */
  readonly name?: string;
  /** URL of the administrator of a server of one's own. */
  readonly server?: string;
  /** What follows `create database <name>`: an encoding, a collation. */
  readonly clause?: string;
}

/** How to make an account. */
export interface UserOptions {
  /** Any characters. */
  readonly password: string;
  /** Default: `sluice_user_` and random digits. */
  readonly name?: string;
  /**
   * What stands between GRANT and TO, run in the database itself: `select on leads`. Without it the account may do
   * everything in this database, and nothing elsewhere. For Redis a rule as ACL SETUSER takes it, behind `+@all ~*`.
   */
  readonly grants?: readonly string[];
}

/** A database of one test. */
export interface TestDatabase {
  readonly engine: AnyEngine;
  /** As a user of Sluice writes it, with the administrator's account. */
  readonly url: string;
  /** The database's name on its server; for SQLite the file's path. */
  readonly name: string;
  /**
   * Runs one simple query over a connection of its own, past Sluice, and returns its rows (of the last statement when
   * there are several). Whole numbers and counts are `number` (`bigint`/text beyond 2^53), dates and decimals text,
   * binary is `Buffer`. On Redis one command as on redis-cli; each element of its reply is a row with a `value`.
   */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** See `createUser` of `databases.ts`. */
  createUser(options: UserOptions): Promise<string>;
  /** Drops database and accounts, however many sessions use them; safe to call twice. */
  drop(): Promise<void>;
}

/** A name that no other test has. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

/** The administrator's URL turned to a database and, when given, an account. */
export function urlFor(
  server: string,
  database: string,
  account?: { readonly name: string; readonly password: string },
): string {
  const base = new URL(server);
  const user = account ? encodeURIComponent(account.name) : base.username;
  const password = account ? encodeURIComponent(account.password) : base.password;
  return `${base.protocol}//${user}:${password}@${base.host}/${encodeURIComponent(database)}`;
}
