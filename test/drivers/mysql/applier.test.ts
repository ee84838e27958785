import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Driver, Fence, JournalRow } from '../../../src/driver.ts';
import { systemClock } from '../../../src/clock.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { startProxy } from '../../support/proxy.ts';
import { openSession } from '../../support/session.ts';
import { failureOf, fenceOf, limits, newDatabase, openDriver, statement, until, untilGone } from './open.ts';

const journalRow = (seq: number, entry = '{}'): JournalRow => ({
  runId: 'r',
  seq,
  at: '2024-02-29T12:34:56.789Z',
  stage: 'schema-sync',
  kind: 'note',
  entry,
});

let database: TestDatabase;
let driver: Driver;
let fence: Fence;

beforeAll(async () => {
  database = await newDatabase();
  driver = await openDriver(database.url);
  fence = await fenceOf(driver);
});

const run = (text: string, changed: Parameters<typeof limits>[0] = {}) =>
  driver.apply.standalone(fence, limits(changed), statement(text));

async function journal(of: Driver = driver): Promise<readonly JournalRow[]> {
  const rows: JournalRow[] = [];
  for await (const row of of.journal.read({})) rows.push(row);
  return rows;
}

describe('a transaction', () => {
  it('commits statements and journal together', async () => {
    await run('create table a (id int primary key)');
    const outcome = await driver.apply.transaction(fence, limits(), async (tx) => {
      const done = await tx.execute(statement('insert into a values (1), (2)'));
      await tx.append([journalRow(1, '{"é":"a\\\\b\'?"}')]);
      return done;
    });
    expect(outcome).toEqual({ rows: 2, warnings: [] });
    expect(await database.query('select id from a')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await journal()).toEqual([journalRow(1, '{"é":"a\\\\b\'?"}')]);
  });

  it('undoes everything when something throws', async () => {
    await run('create table b (id int primary key)');
    const failure = await failureOf(
      driver.apply.transaction(fence, limits(), async (tx) => {
        await tx.append([journalRow(50)]);
        await tx.execute(statement('insert into b values (1)'));
        await tx.execute(statement('insert into b values (1)', 4));
      }),
    );
    expect(failure).toMatchObject({
      code: 'SQL_001',
      details: { statement: 4, line: 5, sqlState: '23000', errno: 1062 },
    });
    expect(failure.message).not.toContain("'1'");
    expect(await database.query('select * from b')).toEqual([]);
    expect((await journal()).map(({ seq }) => seq)).not.toContain(50);
  });

  it('does not go on after a failure that was caught', async () => {
    await run('create table swallowed (id int primary key)');
    await failureOf(
      driver.apply.transaction(fence, limits(), async (tx) => {
        await tx.execute(statement('insert into swallowed values (1)'));
        await tx.execute(statement('insert into swallowed values (1)')).catch(() => {});
        await tx.execute(statement('insert into swallowed values (2)')).catch(() => {});
      }),
    );
    expect(await database.query('select * from swallowed')).toEqual([]);
  });

  it.each(['create table c (id int)', 'commit', 'set autocommit = 1', 'call p()'])('refuses %s', async (text) => {
    await run('create table if not exists kept (id int)');
    const failure = await failureOf(
      driver.apply.transaction(fence, limits(), async (tx) => {
        await tx.execute(statement('insert into kept values (1)'));
        await tx.execute(statement(text));
      }),
    );
    expect(failure.code).toBe('SQL_001');
    expect(await database.query('select * from kept')).toEqual([]);
  });

  it('says when rows of a table without transactions stay behind', async () => {
    await run('create table m (id int primary key) engine=MyISAM');
    const failure = await failureOf(
      driver.apply.transaction(fence, limits(), async (tx) => {
        await tx.execute(statement('insert into m values (1)'));
        await tx.execute(statement('insert into m values (1)'));
      }),
    );
    expect(failure).toMatchObject({ code: 'SQL_001', details: { notUndone: true } });
    expect(failure.message).toMatch(/could not be undone/);
  });

  it('ends with LOCK_001 and nothing written when the lease was lost', async () => {
    await run('create table fenced (id int)');
    const other = { owner: 'somebody else', leaseMs: 1000 };
    const failure = await failureOf(
      driver.apply.transaction(other, limits(), async (tx) => tx.execute(statement('insert into fenced values (1)'))),
    );
    expect(failure.code).toBe('LOCK_001');
    expect(await database.query('select * from fenced')).toEqual([]);
    expect(
      (await failureOf(driver.apply.standalone(other, limits(), statement('create table never (id int)')))).code,
    ).toBe('LOCK_001');
    expect(await database.query("show tables like 'never'")).toEqual([]);
  });

  it('writes the journal whatever the migration did to the session', async () => {
    await run('create database if not exists sluice_test_elsewhere');
    try {
      for (const text of [
        'set names latin1',
        "set session sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
        'use sluice_test_elsewhere',
        "set time_zone = '+07:00'",
      ]) {
        await run(text);
      }
      await driver.apply.transaction(fence, limits(), (tx) => tx.append([journalRow(60, '{"Ёлка":"\\\\n\'\\""}')]));
      expect((await journal()).find(({ seq }) => seq === 60)).toEqual(journalRow(60, '{"Ёлка":"\\\\n\'\\""}'));
    } finally {
      await run(`use \`${database.name}\``);
      await run('set names utf8mb4');
      await run("set session sql_mode = ''");
      await database.query('drop database sluice_test_elsewhere');
    }
  });
});

