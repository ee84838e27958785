import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Driver, DumpSource, Scratch, TableDigest } from '../../../../src/driver.ts';
import { diffObjects, fingerprint } from '../../../../src/plan/fingerprint.ts';
import { startRedis } from '../../../support/servers/redis.ts';
import type { TestServer } from '../../../support/servers/test-server.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { failureOf, LIMITS, NEVER, openAt } from '../open.ts';
import { fill } from '../rdb/corpus.ts';
import { checkRdb, startInstance } from '../rdb/instance.ts';
import { dumpOf, groupOf, sourceOf, type StoredDump } from './stored-dump.ts';

const SETTINGS = { 'enable-debug-command': 'local' };
const FENCE = { owner: 'run-1', leaseMs: 600_000 };

const servers: TestServer[] = [];
const clients: Redis[] = [];
const drivers: Driver[] = [];
let folder: string;
let source: TestServer;
let client: Redis;
let driver: Driver;

async function start(settings: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const server = await startRedis({ settings: { ...SETTINGS, ...settings } });
  servers.push(server);
  return server;
}

function clientOf(server: TestServer): Redis {
  const opened = new Redis(server.url(), { maxRetriesPerRequest: 0 });
  clients.push(opened);
  return opened;
}

async function driverOf(url: string): Promise<Driver> {
  const opened = await openAt(url, { temporaryDirectory: folder });
  drivers.push(opened);
  return opened;
}

/** What the server says of each key but Sluice's own. */
async function statesOf(redis: Redis): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (let db = 0; db < 16; db += 1) {
    await redis.select(db);
    const keys = (await redis.keysBuffer('*')).filter((key) => !key.toString('latin1').startsWith('sluice:'));
    for (const key of keys) {
      const [digest] = (await redis.call('DEBUG', 'DIGEST-VALUE', key)) as string[];
      found[`${String(db)} ${key.toString('latin1')}`] = `${String(digest)} ${String(await redis.pexpiretime(key))}`;
    }
  }
  await redis.select(0);
  return found;
}

async function digestsOf(opened: Driver): Promise<readonly TableDigest[]> {
  const digests: TableDigest[] = [];
  const { tables } = await opened.inspect(NEVER);
  for await (const digest of opened.verify.digests(tables, NEVER)) digests.push(digest);
  return digests;
}

async function expectSame(scratch: Scratch, { facts }: StoredDump): Promise<void> {
  expect(await digestsOf(scratch.driver)).toEqual(facts.tables);
  const [of, copy] = [fingerprint(facts.schema), fingerprint(await scratch.driver.inspect(NEVER))];
  expect(diffObjects(of.objects, copy.objects)).toEqual({ added: [], removed: [], changed: [] });
}

beforeAll(async () => {
  folder = await temporaryDirectory();
  source = await start();
  client = clientOf(source);
  await fill(client);
  await client.select(0);
  driver = await driverOf(source.url());
  await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
  await client.hset('sluice:migrations', '1', JSON.stringify({ version: '1' }));
  await client.rpush('sluice:journal:old', 'row');
  await client.zadd('sluice:journal', 1, 'old');
}, 120_000);

afterAll(async () => {
  for (const opened of clients) opened.disconnect();
  await Promise.all(drivers.map((opened) => opened.close()));
  await Promise.all(servers.map((server) => server.stop()));
});

describe('a dump', () => {
  it('is an RDB file that a plain server starts from, with the digests of the live server', async () => {
    const dumped = await dumpOf(driver);
    expect(dumped.facts.guarantee).toContain('at one moment');
    expect(dumped.facts.tables).toEqual(await digestsOf(driver));
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'dump.rdb'), dumped.file);
    expect(await checkRdb(join(directory, 'dump.rdb'))).toContain('RDB looks OK!');
    const plain = await startInstance(directory);
    try {
      expect(await statesOf(plain.client)).toEqual(await statesOf(client));
      expect((await plain.client.keys('sluice:*')).toSorted()).toEqual(['sluice:migrations']);
    } finally {
      await plain.stop();
    }
  }, 120_000);

  it('is proven in a server of its own, which leaves nothing', async () => {
    const dumped = await dumpOf(driver);
    const scratch = await groupOf(driver).scratch(dumped.source, null, NEVER);
    await expectSame(scratch, dumped);
    expect((await scratch.driver.history.list()).map(({ version }) => version)).toEqual(['1']);
    await scratch.drop();
    expect(await readdir(folder)).toEqual([]);
  }, 120_000);

  it('by an account that may not replicate is made key by key, and says so', async () => {
    await client.call('ACL', 'SETUSER', 'reader', 'on', '>secret', '~*', '+@all', '-sync', '-psync');
    const limited = await driverOf(source.url().replace('redis://:redis-test-password@', 'redis://reader:secret@'));
    const dumped = await dumpOf(limited);
    expect(dumped.facts).toMatchObject({ snapshot: null, guarantee: expect.stringContaining('Not one point in time') });
    expect(dumped.facts.tables).toEqual(await digestsOf(driver));
    const target = await start();
    const scratch = await groupOf(limited).scratch(dumped.source, target.url(), NEVER);
    await expectSame(scratch, dumped);
    await scratch.drop();
    expect(await clientOf(target).call('INFO', 'keyspace')).not.toContain('db');
  }, 120_000);

  it('takes keys or functions alone', async () => {
    const schema = await dumpOf(driver, 'schema');
    expect(schema.facts.tables).toEqual([]);
    expect(schema.facts.schema.objects.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(schema.file.length).toBeLessThan(2000);
    expect((await failureOf(groupOf(driver).replace(FENCE, schema.source, LIMITS))).code).toBe('BACKUP_001');
  }, 60_000);

  it('is not restored into a server that has keys', async () => {
    const target = await start();
    const other = clientOf(target);
    await other.call('SET', 'foreign', '1');
    const { source: dumped } = await dumpOf(driver, 'schema');
    const error = await failureOf(groupOf(driver).scratch(dumped, target.url(), NEVER));
    expect(error).toMatchObject({ code: 'BACKUP_001', message: expect.stringContaining('not empty') });
    expect(await other.get('foreign')).toBe('1');
  }, 60_000);

  it('says which program is missing', async () => {
    const { source: dumped } = await dumpOf(driver, 'schema');
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      const error = await failureOf(groupOf(driver).scratch(dumped, null, NEVER));
      expect(error).toMatchObject({ code: 'TOOL_001', fix: expect.stringContaining('package redis-server') });
    } finally {
      process.env['PATH'] = path;
    }
  }, 60_000);
});

