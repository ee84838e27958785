import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppliedMigration, Driver, Fence, JournalRow } from '../../../src/driver.ts';
import { createDatabase, createUser, type TestDatabase } from '../../support/databases.ts';
import { sendRedis } from '../../support/databases/redis.ts';
import { type Proxy, startProxy } from '../../support/proxy.ts';
import { startRedis, type TestServer } from '../../support/servers.ts';
import { allOf, failureOf, LIMITS, openAt } from './open.ts';

const FENCE: Fence = { owner: 'run a', leaseMs: 60_000 };

function row(seq: number, runId = 'a'): JournalRow {
  return { runId, seq, at: '2026-01-02T03:04:05.678Z', stage: 'run', kind: 'check', entry: '{"text":"ї\\n"}' };
}

const APPLIED: AppliedMigration = {
  version: '7',
  name: 'n',
  checksum: 'c',
  appliedAt: '2026-01-02T03:04:05.678Z',
  durationMs: 12,
  statements: 1,
  runId: 'a',
};

async function collect<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function driverAt(url: string, runId = 'a'): Promise<Driver> {
  const driver = await openAt(url, { runId });
  closing.push(() => driver.close());
  return driver;
}

/** A server of the test's own. */
async function serverWith(settings: Readonly<Record<string, string | number>>): Promise<TestServer> {
  const server = await startRedis({ settings });
  closing.push(() => server.stop());
  return server;
}

describe('Sluice’s own keys', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase('redis');
  });
  afterEach(() => database.drop());

  const keys = async (): Promise<readonly string[]> => {
    const rows = await database.query('scan 0 count 1000');
    return rows
      .flatMap(({ value }) => (Array.isArray(value) ? value.map(String) : []))
      .toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  };

  it('are those that the documentation names, and none expires', async () => {
    const driver = await driverAt(database.url);
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    await driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.append([row(1)]);
      await tx.recordApplied(APPLIED);
    });
    await driver.control.request({ runId: 'a', at: '2026-01-02T03:04:05.678Z', request: 'pause' });
    expect(await keys()).toEqual([
      'sluice:control:a',
      'sluice:journal',
      'sluice:journal:a',
      'sluice:lock',
      'sluice:migrations',
    ]);
    for (const key of await keys()) expect(await database.query(`ttl ${key}`)).toEqual([{ value: -1 }]);
    await driver.control.clear('a');
    await driver.lock.release(FENCE.owner);
    expect(await keys()).toEqual(['sluice:journal', 'sluice:journal:a', 'sluice:migrations']);
  });

  it('lie in the database number of the URL, under the prefix of the configuration', async () => {
    const driver = await openAt(database.url.replace(/0$/u, '5'), { names: { schema: null, prefix: 'shop_' } });
    closing.push(() => driver.close());
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    expect(await keys()).toEqual([]);
    expect(await sendRedis(database.url.replace(/0$/u, '5'), [['KEYS', '*']])).toEqual(['shop:lock']);
  });

  it('are written by nobody whose lease was stolen, however far it had come', async () => {
    const driver = await driverAt(database.url);
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    const stolen = driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.append([row(1)]);
      await database.query('hset sluice:lock owner thief');
      await tx.recordApplied(APPLIED);
    });
    expect(await failureOf(stolen)).toMatchObject({ code: 'LOCK_001', details: { leaseLost: true } });
    expect(await keys()).toEqual(['sluice:lock']);
    await driver.lock.release(FENCE.owner);
    expect(await driver.lock.holder()).toMatchObject({ owner: 'thief' });
  });

  it('extend the lease with each write, by the server’s clock', async () => {
    const driver = await driverAt(database.url);
    await driver.lock.acquire(FENCE.owner, 1);
    await driver.journal.append(FENCE, [row(1)]);
    const holder = await driver.lock.holder();
    expect(holder?.expired).toBe(false);
    expect(Date.parse(holder?.expiresAt ?? '') - Date.parse(holder?.acquiredAt ?? '')).toBeGreaterThanOrEqual(60_000);
  });

  it('are written whole or not at all: a number that is there refuses the rows before it too', async () => {
    const driver = await driverAt(database.url);
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    await driver.journal.append(FENCE, [row(1)]);
    const twice = driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.recordApplied(APPLIED);
      await tx.append([row(1, 'b'), row(1)]);
    });
    await expect(twice).rejects.toThrow(/duplicate/u);
    expect(await collect(driver.journal.read({}))).toEqual([row(1)]);
    expect(await driver.history.list()).toEqual([]);
  });

  it('are not what a statement could be run against', async () => {
    const driver = await driverAt(database.url);
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    const statement = { index: 0, line: 1, text: 'select 1', hash: '' };
    expect(await failureOf(driver.apply.standalone(FENCE, LIMITS, statement))).toMatchObject({ code: 'CONF_001' });
    // Even where the work swallows it, nothing of the transaction is written.
    const swallowing = driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.append([row(1)]);
      await tx.execute(statement).catch(() => undefined);
    });
    expect(await failureOf(swallowing)).toMatchObject({
      code: 'CONF_001',
      fix: expect.stringMatching(/key migration/u),
    });
    expect(await collect(driver.journal.read({}))).toEqual([]);
    expect(await driver.apply.sweep(statement, LIMITS)).toEqual([]);
    expect(driver.apply.classify(statement)).toBe('standalone');
  });

  it('are refused by name where the account lacks a right', async () => {
    const url = await createUser(database, { password: 'p', name: 'reader', grants: ['-eval', '-evalsha'] });
    const driver = await driverAt(url);
    const scripts = await failureOf(driver.lock.acquire(FENCE.owner, FENCE.leaseMs));
    expect(scripts).toMatchObject({ code: 'PERM_001' });
    expect(allOf(scripts)).toMatch(/"reader" may not run the command EVAL[\s\S]*ACL SETUSER reader \+eval/u);
    const inScript = await createUser(database, { password: 'p', name: 'writer', grants: ['-hset'] });
    const error = await failureOf((await driverAt(inScript)).lock.acquire(FENCE.owner, FENCE.leaseMs));
    expect([error.code, error.message]).toEqual(['PERM_001', expect.stringMatching(/taking the run lock/u)]);
    const noKeys = await createUser(database, { password: 'p', name: 'keyless', grants: ['resetkeys', '~app:*'] });
    const denied = await failureOf((await driverAt(noKeys)).lock.acquire(FENCE.owner, FENCE.leaseMs));
    expect([denied.code, denied.fix]).toEqual(['PERM_001', expect.stringMatching(/ACL SETUSER keyless ~/u)]);
    expect(await keys()).toEqual([]);
  });

  it('survive that the server forgets its scripts', async () => {
    const driver = await driverAt(database.url);
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    await database.query('script flush');
    await driver.journal.append(FENCE, [row(1)]);
    expect(await driver.lock.renew(FENCE)).toBe(true);
  });

  it('say so when somebody else uses their names', async () => {
    await database.query('set sluice:lock mine');
    const error = await failureOf((await driverAt(database.url)).lock.holder());
    expect(error).toMatchObject({ code: 'SQL_001', details: { reply: 'WRONGTYPE' } });
    expect(error.message).toMatch(/reading the run lock/u);
  });
});

