/** Servers for tests that need one of their own, to kill it, to fill it, or to set it up in another way. */
export { type MariadbOptions, startMariadb } from './servers/mariadb.ts';
export { type PostgresOptions, startPostgres } from './servers/postgres.ts';
export { type RedisOptions, startRedis } from './servers/redis.ts';
export type { TestServer } from './servers/test-server.ts';
