import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Facts } from '../../../../src/driver.ts';
import { createDatabase, createUser, type TestDatabase } from '../../../support/databases.ts';
import { sendRedis } from '../../../support/databases/redis.ts';
import { type RedisOptions, startRedis, type TestServer } from '../../../support/servers.ts';
import { NEVER, openAt, until } from '../open.ts';

async function factsOf(url: string): Promise<Facts> {
  const driver = await openAt(url);
  try {
    return await driver.probe(NEVER);
  } finally {
    await driver.close();
  }
}

const missing = ({ privileges }: Facts): readonly string[] =>
  privileges.filter(({ granted }) => !granted).map(({ name }) => name);

describe('facts of a server', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase('redis');
  });
  afterEach(() => database.drop());

  it('are its keys by database number, its memory and how it persists', async () => {
    await sendRedis(database.url, [
      ['SET', 'small', 'x'],
      ['SET', 'big', Buffer.alloc(200_000)],
      ['SET', 'expiring', 'x', 'EX', '1000'],
      ['SET', 'sluice:progress:1', Buffer.alloc(400_000)],
      ['SELECT', '3'],
      ['RPUSH', 'list', 'a'],
    ]);
    const { keyspace, tls, database: number, connections, replication } = await factsOf(database.url);
    expect({ tls, number, replication }).toEqual({
      tls: { used: false, protocol: null },
      number: '0',
      replication: null,
    });
    expect(connections?.limit).toBeGreaterThan(0);
    expect(keyspace).toMatchObject({
      databases: [
        { database: 0, keys: 4, expiring: 1 },
        { database: 3, keys: 1, expiring: 0 },
      ],
      memory: { limitBytes: null, policy: 'noeviction', usedBytes: expect.any(Number) },
      persistence: { snapshots: false, appendOnly: false, failure: null, busy: null },
      // Sluice's own are not among them.
      bigKeys: { sampled: 4, keys: 5, largest: [{ database: 0, key: 'big', type: 'string' }, {}, {}, {}] },
    });
    expect(keyspace?.bigKeys.largest[0]?.bytes).toBeGreaterThan(200_000);
  });

  it('take a sample of many keys, whose size is bounded', async () => {
    const filling = "for i = 1, 2000 do redis.call('SET', string.rep('k', 100) .. i, i) end";
    await sendRedis(database.url, [['EVAL', filling, 0]]);
    const { keyspace } = await factsOf(database.url);
    expect(keyspace?.bigKeys.keys).toBe(2000);
    expect(keyspace?.bigKeys.sampled).toBeGreaterThan(100);
    expect(keyspace?.bigKeys.sampled).toBeLessThanOrEqual(500);
    expect(keyspace?.bigKeys.largest[0]?.key).toMatch(/^k{80}…$/u);
  });

  it('change nothing', async () => {
    await factsOf(database.url);
    const limited = await createUser(database, { password: 'p', grants: ['-@admin'] });
    await factsOf(limited);
    expect(await database.query('dbsize')).toEqual([{ value: 0 }]);
  });
});