describe('replacing', () => {
  /** A server with content of its own in two databases, of which Sluice has the lock. */
  async function live(settings?: Readonly<Record<string, string>>) {
    const server = await start(settings);
    const redis = clientOf(server);
    await redis.call('SET', 'only here', '1');
    await redis.call('FUNCTION', 'LOAD', '#!lua name=here\nredis.register_function("f", function() return 1 end)');
    await redis.select(7);
    await redis.call('SET', 'in database 7', '1');
    await redis.select(0);
    const opened = await driverOf(server.url());
    await opened.lock.acquire(FENCE.owner, FENCE.leaseMs);
    const row = { runId: 'r', seq: 1, at: '2026-01-01T00:00:00.000Z', stage: 's', kind: 'k', entry: '{}' };
    await opened.journal.append(FENCE, [row]);
    await redis.hset('sluice:migrations', '2', JSON.stringify({ version: '2' }));
    return { server, redis, opened };
  }

  async function expectReplaced(
    { redis, opened }: Awaited<ReturnType<typeof live>>,
    wanted: Readonly<Record<string, string>>,
  ) {
    expect(await statesOf(redis)).toEqual(wanted);
    expect((await opened.lock.holder())?.owner).toBe(FENCE.owner);
    const rows = [];
    for await (const row of opened.journal.read({})) rows.push(row.runId);
    expect(rows).toEqual(['r']);
    expect(await redis.keys('sluice:beside')).toEqual([]);
    expect(await redis.keys('sluice:replacing')).toEqual([]);
  }

  it('exchanges databases in one step where there are free ones', async () => {
    const target = await live({ databases: '40' });
    const { file } = await dumpOf(driver);
    await groupOf(target.opened).replace(FENCE, sourceOf(file), LIMITS);
    await expectReplaced(target, await statesOf(client));
    expect((await target.opened.history.list()).map(({ version }) => version)).toEqual(['1']);
    expect((await target.opened.inspect(NEVER)).objects.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(await target.redis.call('INFO', 'keyspace')).not.toMatch(/db(?:1[6-9]|[23]\d)/u);
    // Again, with all of that in place.
    await groupOf(target.opened).replace(FENCE, sourceOf(file), LIMITS);
    await expectReplaced(target, await statesOf(client));
  }, 120_000);

  it('is done in place where there is none', async () => {
    const target = await live();
    const { file } = await dumpOf(driver);
    await groupOf(target.opened).replace(FENCE, sourceOf(file), LIMITS);
    await expectReplaced(target, await statesOf(client));
    expect((await target.opened.inspect(NEVER)).objects.map(({ name }) => name)).toEqual(['first', 'second']);
  }, 120_000);

  it('is done in place where there is not the memory for both, and again after it was cut off', async () => {
    const target = await live();
    await target.redis.call('SETRANGE', 'large', 20_000_000, 'x');
    const small = await driverOf(target.server.url());
    const wanted = await statesOf(target.redis);
    const dumped = await dumpOf(small, 'data');
    await target.redis.call('SET', 'later', 'x');
    await target.redis.call('CONFIG', 'SET', 'maxmemory', '30mb');
    const cut: DumpSource = {
      ...dumped.source,
      open: (part) => {
        opened += 1;
        return opened === 2 ? sourceOf(dumped.file.subarray(0, -300)).open(part) : dumped.source.open(part);
      },
    };
    let opened = 0;
    const error = await failureOf(groupOf(small).replace(FENCE, cut, LIMITS));
    expect(error).toMatchObject({ code: 'ROLL_001', message: expect.stringContaining('not to its end') });
    expect(await target.redis.exists('sluice:replacing')).toBe(1);
    await groupOf(small).replace(FENCE, cut, LIMITS);
    await expectReplaced(target, wanted);
    // Keys alone leave the record of what was applied.
    expect((await small.history.list()).map(({ version }) => version)).toEqual(['2']);
    await target.redis.call('FUNCTION', 'DELETE', 'here');
    expect(await failureOf(groupOf(small).replace(FENCE, cut, LIMITS))).toMatchObject({
      code: 'ROLL_001',
      message: expect.stringContaining('Nothing was changed'),
    });
  }, 120_000);

  it('is refused to a run that has lost its lock, and leaves what there was', async () => {
    const target = await live({ databases: '40' });
    const before = await statesOf(target.redis);
    const { file } = await dumpOf(driver);
    const error = await failureOf(
      groupOf(target.opened).replace({ ...FENCE, owner: 'another' }, sourceOf(file), LIMITS),
    );
    expect(error.code).toBe('LOCK_001');
    await expectReplaced(target, before);
  }, 120_000);
});