describe('a server that refuses or dies', () => {
  let proxies: Proxy[] = [];
  afterAll(async () => {
    for (const proxy of proxies) await proxy.close();
    proxies = [];
  });

  it('is out of memory: MEM_001, and nothing is written', async () => {
    const server = await serverWith({ maxmemory: '3mb' });
    const driver = await driverAt(server.url());
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    await sendRedis(server.url(), [['CONFIG', 'SET', 'maxmemory', '1']]);
    const error = await failureOf(driver.journal.append(FENCE, [row(1)]));
    expect([error.code, error.message]).toEqual(['MEM_001', expect.stringMatching(/maxmemory/u)]);
    await driver.lock.release(FENCE.owner);
    await sendRedis(server.url(), [['CONFIG', 'SET', 'maxmemory', '0']]);
    expect(await collect(driver.journal.read({}))).toEqual([]);
    expect(await driver.lock.holder()).toBeNull();
  });

  it('is a replica: says so, and that the primary is needed', async () => {
    const primary = await serverWith({});
    const replica = await serverWith({
      replicaof: `127.0.0.1 ${String(primary.port)}`,
      masterauth: decodeURIComponent(new URL(primary.url()).password),
    });
    const driver = await driverAt(replica.url());
    expect(await driver.lock.holder()).toBeNull();
    const error = await failureOf(driver.lock.acquire(FENCE.owner, FENCE.leaseMs));
    expect([error.code, error.message, error.fix]).toEqual([
      'CONN_001',
      expect.stringMatching(/read-only replica/u),
      'Use the URL of the primary.',
    ]);
    expect((await driver.probe(LIMITS.signal)).readOnly).toBe(true);
  });

  it('loses the answer to a commit: says that it is unknown, and goes on over a new connection', async () => {
    const server = await serverWith({});
    let armed = false;
    const proxy = await startProxy(server.url(), {
      inspect: (_piece, from) => {
        if (!armed || from !== 'server') return 'pass';
        armed = false;
        return 'cut';
      },
    });
    proxies.push(proxy);
    const driver = await driverAt(proxy.url(server.url()));
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    await driver.apply.transaction(FENCE, LIMITS, (tx) => tx.append([row(1)]));
    armed = true;
    const error = await failureOf(driver.apply.transaction(FENCE, LIMITS, (tx) => tx.append([row(2)])));
    expect(error).toMatchObject({ code: 'CONN_001', details: { commit: 'unknown', lost: true } });
    expect(await collect(driver.journal.read({}))).toEqual([row(1), row(2)]);
    expect(await driver.lock.renew(FENCE)).toBe(true);
  });

  it('keeps what was appended through SIGKILL when it has an append-only file', async () => {
    const server = await serverWith({ appendonly: 'yes', appendfsync: 'always' });
    const driver = await driverAt(server.url());
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    await driver.journal.append(FENCE, [row(1), row(2)]);
    await server.kill('SIGKILL');
    expect(await failureOf(driver.journal.append(FENCE, [row(3)]))).toMatchObject({ code: 'CONN_001' });
    await server.restart();
    expect(await collect(driver.journal.read({}))).toEqual([row(1), row(2)]);
    await driver.journal.append(FENCE, [row(3)]);
    expect(await driver.lock.holder()).toMatchObject({ owner: 'run a', expired: false });
  });

  it('stops answering: gives up at the limit, and does not wait for what it was told to leave', async () => {
    const server = await serverWith({});
    const proxy = await startProxy(server.url());
    proxies.push(proxy);
    const driver = await driverAt(proxy.url(server.url()));
    await driver.verify.scalar('dbsize', LIMITS);
    proxy.stall();
    const late = await failureOf(driver.verify.scalar('dbsize', { ...LIMITS, statementTimeoutMs: 200 }));
    expect(late).toMatchObject({ code: 'TIME_001' });
    const leaving = new AbortController();
    const waiting = driver.verify.scalar('dbsize', { ...LIMITS, signal: leaving.signal });
    leaving.abort(new Error('told to leave'));
    await expect(waiting).rejects.toThrow('told to leave');
    proxy.resume();
  });
});
