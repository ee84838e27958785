import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, statSync } from 'node:fs';
import { startProcess } from '../../support/process.ts';
import {
  apply,
  childrenOf,
  collect,
  createFixture,
  digestsOf,
  ENDLESS,
  execute,
  failureOf,
  FENCE,
  type Fixture,
  journalRow,
  LIMITS,
  rows,
  SIGNAL,
  SPILLING,
  statement,
} from './fixture.ts';

const opened: Fixture[] = [];

afterEach(async () => {
  for (const { driver } of opened.splice(0)) await driver.close();
});

async function database(sql = ''): Promise<Fixture> {
  const fixture = await createFixture(sql);
  opened.push(fixture);
  return fixture;
}

/** Resolves when {@link SPILLING} has reached the disk: its transaction is in the middle of its work. */
async function untilWriting(path: string): Promise<void> {
  while (statSync(path).size < 1_000_000) await new Promise((resolve) => setImmediate(resolve));
}

describe('a transaction', () => {
  it('commits statements, journal and history together', async () => {
    const { driver, path } = await database();
    const outcomes = await driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      const all = [
        await tx.execute(statement('create table a (b)')),
        await tx.execute(statement('insert into a values (1), (2), (3)')),
        await tx.execute(statement('select * from a')),
        await tx.execute(statement('update a set b = 0 where b > 1 returning b')),
        await tx.execute(statement('-- nothing to do')),
      ];
      await tx.append([journalRow(1)]);
      await tx.recordApplied({
        version: '1',
        name: 'a',
        checksum: 'c',
        appliedAt: '2026-01-02T03:04:05.000Z',
        durationMs: 1,
        statements: 5,
        runId: 'run-1',
      });
      return all;
    });
    expect(outcomes.map((outcome) => outcome.rows)).toEqual([0, 3, 3, 2, 0]);
    expect(rows(path, 'select count(*) as n from a')).toEqual([{ n: 3 }]);
    expect(await collect(driver.journal.read({}))).toEqual([journalRow(1)]);
    expect((await driver.history.list()).map(({ version }) => version)).toEqual(['1']);
  });

  it('leaves nothing behind when a statement fails, and names it', async () => {
    const { driver } = await database();
    const before = await driver.inspect(SIGNAL);
    const failure = await failureOf(
      driver.apply.transaction(FENCE, LIMITS, async (tx) => {
        await tx.append([journalRow(1)]);
        await tx.execute(statement('create table a (b primary key)', 0));
        await tx.execute(statement('insert into a values (1)', 1));
        await tx.execute(statement('insert into a values (1)', 2));
      }),
    );
    expect(failure).toMatchObject({
      code: 'SQL_001',
      message: 'UNIQUE constraint failed: a.b.',
      details: { statement: 2, line: 3, sqlState: 'SQLITE_CONSTRAINT_PRIMARYKEY' },
    });
    expect(await driver.inspect(SIGNAL)).toEqual(before);
    expect(await collect(driver.journal.read({}))).toEqual([]);
  });

  it('is rolled back when SQLite itself has rolled back', async () => {
    const { driver, path } = await database('create table a (b unique)');
    const failure = await failureOf(
      apply(driver, ['insert into a values (1)', 'insert or rollback into a values (1)']),
    );
    expect(failure.code).toBe('SQL_001');
    expect(rows(path, 'select * from a')).toEqual([]);
  });

  it.each(['commit', 'rollback', 'end'])('refuses a file that ends it by itself with %s', async (word) => {
    const { driver } = await database();
    const failure = await failureOf(apply(driver, ['create table a (b)', word, 'create table c (d)']));
    expect(failure).toMatchObject({ code: 'SQL_001', details: { statement: 1 } });
    const { tables } = await driver.inspect(SIGNAL);
    expect(tables.map(({ name }) => name)).not.toContain('c');
  });

  it('fails at COMMIT when a deferred foreign key has no parent', async () => {
    const { driver } = await database(
      'create table p (id integer primary key); create table c (p references p deferrable initially deferred)',
    );
    const failure = await failureOf(apply(driver, ['pragma foreign_keys = on', 'insert into c values (1)']));
    expect(failure).toMatchObject({ code: 'SQL_001', details: { sqlState: 'SQLITE_CONSTRAINT_FOREIGNKEY' } });
    expect((await digestsOf(driver, ['c']))[0]?.rows).toBe(0);
  });

  it('writes nothing when the lease was lost', async () => {
    const { driver, path } = await database();
    execute(path, "update sluice_lock set owner = 'other'");
    const failure = await failureOf(apply(driver, ['create table a (b)']));
    expect(failure).toMatchObject({ code: 'LOCK_001', details: { leaseLost: true } });
    expect((await driver.inspect(SIGNAL)).tables).toEqual([]);
  });

  it('checks the lease again with its last write', async () => {
    const { driver } = await database();
    const failure = await failureOf(apply(driver, ['create table a (b)', "update sluice_lock set owner = 'other'"]));
    expect(failure).toMatchObject({ code: 'LOCK_001', details: { leaseLost: true } });
    expect((await driver.inspect(SIGNAL)).tables).toEqual([]);
    expect((await driver.lock.holder())?.owner).toBe(FENCE.owner);
  });

  it('behaves as SQLite does when nothing is said', async () => {
    const { driver, path } = await database();
    await apply(driver, [
      'create table p (id integer primary key)',
      'create table c (p references p)',
      'insert into c values (7)',
      'create table r (n)',
      'create trigger t after insert on r when new.n < 5 begin insert into r values (new.n + 1); end',
      'insert into r values (1)',
    ]);
    expect(rows(path, 'select count(*) as n from r')).toEqual([{ n: 2 }]);
  });

  it('may write to the schema table, as in SQLite’s shell', async () => {
    const { driver, path } = await database('create table a (b int)');
    await apply(driver, [
      'pragma writable_schema = on',
      "update sqlite_schema set sql = 'CREATE TABLE a (b text)' where name = 'a'",
      'pragma writable_schema = off',
    ]);
    expect(rows(path, "select sql from sqlite_schema where name = 'a'")).toEqual([{ sql: 'CREATE TABLE a (b text)' }]);
  });
});

