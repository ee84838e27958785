import { Redis } from 'ioredis';
import { splitCommand } from '../../../src/drivers/redis/command-line.ts';
import { afterAllTests } from '../after-all.ts';
import { startRedis } from '../servers/redis.ts';
import type { TestServer } from '../servers/test-server.ts';
import { type TestDatabase, uniqueName, urlFor } from './test-database.ts';

/** Servers of this test file that nobody uses now; what is in one would be seen by everybody who digests it. */
const free: TestServer[] = [];
const all: TestServer[] = [];

afterAllTests(() => Promise.all(all.splice(0).map((server) => server.stop())));

/** What a test may have left in a server. */
const CLEANING = [['FLUSHALL'], ['FUNCTION', 'FLUSH'], ['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']] as const;

/** Sends commands over a connection of its own; gives the last reply, its strings as text. */
export async function sendRedis(
  url: string,
  commands: readonly (readonly (string | Buffer | number)[])[],
): Promise<unknown> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const client = new Redis({
    host: hostname,
    port: Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    db: Number(pathname.slice(1)),
    lazyConnect: true,
    protocol: 2,
    retryStrategy: null,
  });
  let refused: unknown = null;
  client.on('error', (error: unknown) => {
    refused = error;
  });
  try {
    await client.connect();
    let reply: unknown = null;
    // In capitals, because the library makes objects of the replies of the commands that it knows.
    for (const [name = '', ...args] of commands) reply = await client.call(String(name).toUpperCase(), ...args);
    return reply;
  } catch (error) {
    throw refused ?? error;
  } finally {
    client.disconnect();
  }
}

/** A server without a key, of which the caller may change everything but its configuration. */
export async function createRedis(): Promise<TestDatabase> {
  const server = free.pop() ?? (await startRedis());
  if (!all.includes(server)) all.push(server);
  const url = server.url();
  const users: string[] = [];
  let dropped = false;
  return {
    engine: 'redis',
    url,
    name: '0',
    async query(command) {
      const reply = await sendRedis(url, [splitCommand(command) as readonly (string | Buffer)[]]);
      return (Array.isArray(reply) ? (reply as unknown[]) : [reply]).map((value) => ({ value }));
    },
    async createUser({ password, name = uniqueName('sluice_user'), grants = [] }) {
      users.push(name);
      await sendRedis(url, [['ACL', 'SETUSER', name, 'on', `>${password}`, '~*', '&*', '+@all', ...grants]]);
      return urlFor(url, '0', { name, password });
    },
    async drop() {
      // With the test file's end the servers have ended too.
      if (dropped || !all.includes(server)) return;
      dropped = true;
      await sendRedis(url, [...CLEANING, ...users.splice(0).map((name) => ['ACL', 'DELUSER', name])]);
      free.push(server);
    },
  };
}
