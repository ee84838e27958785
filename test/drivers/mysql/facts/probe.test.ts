import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMariadb } from '../../../support/servers.ts';
import type { TestServer } from '../../../support/servers/test-server.ts';
import { openSession } from '../../../support/session.ts';
import { fenceOf, limits, newDatabase, openDriver, statement, until } from '../open.ts';

const signal = new AbortController().signal;

it('says what server this is, and how large the database', async () => {
  const database = await newDatabase();
  const driver = await openDriver(database.url);
  const before = await driver.probe(signal);
  expect(driver.engine).toBe('mariadb');
  expect(before).toMatchObject({
    engine: 'mariadb',
    database: database.name,
    supported: { ok: true },
    readOnly: false,
    replication: null,
    invalidIndexes: [],
    heldLocks: [],
  });
  expect(before.serverVersionParts.length).toBe(3);
  expect(before.serverDiskFreeBytes).toBeGreaterThan(0);
  expect(before.connections?.used).toBeGreaterThan(0);
  expect(before.tools.map(({ program, problem }) => [program, problem])).toEqual([
    ['mariadb-dump', null],
    ['mariadb', null],
  ]);
  await database.query(
    "create table t (a longtext); insert into t select repeat('x', 1000000) from seq_1_to_5; analyze table t",
  );
  expect((await driver.probe(signal)).sizeBytes).toBeGreaterThan(before.sizeBytes + 4_000_000);
});

it('names the missing client programs and their package', async () => {
  const driver = await openDriver((await newDatabase()).url);
  const path = process.env['PATH'];
  process.env['PATH'] = '/nonexistent';
  try {
    const { tools } = await driver.probe(signal);
    expect(tools).toMatchObject([
      {
        program: 'mariadb-dump',
        path: null,
        problem: expect.any(String) as unknown,
        fix: expect.stringMatching(/mariadb-client/) as unknown,
      },
      { program: 'mariadb', path: null },
    ]);
  } finally {
    process.env['PATH'] = path;
  }
});

describe('servers of one’s own', () => {
  let primary: TestServer;
  let replica: TestServer;
  beforeAll(async () => {
    [primary, replica] = await Promise.all([
      startMariadb({ settings: { 'server-id': 1, 'log-bin': 'bin', 'plugin-load-add': 'metadata_lock_info' } }),
      startMariadb({ settings: { 'server-id': 2, 'read-only': 1 } }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([primary.stop(), replica.stop()]);
  });

  it('shows who holds tables', async () => {
    const database = await newDatabase({ server: primary.url() });
    await database.query('create table t (id int); create table u (id int)');
    const driver = await openDriver(database.url);
    const fence = await fenceOf(driver);
    await driver.apply.standalone(fence, limits(), statement('insert into u values (1)'));
    const application = await openSession(database);
    await application.query('begin');
    await application.query('select * from t');
    const { heldLocks } = await driver.probe(signal);
    expect(heldLocks).toMatchObject([{ pid: application.pid, user: 'root', table: 't', certain: true }]);
    await application.close();
    await driver.close();
  });

  it('knows a replica by its lag, and a primary by its replicas', async () => {
    const { port, username, password } = new URL(primary.url());
    const there = await newDatabase({ server: replica.url() });
    const here = await newDatabase({ server: primary.url() });
    const driver = await openDriver(there.url);
    expect(await driver.probe(signal)).toMatchObject({ readOnly: true, replication: null });
    await there.query(
      `change master to master_host='127.0.0.1', master_port=${port}, master_user='${username}', master_password='${password}',` +
        ' master_use_gtid=slave_pos; start slave',
    );
    try {
      await until(async () => ((await driver.probe(signal)).replication?.lagMs === 0 ? [true] : []));
      expect((await driver.probe(signal)).replication?.role).toBe('replica');
      await there.query('stop slave sql_thread');
      expect((await driver.probe(signal)).replication).toMatchObject({
        role: 'replica',
        lagMs: null,
        detail: expect.stringMatching(/applying: No/) as unknown,
      });
      const onPrimary = await openDriver(here.url);
      await until(async () => ((await onPrimary.probe(signal)).replication === null ? [] : [true]));
      expect((await onPrimary.probe(signal)).replication).toMatchObject({ role: 'primary', lagMs: null });
      await onPrimary.close();
    } finally {
      await there.query('stop slave; reset slave all');
      await driver.close();
    }
  });
});
