import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import type { TestDatabase } from './databases.ts';

/** A connection that stays open, as an application's: for transactions that block a migration. */
export interface TestSession {
  /** The server's id of the session. */
  readonly pid: number;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

async function postgresSession(url: string): Promise<TestSession> {
  const client = new pg.Client({ connectionString: url });
  // A session that a test has killed reports it here; the test looks at the server.
  client.on('error', () => undefined);
  await client.connect();
  const query = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await client.query<Record<string, unknown>>(sql)).rows;
  const [row] = await query('select pg_backend_pid() as pid');
  return { pid: Number(row?.['pid']), query, close: () => client.end() };
}

async function mariadbSession(url: string): Promise<TestSession> {
  const connection = await createConnection(url);
  connection.on('error', () => undefined);
  const query = async (sql: string): Promise<Record<string, unknown>[]> => {
    const [rows] = await connection.query(sql);
    return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
  };
  const [row] = await query('select connection_id() as pid');
  return { pid: Number(row?.['pid']), query, close: () => connection.end() };
}

/** Opens a session on a database with a server. */
export async function openSession(database: TestDatabase): Promise<TestSession> {
  return database.engine === 'mariadb' ? mariadbSession(database.url) : postgresSession(database.url);
}