it('renews the lease and reads the journal while a statement runs, and while a transaction is open', async () => {
  await run('create table meanwhile (id int)');
  await driver.apply.transaction(fence, limits(), async (tx) => {
    await tx.execute(statement('insert into meanwhile values (1)'));
    await tx.append([journalRow(70)]);
    expect(await driver.lock.renew(fence)).toBe(true);
    expect((await journal()).map(({ seq }) => seq)).not.toContain(70);
    await driver.journal.append(fence, [journalRow(71)]);
  });
  expect((await journal()).map(({ seq }) => seq)).toEqual(expect.arrayContaining([70, 71]));
});

describe('limits', () => {
  it('gives up on a metadata lock, with LOCK_002', async () => {
    await run('create table blocked (id int)');
    const blocker = await openSession(database);
    await blocker.query('begin');
    await blocker.query('select * from blocked');
    const failure = await failureOf(run('alter table blocked add a int', { lockTimeoutMs: 1000 }));
    expect(failure).toMatchObject({ code: 'LOCK_002', details: { statement: 0, errno: 1205 } });
    await blocker.query('commit');
    await blocker.close();
    await run('alter table blocked add a int', { lockTimeoutMs: 1000 });
  });

  it('gives up on a row lock, with LOCK_002', async () => {
    await run('create table rows_blocked (id int primary key, a int)');
    await database.query('insert into rows_blocked values (1, 1)');
    const blocker = await openSession(database);
    await blocker.query('begin');
    await blocker.query('update rows_blocked set a = 2');
    const failure = await failureOf(
      driver.apply.transaction(fence, limits({ lockTimeoutMs: 1000 }), (tx) =>
        tx.execute(statement('update rows_blocked set a = 3')),
      ),
    );
    expect(failure.code).toBe('LOCK_002');
    await blocker.close();
  });

  it('reports a deadlock as LOCK_002', async () => {
    await run('create table dead (id int primary key, a int)');
    await database.query('insert into dead values (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)');
    const other = await openSession(database);
    await other.query('begin');
    // The lighter transaction gives way: this one must be the heavier.
    await other.query('update dead set a = 9 where id > 1');
    const failure = await failureOf(
      driver.apply.transaction(fence, limits(), async (tx) => {
        await tx.execute(statement('update dead set a = 1 where id = 1'));
        const theirs = other.query('update dead set a = 9 where id = 1');
        await tx.execute(statement('update dead set a = 1 where id = 2'));
        await theirs;
      }),
    );
    expect(failure).toMatchObject({ code: 'LOCK_002', details: { deadlock: true } });
    await other.close();
  });

  it('ends a statement that takes too long: a query, and a change of a table', async () => {
    const query = await failureOf(run('select sleep(60)', { statementTimeoutMs: 300 }));
    expect(query).toMatchObject({ code: 'TIME_001', details: { statement: 0, line: 1 } });
    await run('create table slow (id int)');
    const blocker = await openSession(database);
    await blocker.query('begin');
    await blocker.query('select * from slow');
    const alter = await failureOf(run('alter table slow add a int', { statementTimeoutMs: 300 }));
    expect(alter.code).toBe('TIME_001');
    await blocker.close();
    expect(await database.query("show columns from slow like 'a'")).toEqual([]);
    // The session is still there, with no order to end on its way.
    expect(await run('select 1')).toEqual({ rows: 1, warnings: [] });
  });

  it('ends the statement on the server when the run is aborted', async () => {
    const abort = new AbortController();
    const reason = new Error('stop');
    const running = driver.apply.standalone(fence, limits({ signal: abort.signal }), statement('select sleep(61)'));
    const looking =
      "select id from information_schema.processlist where info like '%sleep(61)%' and info not like '%processlist%'";
    await until(() => database.query(looking));
    abort.abort(reason);
    await expect(running).rejects.toBe(reason);
    await untilGone(() => database.query(looking));
    await expect(
      driver.apply.standalone(fence, limits({ signal: abort.signal }), statement('create table never2 (id int)')),
    ).rejects.toBe(reason);
  });
});

