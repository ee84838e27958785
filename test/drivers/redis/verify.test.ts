import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Driver, TableDigest } from '../../../src/driver.ts';
import { dumpKeys, expiries, keyScripts } from '../../../src/drivers/redis/read-keys.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { sendRedis } from '../../support/databases/redis.ts';
import { failureOf, LIMITS, linksTo, NEVER, openAt } from './open.ts';

let database: TestDatabase;
let driver: Driver;

beforeAll(async () => {
  database = await createDatabase('redis');
  driver = await openAt(database.url);
});
afterEach(async () => {
  await sendRedis(database.url, [['FLUSHALL'], ['FUNCTION', 'FLUSH']]);
});
afterAll(async () => {
  await driver.close();
  await database.drop();
});

async function collect<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

async function digests(of: Driver = driver): Promise<readonly TableDigest[]> {
  const { tables } = await of.inspect(NEVER);
  return collect(of.verify.digests(tables, NEVER));
}

async function digest(): Promise<string> {
  return JSON.stringify(await digests());
}

async function run(...commands: readonly string[]): Promise<void> {
  for (const command of commands) await database.query(command);
}

const FILLING = [
  'set text value',
  'set number 12',
  'set expiring value pxat 4102444800000',
  'hset hash a 1 b 2',
  'rpush list a b a',
  'sadd set a b 3',
  'zadd zset 1 a 2.5 b',
  'xadd stream 1-1 field value',
  'set "\\x00\\xff" "\\x00\\xfe"',
];

describe('the tables of a server', () => {
  it('are two for each database number, and only those that have keys', async () => {
    expect((await driver.inspect(NEVER)).tables).toEqual([]);
    await run(...FILLING);
    await sendRedis(database.url.replace(/0$/u, '2'), [['SET', 'a', '1', 'EX', '1000']]);
    await driver.lock.acquire('me', 60_000);
    expect((await driver.inspect(NEVER)).tables).toEqual([
      { schema: 'db0', name: 'expiring' },
      { schema: 'db0', name: 'keys' },
      { schema: 'db2', name: 'expiring' },
    ]);
    const { tables } = await driver.inspect(NEVER);
    const counts = await collect(driver.verify.counts(tables, NEVER));
    expect(counts.map(({ rows, checksum }) => [rows, checksum])).toEqual([
      [1, ''],
      [8, ''],
      [1, ''],
    ]);
    expect((await digests()).map(({ rows }) => rows)).toEqual([1, 8, 1]);
  });

  it('may have been emptied since, and have no other names', async () => {
    const gone = await collect(driver.verify.digests([{ schema: 'db0', name: 'expiring' }], NEVER));
    expect(gone).toEqual([{ table: { schema: 'db0', name: 'expiring' }, rows: 0, checksum: '0:0' }]);
    for (const table of [{ schema: 'db0', name: 'leads' }, { schema: 'public', name: 'keys' }, { name: 'keys' }])
      expect(await failureOf(collect(driver.verify.counts([table], NEVER)))).toMatchObject({ code: 'DATA_001' });
  });

  it('hold the libraries of functions as objects', async () => {
    const code = "#!lua name=shop\nredis.register_function('total', function() return 1 end)";
    await sendRedis(database.url, [['FUNCTION', 'LOAD', code]]);
    expect((await driver.inspect(NEVER)).objects).toEqual([
      { kind: 'function-library', name: 'shop', definition: code },
    ]);
  });
});

