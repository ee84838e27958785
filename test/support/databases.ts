import { mariadbServer } from './databases/mariadb.ts';
import { postgresServer } from './databases/postgres.ts';
import { createRedis } from './databases/redis.ts';
import { createSqlite } from './databases/sqlite.ts';
import type { AnyEngine, CreateOptions, TestDatabase, UserOptions } from './databases/test-database.ts';

export {
  ALL_ENGINES,
  type AnyEngine,
  ENGINES,
  type CreateOptions,
  type TestDatabase,
  type TestEngine,
  type UserOptions,
} from './databases/test-database.ts';

function sharedUrl(variable: string): string {
  const url = process.env[variable];
  if (url === undefined) throw new Error(`${variable} is not set: the shared servers were not started.`);
  return url;
}

const servers = {
  postgresql: () => postgresServer('postgresql', sharedUrl('SLUICE_TEST_POSTGRESQL_URL')),
  postgresql18: () => postgresServer('postgresql18', sharedUrl('SLUICE_TEST_POSTGRESQL18_URL')),
  mariadb: () => mariadbServer(sharedUrl('SLUICE_TEST_MARIADB_URL')),
} as const;

/**
 * A new empty database on the shared server of the engine, or on the server whose administrator's URL is
 * `options.server`; for SQLite a new file, for Redis a server of its own. The caller drops it.
 */
export async function createDatabase(engine: AnyEngine, options: CreateOptions = {}): Promise<TestDatabase> {
  if (engine === 'sqlite') return createSqlite(options);
  if (engine === 'redis') return createRedis();
  if (options.server === undefined) return servers[engine]().createDatabase(options);
  return engine === 'mariadb'
    ? mariadbServer(options.server).createDatabase(options)
    : postgresServer(engine, options.server).createDatabase(options);
}

/**
 * Adds an account of its own to the database's server; returns the database's URL for it, with the password
 * percent-encoded. It goes with the database's `drop`. SQLite has no accounts: throws.
 */
export async function createUser(database: TestDatabase, options: UserOptions): Promise<string> {
  return database.createUser(options);
}