describe('what the server says', () => {
  it('passes warnings on, and no notes', async () => {
    await run('create table w (a tinyint)');
    await run("set session sql_mode = ''");
    const outcome = await run('insert into w values (1000)');
    expect(outcome.warnings).toEqual(["Warning 1264: Out of range value for column 'a' at row 1"]);
    expect((await run("insert into w values ('secret')")).warnings.join()).not.toContain('secret');
    expect((await run('drop table if exists nobody')).warnings).toEqual([]);
    expect((await run("select 'a' + 1")).warnings).toHaveLength(1);
    expect((await run('select 1')).warnings).toEqual([]);
  });

  it('hears what OPTIMIZE, CHECK and ANALYZE report as rows', async () => {
    expect((await run('optimize table missing')).warnings.join()).toMatch(/missing/);
    await run('create table fine (a int)');
    expect((await run('optimize table fine')).warnings).toEqual([]);
  });

  it('runs a program that leaves a transaction open, and does not keep what it had not committed', async () => {
    await run('create table open_end (id int) engine=InnoDB');
    await run('create procedure leave_open() begin start transaction; insert into open_end values (1); end');
    const failure = await failureOf(run('call leave_open()'));
    expect(failure.message).toMatch(/left a transaction open/);
    expect(await database.query('select * from open_end')).toEqual([]);
  });

  it('names the privilege that is missing', async () => {
    const url = await database.createUser({ password: 'p', grants: ['all on *', 'usage on *.*'] });
    const poor = await openDriver(url);
    const failure = await failureOf(
      poor.apply.standalone(fence, limits(), statement('set global max_connections = 10')),
    );
    expect(failure.code).toBe('PERM_001');
    expect(failure.fix).toMatch(/GRANT/);
  });

  it('refuses a statement that the server could not take', async () => {
    const text = `select '${'x'.repeat(64 * 1024 * 1024)}'`;
    const failure = await failureOf(run(text));
    expect(failure.code).toBe('SQL_001');
    expect(failure.fix).toMatch(/max_allowed_packet/);
    expect(await run('select 1')).toEqual({ rows: 1, warnings: [] });
  });

  it('does not keep the rows of a large result', async () => {
    const outcome = await run("select repeat('x', 1000) from seq_1_to_300000");
    expect(outcome.rows).toBe(300_000);
  });

  it('runs with the server’s own settings, as its command line client would', async () => {
    const fresh = await openDriver(database.url);
    await fresh.apply.standalone(fence, limits(), statement('create or replace procedure plain() select 1'));
    const [again] = await database.query(
      "select sql_mode as stored, @@global.sql_mode as wanted from information_schema.routines where routine_name = 'plain'",
    );
    expect(again?.['stored']).toBe(again?.['wanted']);
  });

  it('takes an empty executable comment for done', async () => {
    expect((await run('/*!99999 what a later server would do */')).warnings).toEqual([]);
  });
});