describe('rights of an account', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase('redis');
  });
  afterEach(() => database.drop());

  it('are all there for the administrator', async () => {
    const facts = await factsOf(database.url);
    expect(missing(facts)).toEqual([]);
    expect(facts.privileges.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['SCAN', 'DUMP', 'RESTORE', 'EVAL']),
    );
    expect(facts.unknown).toEqual([]);
  });

  it('are all there for the account of the documentation', async () => {
    const page = await readFile(new URL('../../../../docs/permissions.md', import.meta.url), 'utf8');
    const rules = /^ACL SETUSER sluice_app on >PASSWORD (.*)$/mu.exec(page)?.[1]?.split(' ') ?? [];
    const grants = ['reset', 'on', '>p', ...rules];
    const facts = await factsOf(await createUser(database, { password: 'p', name: 'sluice_app', grants }));
    expect(missing(facts)).toEqual([]);
    const asked = await factsOf(
      await createUser(database, { password: 'p', name: 'asker', grants: [...grants, '+acl|dryrun', '+acl|whoami'] }),
    );
    expect([missing(asked), asked.unknown]).toEqual([[], []]);
  });

  it('are named where they are missing, with the rule that grants them', async () => {
    const grants = ['-dump', '-evalsha', '-psync', '-swapdb', '-client|kill'];
    const facts = await factsOf(await createUser(database, { password: 'p', name: 'app', grants }));
    expect(missing(facts)).toEqual(['EVALSHA', 'DUMP']);
    const dump = facts.privileges.find(({ name }) => name === 'DUMP');
    expect(dump?.fix).toContain('ACL SETUSER app +dump ~*');
    expect(facts.unknown.map(({ why }) => why)).toEqual([
      'the user "app" lacks PSYNC: ACL SETUSER app +psync',
      'the user "app" lacks CLIENT KILL: ACL SETUSER app +client|kill',
      'the user "app" lacks SWAPDB: ACL SETUSER app +swapdb',
    ]);
  });

  it('cover all keys, or it says which pattern is missing', async () => {
    const grants = ['resetkeys', '~sluice:*', '~app:*'];
    const facts = await factsOf(await createUser(database, { password: 'p', name: 'app', grants }));
    expect(missing(facts)).toEqual(['DUMP', 'PEXPIRETIME', 'RESTORE', 'RENAME']);
  });

  it('are tried out where the account may not ask for them', async () => {
    const grants = ['-@admin', '-@dangerous', '+info', '+restore', '-dump'];
    const facts = await factsOf(await createUser(database, { password: 'p', name: 'app', grants }));
    expect(missing(facts)).toEqual(['DUMP']);
    expect(facts.unknown.map(({ fact }) => fact)).toContain(
      'rights of the user "app": HSET, ZADD, RPUSH, RESTORE, RENAME',
    );
    expect(facts.unknown.map(({ why }) => why).join()).toContain('the user "app" lacks CONFIG GET');
    expect(facts.serverDiskFreeBytes).toBeNull();
    expect(facts.keyspace?.persistence.snapshots).toBeNull();
  });
});

describe('servers that were set up in another way', () => {
  const servers: TestServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });
  async function start(settings: NonNullable<RedisOptions['settings']>): Promise<TestServer> {
    const server = await startRedis({ settings });
    servers.push(server);
    return server;
  }

  it('may block commands, as managed services do', async () => {
    const server = await start({ 'rename-command': ['CONFIG', 'hidden-config'] });
    const facts = await factsOf(server.url());
    expect(missing(facts)).toEqual([]);
    expect(facts.unknown.map(({ why }) => why).join()).toMatch(/does not know CONFIG GET: a managed service/u);
    const blocking = await start({ 'rename-command': ['DUMP', 'hidden-dump'] });
    const dump = (await factsOf(blocking.url())).privileges.find(({ granted }) => !granted);
    expect(dump).toMatchObject({ name: 'DUMP', fix: expect.stringMatching(/does not know DUMP/u) });
  });

  it('have limits, policies and persistence', async () => {
    const server = await start({
      maxmemory: '100mb',
      'maxmemory-policy': 'allkeys-lru',
      appendonly: 'yes',
      save: '60 1',
    });
    const { keyspace } = await factsOf(server.url());
    expect(keyspace?.memory).toMatchObject({ limitBytes: 104_857_600, policy: 'allkeys-lru' });
    expect(keyspace?.persistence).toMatchObject({ snapshots: true, appendOnly: true });
  });

  it('are primaries with replicas, and replicas', async () => {
    const primary = await start({});
    const replica = await start({
      replicaof: `127.0.0.1 ${String(primary.port)}`,
      masterauth: decodeURIComponent(new URL(primary.url()).password),
    });
    await until(async () => ((await factsOf(primary.url())).replication?.lagMs ?? null) !== null);
    const seen = await factsOf(primary.url());
    expect(seen.replication).toMatchObject({ role: 'primary', detail: expect.stringMatching(/ online$/u) });
    expect(seen.readOnly).toBe(false);
    const own = await factsOf(replica.url());
    expect(own.readOnly).toBe(true);
    expect(own.replication).toMatchObject({
      role: 'replica',
      detail: `replica of 127.0.0.1:${String(primary.port)} (connected: yes)`,
    });
  });
});