describe('settings of the connection', () => {
  it('have their effect at the beginning and at the end of a transaction', async () => {
    const { driver, path } = await database(
      'create table p (id integer primary key); create table c (p references p on delete cascade); insert into p values (1); insert into c values (1)',
    );
    const on = await driver.apply.standalone(FENCE, LIMITS, statement('pragma foreign_keys = on'));
    expect(on.warnings).toEqual([]);
    // Rebuilding a table: with foreign keys on, dropping it would delete the rows that refer to it.
    await apply(driver, [
      'pragma foreign_keys = off',
      'create table new_p (id integer primary key, name text)',
      'insert into new_p (id) select id from p',
      'drop table p',
      'alter table new_p rename to p',
      'pragma foreign_keys = on',
    ]);
    expect(rows(path, 'select p from c')).toEqual([{ p: 1 }]);
    expect((await failureOf(apply(driver, ['insert into c values (2)']))).message).toBe(
      'FOREIGN KEY constraint failed.',
    );
  });

  it('are refused where they would have none', async () => {
    const { driver } = await database('create table a (b)');
    const failure = await failureOf(
      apply(driver, ['insert into a values (1)', 'pragma foreign_keys = on', 'insert into a values (2)']),
    );
    expect(failure).toMatchObject({ code: 'SQL_001', details: { statement: 1, line: 2 } });
    expect((await digestsOf(driver, ['a']))[0]?.rows).toBe(0);
  });
});

