import pg from 'pg';
import { type CreateOptions, type TestDatabase, type TestEngine, uniqueName, urlFor } from './test-database.ts';

const { builtins } = pg.types;

const toNumber = (text: string): number | bigint => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
};

/** Nothing that `pg` would round, shift or parse: text, but for numbers, booleans and binary. */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.INT2, Number],
  [builtins.INT4, Number],
  [builtins.INT8, toNumber],
  [builtins.OID, Number],
  [builtins.FLOAT4, Number],
  [builtins.FLOAT8, Number],
  [builtins.BOOL, (text) => text === 't'],
  [builtins.BYTEA, (text) => Buffer.from(text.slice(2), 'hex')],
]);

async function runQuery(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 20_000,
    application_name: 'sluice-test',
    types: { getTypeParser: (oid: number) => parsers.get(oid) ?? ((text: string) => text) },
  });
  // A server that a test kills ends idle connections too; the query itself reports it.
  client.on('error', () => {});
  await client.connect();
  try {
    type Result = pg.QueryResult<Record<string, unknown>>;
    const result = (await client.query(sql)) as Result | Result[];
    return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? [];
  } finally {
    await client.end();
  }
}

const { escapeIdentifier, escapeLiteral } = pg;

/** Databases on the PostgreSQL server whose administrator's URL is `server`. */
export function postgresServer(
  engine: TestEngine,
  server: string,
): { createDatabase(options: CreateOptions): Promise<TestDatabase> } {
  return {
    async createDatabase(options) {
      const name = options.name ?? uniqueName('sluice_test');
      const url = urlFor(server, name);
      const users: string[] = [];
      await runQuery(server, `create database ${escapeIdentifier(name)} template template0 ${options.clause ?? ''}`);
      return {
        engine,
        url,
        name,
        query: (sql) => runQuery(url, sql),
        async createUser({ password, name: user = uniqueName('sluice_user'), grants }) {
          const role = escapeIdentifier(user);
          users.push(user);
          await runQuery(server, `create role ${role} login password ${escapeLiteral(password)}`);
          if (grants) for (const grant of grants) await runQuery(url, `grant ${grant} to ${role}`);
          else
            await runQuery(
              url,
              `alter database ${escapeIdentifier(name)} owner to ${role}; alter schema public owner to ${role}`,
            );
          return urlFor(server, name, { name: user, password });
        },
        async drop() {
          await runQuery(server, `drop database if exists ${escapeIdentifier(name)} with (force)`);
          for (const user of users.splice(0)) await runQuery(server, `drop role if exists ${escapeIdentifier(user)}`);
        },
      };
    },
  };
}
