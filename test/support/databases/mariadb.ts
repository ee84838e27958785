import mysql from 'mysql2/promise';
import { type CreateOptions, type TestDatabase, uniqueName, urlFor } from './test-database.ts';

async function runQuery(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const connection = await mysql.createConnection({
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4',
    connectTimeout: 20_000,
    multipleStatements: true,
    dateStrings: true,
    supportBigNumbers: true,
    jsonStrings: true,
  });
  try {
    const [result] = await connection.query(sql);
    // Several statements: a list of results, of which those without rows are no lists.
    const results = Array.isArray(result) ? (result as unknown[]) : [];
    const last = results.some((one) => Array.isArray(one)) ? results.at(-1) : results;
    return Array.isArray(last) ? (last as Record<string, unknown>[]) : [];
  } finally {
    await connection.end();
  }
}

const identifier = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** Databases on the MariaDB server whose administrator's URL is `server`. */
export function mariadbServer(server: string): { createDatabase(options: CreateOptions): Promise<TestDatabase> } {
  return {
    async createDatabase(options) {
      const name = options.name ?? uniqueName('sluice_test');
      const url = urlFor(server, name);
      const users: string[] = [];
      await runQuery(server, `create database ${identifier(name)} ${options.clause ?? 'character set utf8mb4'}`);
      return {
        engine: 'mariadb',
        url,
        name,
        query: (sql) => runQuery(url, sql),
        async createUser({ password, name: user = uniqueName('sluice_user'), grants }) {
          const account = `${literal(user)}@'%'`;
          users.push(account);
          await runQuery(server, `create user ${account} identified by ${literal(password)}`);
          // `_` and `%` in the name of a database are wildcards here.
          const pattern = identifier(name.replaceAll(/[\\_%]/g, '\\$&'));
          for (const grant of grants ?? [`all privileges on ${pattern}.*`])
            await runQuery(url, `grant ${grant} to ${account}`);
          return urlFor(server, name, { name: user, password });
        },
        async drop() {
          // A test that failed may have left a transaction open, for which the drop would wait without end.
          const sessions = await runQuery(
            server,
            `select id from information_schema.processlist where db = ${literal(name)}`,
          );
          for (const { id } of sessions) await runQuery(server, `kill ${String(id)}`).catch(() => {});
          await runQuery(server, `drop database if exists ${identifier(name)}`);
          for (const account of users.splice(0)) await runQuery(server, `drop user if exists ${account}`);
        },
      };
    },
  };
}