describe('a statement by itself', () => {
  it('runs outside a transaction', async () => {
    const { driver } = await database('create table a (b)');
    await driver.apply.standalone(FENCE, LIMITS, statement('vacuum'));
    expect((await failureOf(apply(driver, ['vacuum']))).message).toBe('cannot VACUUM from within a transaction.');
  });

  it('checks the lease first', async () => {
    const { driver, path } = await database('create table a (b)');
    execute(path, "update sluice_lock set owner = 'other'");
    const failure = await failureOf(driver.apply.standalone(FENCE, LIMITS, statement('drop table a')));
    expect(failure.code).toBe('LOCK_001');
    expect((await driver.inspect(SIGNAL)).tables).toEqual([{ name: 'a' }]);
  });

  it('changes the journal mode both ways while every connection has been used', async () => {
    const { driver, path } = await database('create table a (b)');
    for (const mode of ['wal', 'delete', 'wal', 'truncate']) {
      await digestsOf(driver);
      await driver.journal.append(FENCE, [journalRow(1)]);
      execute(path, 'delete from sluice_journal');
      const [outcome] = await Promise.all([
        driver.apply.standalone(FENCE, LIMITS, statement(`pragma journal_mode = ${mode}`)),
        driver.lock.renew(FENCE),
      ]);
      expect(outcome.rows).toBe(1);
      const expected = mode === 'truncate' ? 'delete' : mode;
      expect(rows(path, 'pragma journal_mode')).toEqual([{ journal_mode: expected }]);
    }
  });

  it('names its place when it fails', async () => {
    const { driver } = await database();
    const failure = await failureOf(driver.apply.standalone(FENCE, LIMITS, statement('vacuum into 1/0', 4)));
    expect(failure).toMatchObject({ code: 'SQL_001', details: { statement: 4, line: 5 } });
  });
});

describe('a statement that is stopped', () => {
  it.each(['delete', 'wal'])('by its time limit leaves the database as it was, in journal mode %s', async (mode) => {
    const { driver, path } = await database(
      `pragma journal_mode = ${mode}; create table a (b); insert into a values (1)`,
    );
    const before = await digestsOf(driver);
    const failure = await failureOf(
      driver.apply.transaction(FENCE, { ...LIMITS, statementTimeoutMs: 1_000 }, async (tx) => {
        await tx.execute(
          statement(
            'insert into a with recursive n (i) as (select 1 union all select i + 1 from n where i < 50000) select i from n',
          ),
        );
        await tx.execute(statement(ENDLESS, 1));
      }),
    );
    expect(failure).toMatchObject({ code: 'TIME_001', details: { statement: 1 } });
    expect(await digestsOf(driver)).toEqual(before);
    expect(rows(path, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    await apply(driver, ['insert into a values (2)']);
    expect((await digestsOf(driver))[0]?.rows).toBe(2);
  });

  it('by the signal, in the middle of a write', async () => {
    const { driver, path } = await database('create table a (b); insert into a values (1)');
    const abort = new AbortController();
    const run = apply(driver, SPILLING, { ...LIMITS, signal: abort.signal });
    await untilWriting(path);
    abort.abort(new Error('stop it'));
    await expect(run).rejects.toThrow('stop it');
    expect(rows(path, 'select b from a')).toEqual([{ b: 1 }]);
    expect(rows(path, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it('by itself may have happened', async () => {
    const { driver } = await database('create table a (b)');
    const failure = await failureOf(
      driver.apply.standalone(FENCE, { ...LIMITS, statementTimeoutMs: 50 }, statement(ENDLESS)),
    );
    expect(failure).toMatchObject({ code: 'TIME_001', details: { commit: 'unknown', statement: 0 } });
  });

  it('does not outlive the run that was killed', async () => {
    const { path } = await database('create table a (b); insert into a values (1)');
    execute(path, 'delete from sluice_lock');
    const run = startProcess(['node', 'test/drivers/sqlite/programs/apply-endless.ts', path]);
    await untilWriting(path);
    const children = childrenOf(run.pid);
    expect(children).toHaveLength(1);
    run.kill('SIGKILL');
    await run.result;
    // The lock is given up only by the end of the process that holds it.
    execute(path, 'insert into a values (2)');
    expect(rows(path, 'select b from a')).toEqual([{ b: 1 }, { b: 2 }]);
    expect(children.filter((pid) => existsSync(`/proc/${String(pid)}/exe`))).toEqual([]);
  });
});
