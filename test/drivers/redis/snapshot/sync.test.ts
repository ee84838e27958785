import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { parseDatabaseUrl } from '../../../../src/database-url.ts';
import { connector } from '../../../../src/drivers/redis/connect.ts';
import type { RdbEntry } from '../../../../src/drivers/redis/rdb/entries.ts';
import { readRdb } from '../../../../src/drivers/redis/rdb/reader.ts';
import { serverName } from '../../../../src/drivers/redis/server-name.ts';
import { requestSnapshot, type SyncSnapshot } from '../../../../src/drivers/redis/snapshot/sync.ts';
import { isReplicationForbidden } from '../../../../src/drivers/redis/snapshot/sync-failure.ts';
import { failureOf, until } from '../open.ts';
import { type Instance, startInstance } from '../rdb/instance.ts';

const KEYS = 20_000;

let server: Instance;
let url: string;

beforeAll(async () => {
  server = await startInstance();
  const { host, port, password } = server.client.options;
  url = `redis://:${String(password)}@${String(host)}:${String(port)}`;
  await server.client.call('CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
  await server.client.call('DEBUG', 'POPULATE', String(KEYS), 'key', '300');
});

afterAll(async () => {
  await server?.stop();
});

async function snapshot(
  from: string,
  options: { idleTimeoutMs?: number; signal?: AbortSignal } = {},
): Promise<SyncSnapshot> {
  const parsed = parseDatabaseUrl(from);
  const connected = await connector(parsed, { connectTimeoutMs: 20_000 })('test', 0);
  return requestSnapshot(connected, serverName(parsed), { idleTimeoutMs: 30_000, ...options });
}

async function keysIn({ chunks }: SyncSnapshot): Promise<number> {
  const entries: RdbEntry[] = [];
  for await (const batch of readRdb(chunks)) entries.push(...batch);
  expect(entries.at(-1)?.kind).toBe('end');
  return entries.filter((entry) => entry.kind === 'key').length;
}

/** The same server, seen by an account with these rights. */
async function as(user: string, ...rights: string[]): Promise<string> {
  await server.client.call('ACL', 'SETUSER', user, 'on', '>secret', '~*', ...rights);
  return url.replace(/\/\/.*@/u, `//${user}:secret@`);
}

async function replicas(): Promise<number> {
  return Number(/connected_slaves:(\d+)/u.exec(await server.client.info('replication'))?.[1]);
}

describe('a snapshot for replicas', () => {
  test.each([
    ['yes', 'without a length, up to a mark'],
    ['no', 'with its length'],
  ])('made with repl-diskless-sync %s comes %s', async (diskless) => {
    await server.client.call('CONFIG', 'SET', 'repl-diskless-sync', diskless);
    const made = await snapshot(url);
    expect(made.bytes).toEqual(diskless === 'yes' ? null : expect.any(Number));
    expect(made.position).toEqual({ replicationId: expect.stringMatching(/^\w{40}$/u), offset: expect.any(BigInt) });
    expect(await keysIn(made)).toBe(KEYS);
  });

  test('is also given to an account that may only use the older command, without its position', async () => {
    const made = await snapshot(await as('older', '+@all', '-psync'));
    expect(made.position).toBeNull();
    expect(await keysIn(made)).toBe(KEYS);
  });

  test('is refused by name to an account that may not replicate', async () => {
    for (const rights of [
      ['+@all', '-psync', '-sync'],
      ['+@all', '-replconf'],
    ]) {
      const error = await failureOf(snapshot(await as('nobody', 'reset', 'on', '>secret', '~*', ...rights)));
      expect([error.code, isReplicationForbidden(error)]).toEqual(['PERM_001', true]);
      expect(error.fix).toContain('ACL SETUSER nobody');
    }
  });

  test('leaves no replica behind when it is not read to the end', async () => {
    const made = await snapshot(url);
    for await (const chunk of made.chunks) if (chunk.length > 0) break;
    await until(async () => (await replicas()) === 0);
  });
});

describe('a server that does not behave', () => {
  let fake: Server;
  const sockets = new Set<Socket>();

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    fake.close();
  });

  /** Answers each command: what the script gives after `PSYNC`, +OK to all before. */
  async function answering(afterPsync: (socket: Socket) => void): Promise<string> {
    fake = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        const text = bytes.toString('latin1');
        if (text.includes('PSYNC')) afterPsync(socket);
        else socket.write('+OK\r\n'.repeat((text.match(/\*\d/gu) ?? []).length));
      });
    });
    await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve));
    return `redis://127.0.0.1:${String((fake.address() as AddressInfo).port)}`;
  }

  const collect = async (made: SyncSnapshot): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of made.chunks) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  test('bytes one by one, with empty lines before and changes after', async () => {
    const mark = 'm'.repeat(40);
    const to = await answering((socket) => {
      socket.setNoDelay(true);
      const all = `\n\n+FULLRESYNC ${'a'.repeat(40)} 17\r\n\n\n$EOF:${mark}\r\nREDIS and mmmm${mark}*1\r\n$4\r\nPING\r\n`;
      void (async () => {
        for (const letter of all) {
          socket.write(letter);
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
    });
    expect((await collect(await snapshot(to))).toString()).toBe('REDIS and ');
  });

  test('a length, and more than that', async () => {
    const to = await answering((socket) => socket.write(`+FULLRESYNC ${'a'.repeat(40)} 0\r\n$5\r\nREDIS*1\r\n`));
    expect((await collect(await snapshot(to))).toString()).toBe('REDIS');
  });

  test('a connection that is cut in the middle is no end', async () => {
    const to = await answering((socket) => socket.end(`+FULLRESYNC ${'a'.repeat(40)} 0\r\n$50\r\nREDIS`));
    const error = await failureOf(snapshot(to).then(collect));
    expect([error.code, error.details]).toEqual(['CONN_001', expect.objectContaining({ lost: true })]);
  });

  test('silence, nonsense, and a server that cannot be replicated from', async () => {
    const silent = await answering(() => {});
    expect((await failureOf(snapshot(silent, { idleTimeoutMs: 200 }))).code).toBe('CONN_001');
    fake.close();
    const nonsense = await answering((socket) => socket.write('+PONG\r\n'));
    expect((await failureOf(snapshot(nonsense))).message).toContain('with something else');
    fake.close();
    const endless = await answering((socket) => socket.write('x'.repeat(100_000)));
    expect((await failureOf(snapshot(endless))).message).toContain('with something else');
    fake.close();
    const alone = await answering((socket) =>
      socket.write("-NOMASTERLINK Can't SYNC while not connected with my master\r\n"),
    );
    const error = await failureOf(snapshot(alone));
    expect([error.code, isReplicationForbidden(error)]).toEqual(['CONN_001', false]);
  });

  test('the signal ends the wait with its reason', async () => {
    const stop = new AbortController();
    const to = await answering(() => stop.abort(new Error('enough')));
    await expect(snapshot(to, { signal: stop.signal })).rejects.toThrow('enough');
  });
});
