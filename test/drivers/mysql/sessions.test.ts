import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Blocker, Driver } from '../../../src/driver.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { startProcess } from '../../support/process.ts';
import { startMariadb } from '../../support/servers.ts';
import type { TestServer } from '../../support/servers/test-server.ts';
import { openSession } from '../../support/session.ts';
import {
  failureOf,
  fenceOf,
  limits,
  newDatabase,
  openDriver,
  statement,
  until,
  TRANSACTIONS_SETTLE_MS,
} from './open.ts';

/** Asks until somebody is named; the statement in flight needs a moment to reach the server. */
async function blockersOf(driver: Driver): Promise<readonly Blocker[]> {
  return until(() => driver.sessions.blockers(), TRANSACTIONS_SETTLE_MS);
}

async function runs(database: TestDatabase, part: string): Promise<void> {
  // The connection of the question before may still be listed with its text.
  const looking = `select 1 from information_schema.processlist where info like '%${part}%' and info not like '%processlist%'`;
  await until(() => database.query(looking));
}

/** A driver with a table, and an application that holds it. */
async function blocked(database: TestDatabase) {
  await database.query('create table t (id int primary key, a int); insert into t values (1, 1)');
  const driver = await openDriver(database.url);
  const fence = await fenceOf(driver);
  const application = await openSession(database);
  await application.query('begin');
  return { driver, fence, application };
}

describe('blockers', () => {
  it('names the transaction that holds a row, for certain', async () => {
    const { driver, fence, application } = await blocked(await newDatabase());
    await application.query('update t set a = 2');
    const waiting = driver.apply.transaction(fence, limits(), (tx) => tx.execute(statement('update t set a = 3')));
    const blockers = await blockersOf(driver);
    expect(blockers).toEqual([
      { pid: application.pid, user: 'root', query: null, ageMs: expect.any(Number) as unknown, certain: true },
    ]);
    await application.close();
    await waiting;
    expect(await driver.sessions.blockers()).toEqual([]);
  });

  it('names the open transactions of the database when a change of the table waits', async () => {
    const database = await newDatabase();
    const { driver, fence, application } = await blocked(database);
    await application.query('select * from t');
    const waiting = driver.apply.standalone(fence, limits(), statement('alter table t add b int'));
    // The server's view of transactions lags behind, and other databases have some too.
    const blockers = await until(async () => {
      const found = await driver.sessions.blockers();
      return found.some(({ pid }) => pid === application.pid) ? found : [];
    }, TRANSACTIONS_SETTLE_MS);
    expect(blockers).toMatchObject([{ pid: application.pid, certain: false }]);
    await application.close();
    await waiting;
  });

  it('sees nobody, and does not fail, without PROCESS', async () => {
    const database = await newDatabase();
    const url = await database.createUser({ password: 'x' });
    await database.query('create table t (id int)');
    const driver = await openDriver(url);
    const fence = await fenceOf(driver);
    const application = await openSession(database);
    await application.query('begin');
    await application.query('select * from t');
    const waiting = failureOf(
      driver.apply.standalone(fence, limits({ lockTimeoutMs: 1000 }), statement('alter table t add b int')),
    );
    await runs(database, 'alter table t add b int');
    expect(await driver.sessions.blockers()).toEqual([]);
    expect((await waiting).code).toBe('LOCK_002');
    await application.close();
  });

  describe.each([
    [
      'the performance schema',
      { 'performance-schema': 'ON', 'performance-schema-instrument': 'wait/lock/metadata/sql/mdl=ON' },
    ],
    ['the plugin', { 'plugin-load-add': 'metadata_lock_info' }],
  ] as const)('with %s', (_name, settings) => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startMariadb({ settings });
    });
    afterAll(async () => server.stop());

    it('names the holder for certain among other transactions', async () => {
      const database = await newDatabase({ server: server.url() });
      const { driver, fence, application } = await blocked(database);
      await application.query('select * from t');
      await database.query('create table elsewhere (id int primary key); insert into elsewhere values (1)');
      const innocent = await openSession(database);
      await innocent.query('begin');
      await innocent.query('update elsewhere set id = 2');
      const waiting = driver.apply.standalone(fence, limits(), statement('alter table t add b int'));
      const blockers = await blockersOf(driver);
      expect(blockers).toMatchObject([{ pid: application.pid, certain: true }]);
      await application.close();
      await waiting;
      await innocent.close();
      await driver.close();
    });

    it('names a LOCK TABLES, which is no transaction', async () => {
      const database = await newDatabase({ server: server.url() });
      const { driver, fence, application } = await blocked(database);
      await application.query('lock tables t read');
      const waiting = driver.apply.standalone(fence, limits(), statement('alter table `t` add b int'));
      expect(await blockersOf(driver)).toMatchObject([{ pid: application.pid, certain: true }]);
      await application.close();
      await waiting;
      await driver.close();
    });
  });
});