/** A driver behind a proxy that cuts the connection when the server answers to what begins so. */
async function cutAt(url: string, beginning: string) {
  let armed = false;
  let waiting = false;
  const proxy = await startProxy(url, {
    inspect: (piece, from) => {
      // One packet: length, sequence, COM_QUERY, text.
      if (armed && from === 'client' && piece.subarray(4).toString('latin1').startsWith(`\u0003${beginning}`))
        waiting = true;
      if (!waiting || from === 'client') return 'pass';
      waiting = false;
      armed = false;
      return 'cut';
    },
  });
  const through = await openDriver(`${proxy.url(url)}?sslmode=disable`);
  return { through, proxy, arm: () => (armed = true) };
}

describe('a lost connection', () => {
  it('is CONN_001 with an unknown end when it broke during COMMIT, and the commit may have happened', async () => {
    const own = await newDatabase();
    await own.query('create table t (id int)');
    const { through, proxy, arm } = await cutAt(own.url, 'commit');
    const held = await fenceOf(through);
    arm();
    const failure = await failureOf(
      through.apply.transaction(held, limits(), (tx) => tx.execute(statement('insert into t values (1)'))),
    );
    expect(failure).toMatchObject({ code: 'CONN_001', details: { commit: 'unknown' } });
    await until(() => own.query('select * from t'));
    // The next piece of work gets a connection of its own again.
    await through.apply.transaction(held, limits(), (tx) => tx.execute(statement('insert into t values (2)')));
    expect(await own.query('select * from t')).toHaveLength(2);
    await proxy.close();
  });

  it('is CONN_001 without a word of commit inside a transaction, and nothing is left', async () => {
    const own = await newDatabase();
    await own.query('create table t (id int)');
    const { through, proxy, arm } = await cutAt(own.url, '/* sluice/test-run */ insert');
    const held = await fenceOf(through);
    arm();
    const failure = await failureOf(
      through.apply.transaction(held, limits(), (tx) => tx.execute(statement('insert into t values (1)'))),
    );
    expect(failure.code).toBe('CONN_001');
    expect(failure.details).not.toHaveProperty('commit');
    await through.apply.transaction(held, limits(), (tx) => tx.execute(statement('insert into t values (2)')));
    expect(await own.query('select * from t')).toEqual([{ id: 2 }]);
    await proxy.close();
  });

  it('is CONN_001 with an unknown end for a statement on its own', async () => {
    const own = await newDatabase();
    const { through, proxy, arm } = await cutAt(own.url, '/* sluice/test-run */ create');
    const held = await fenceOf(through);
    arm();
    const failure = await failureOf(through.apply.standalone(held, limits(), statement('create table t (id int)', 3)));
    expect(failure).toMatchObject({ code: 'CONN_001', details: { commit: 'unknown', statement: 3, line: 4 } });
    await until(() => own.query("show tables like 't'"));
    await proxy.close();
  });

  it('is reported once when a migration had set up the session, because the new one would not be set up', async () => {
    const own = await newDatabase();
    const first = await openDriver(own.url);
    const held = await fenceOf(first);
    await first.apply.standalone(held, limits(), statement('set session foreign_key_checks = 0'));
    const [marked] = await own.query(
      `select is_used_lock(concat('sluice:', left(sha2('${own.name}', 256), 16), ':0')) as id`,
    );
    await own.query(`kill ${String(marked?.['id'])}`);
    await untilGone(() =>
      own.query(`select 1 from information_schema.processlist where id = ${String(marked?.['id'])}`),
    );
    const failure = await failureOf(first.apply.standalone(held, limits(), statement('create table t (id int)')));
    expect(failure).toMatchObject({ code: 'CONN_001' });
    await first.apply.standalone(held, limits(), statement('create table t (id int)'));
  });

  it('is noticed when the answer never comes', async () => {
    const own = await newDatabase();
    const proxy = await startProxy(own.url);
    // The hands of this clock fly: ten seconds between two looks pass at once.
    const through = await openDriver(`${proxy.url(own.url)}?sslmode=disable`, {
      clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 50, signal) },
      connectTimeoutMs: 300,
    });
    const held = await fenceOf(through);
    await through.apply.standalone(held, limits(), statement('create table t (id int)'));
    const running = failureOf(through.apply.standalone(held, limits(), statement('select sleep(1)')));
    await until(() => own.query("select 1 from information_schema.processlist where info like '% select sleep(1)'"));
    proxy.stall();
    expect(await running).toMatchObject({ code: 'CONN_001', details: { commit: 'unknown' } });
    await proxy.close();
  });
});