describe('a digest', () => {
  it('is the same whatever the order, the encoding and Sluice’s own keys are', async () => {
    await run(...FILLING);
    const before = await digest();
    await run('flushall', ...FILLING.toReversed());
    expect(await digest()).toBe(before);
    await run('config set set-max-intset-entries 0', 'config set hash-max-listpack-entries 0');
    await run('config set zset-max-listpack-entries 0', 'config set list-max-listpack-size 1');
    await run('flushall', ...FILLING);
    expect(await digest()).toBe(before);
    await driver.lock.acquire('me', 60_000);
    await driver.journal.append({ owner: 'me', leaseMs: 60_000 }, []);
    await run('hset sluice:migrations 1 x', 'expire text 1000', 'persist text');
    expect(await digest()).toBe(before);
  });

  it('is another after every change', async () => {
    await run(...FILLING);
    const seen = new Set([await digest()]);
    const changes = [
      'set text Value',
      'incr number',
      'pexpireat expiring 4102444800001',
      'persist expiring',
      'hset hash a 2',
      'hdel hash b',
      'lset list 1 a',
      'rpush list a',
      'srem set a',
      'zincrby zset 1 a',
      'xadd stream 2-1 field value',
      'xgroup create stream group 0',
      'rename text text2',
      'del list',
    ];
    for (const change of changes) {
      await run(change);
      seen.add(await digest());
    }
    expect(seen.size).toBe(changes.length + 1);
  });

  it('reads big values in bounded pieces, and many keys over many pages', async () => {
    const value = Buffer.alloc(700_000, 'x');
    const big = Array.from({ length: 12 }, (_, index) => ['SET', `big${String(index)}`, value]);
    await sendRedis(database.url, big);
    const small = "for i = 1, 3000 do redis.call('SET', 'k' .. i, i, 'PX', 100000000 + i % 2) end";
    await sendRedis(database.url, [['EVAL', small, 0]]);
    expect((await digests()).map(({ table, rows }) => [table.name, rows])).toEqual([
      ['expiring', 3000],
      ['keys', 12],
    ]);
  });

  it('ends when it is told to', async () => {
    await run(...FILLING);
    const reading = collect(
      driver.verify.digests([{ schema: 'db0', name: 'keys' }], AbortSignal.abort(new Error('told to leave'))),
    );
    await expect(reading).rejects.toThrow('told to leave');
  });
});

describe('reading keys', () => {
  it('finds the same expiry on servers that tell only how much time is left', async () => {
    await run(...FILLING);
    const links = linksTo(database.url);
    try {
      const link = links.open('test');
      const keys = ['text', 'expiring', 'missing', 'hash'].map((key) => Buffer.from(key));
      const read = async (version: readonly number[]): Promise<unknown> => {
        const scripts = keyScripts({ commands: version });
        return [await expiries(link, scripts, keys), (await collect(dumpKeys(link, scripts, keys))).flat()];
      };
      const now = await read([7, 0, 15]);
      expect(now).toMatchObject([[null, 4_102_444_800_000, undefined, null], { length: 3 }]);
      expect(await read([6, 2, 0])).toEqual(now);
    } finally {
      links.close();
    }
  });
});

describe('a rule', () => {
  it('is one command that reads, as on redis-cli', async () => {
    await run('set "a key" "ї\\n\\x41"', 'set number 12', 'sadd set a b', 'hset config:system version 1.2');
    const scalar = (command: string): Promise<string | null> => driver.verify.scalar(command, LIMITS);
    expect(await scalar('get "a key"')).toBe('ї\nA');
    expect(await scalar("GET 'a key'")).toBe('ї\nA');
    expect(await scalar('get nothing')).toBeNull();
    expect(await scalar('  scard   set ')).toBe('2');
    expect(await scalar('hget config:system version')).toBe('1.2');
    expect(await scalar('hmget config:system version')).toBe('1.2');
    expect(await scalar('object encoding number')).toBe('int');
    expect(await scalar('memory usage number')).toMatch(/^\d+$/u);
    expect(await scalar(`eval_ro "return redis.call('scard', KEYS[1]) * 2" 1 set`)).toBe('4');
  });

  it.each([
    ['a write', 'set a 1', /does not only read/u],
    ['a write that answers', 'getdel a', /does not only read/u],
    ['a script that may write', 'eval "return 1" 0', /does not only read/u],
    ['a setting', 'config get maxmemory', /does not only read/u],
    ['KEYS', 'keys *', /holds up the server/u],
    ['several values', 'smembers set', /returned 2 values/u],
    ['values within values', 'scan 0', /values/u],
    ['an unknown command', 'select_all', /does not know/u],
    ['nothing', '   ', /has to be a command/u],
    ['an open quote', 'get "a', /not closed/u],
    ['a quote in a word', `get a'b'`, /not closed/u],
    ['a value of another type', 'get set', /WRONGTYPE/u],
    ['too few arguments', 'hget a', /wrong number of arguments/u],
  ])('is not %s', async (_title, command, sentence) => {
    await run('sadd set a b', 'set a before');
    const error = await failureOf(driver.verify.scalar(command, LIMITS));
    expect([error.code, error.message]).toEqual(['CONF_001', expect.stringMatching(sentence)]);
    expect(await database.query('get a')).toEqual([{ value: 'before' }]);
  });
});