describe('endOrphans', () => {
  it('ends what a killed run left waiting in the server', async () => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key)');
    const application = await openSession(database);
    await application.query('begin');
    await application.query('select * from t');
    const child = startProcess(['node', 'test/drivers/mysql/child.ts', database.url, 'alter table t add b int']);
    await runs(database, 'alter table t add b int');
    child.kill('SIGKILL');
    await child.result;
    // The server goes on waiting for the table, and would change it as soon as it is free; it looks once
    // a second whether its client is still there, so it may have noticed before.
    const next = await openDriver(database.url);
    for (const { query } of await next.sessions.endOrphans(limits())) expect(query).toBe('alter table t add b int');
    await application.query('commit');
    await application.close();
    expect(await database.query("show columns from t like 'b'")).toEqual([]);
    expect(await next.sessions.endOrphans(limits())).toEqual([]);
  });

  it('ends an ALTER in the midst of its work', async () => {
    const database = await newDatabase();
    await database.query(
      "create table big (id int primary key, a varchar(100)); insert into big select seq, repeat('x', 100) from seq_1_to_400000",
    );
    const child = startProcess([
      'node',
      'test/drivers/mysql/child.ts',
      database.url,
      'alter table big add b int, algorithm=copy',
    ]);
    await until(() =>
      database.query(
        "select 1 from information_schema.processlist where info like '%alter table big%' and state like 'copy%'",
      ),
    );
    child.kill('SIGKILL');
    await child.result;
    const next = await openDriver(database.url);
    const ended = await next.sessions.endOrphans(limits());
    expect(ended).toMatchObject([{ query: 'alter table big add b int, algorithm=copy' }]);
    expect(await database.query("show columns from big like 'b'")).toEqual([]);
    expect(
      await database.query(
        `select name from information_schema.innodb_sys_tables where name like '${database.name}/#%'`,
      ),
    ).toEqual([]);
  });

  it('finds an idle session by its mark, as an account without PROCESS too, and spares its own', async () => {
    const database = await newDatabase();
    const url = await database.createUser({ password: 'x' });
    const dead = await openDriver(url);
    const fence = await fenceOf(dead);
    await dead.apply.standalone(fence, limits(), statement('create table t (id int)'));
    const alive = await openDriver(url);
    await alive.apply.standalone(fence, limits(), statement('set @kept = 1'));
    expect(await alive.sessions.endOrphans(limits())).toHaveLength(1);
    await alive.apply.standalone(fence, limits(), statement('insert into t values (@kept)'));
    expect(await database.query('select * from t')).toEqual([{ id: 1 }]);
    // The dead one finds out when it comes back to life.
    await dead.apply.standalone(fence, limits(), statement('insert into t values (2)'));
  });

  it('leaves the sessions of other databases alone', async () => {
    const one = await openDriver((await newDatabase()).url);
    const fence = await fenceOf(one);
    await one.apply.standalone(fence, limits(), statement('set @a = 1'));
    const other = await openDriver((await newDatabase()).url);
    expect(await other.sessions.endOrphans(limits())).toEqual([]);
    await one.apply.standalone(fence, limits(), statement('set @a = 2'));
  });
});
