import { afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { LockAttempt } from '../../../src/driver.ts';
import { type RunningProcess, runProcess, startProcess } from '../../support/process.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import {
  apply,
  collect,
  createFixture,
  execute,
  failureOf,
  FENCE,
  type Fixture,
  journalRow,
  LIMITS,
  rows,
  SIGNAL,
  statement,
} from './fixture.ts';

const PROGRAMS = 'test/drivers/sqlite/programs';

const opened: Fixture[] = [];
const started: RunningProcess[] = [];

afterEach(async () => {
  for (const process of started.splice(0)) {
    process.kill('SIGKILL');
    await process.result;
  }
  for (const { driver } of opened.splice(0)) await driver.close();
});

async function database(sql = '', lock = true): Promise<Fixture> {
  const fixture = await createFixture(sql, { lock });
  opened.push(fixture);
  return fixture;
}

/** Another process that holds a lock. */
async function holder(path: string, sql: string): Promise<RunningProcess> {
  const running = startProcess(['node', `${PROGRAMS}/hold-lock.ts`, path, sql]);
  started.push(running);
  await running.untilOutput(/holding/);
  return running;
}

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('the run lock', () => {
  it('is got by one of twenty processes that start at once on a new file', async () => {
    const path = join(await temporaryDirectory(), 'new.db');
    const owners = Array.from({ length: 20 }, (_, index) => `owner-${String(index)}`);
    const results = await Promise.all(
      owners.map((owner) => runProcess(['node', `${PROGRAMS}/acquire.ts`, path, owner])),
    );
    expect(results.map(({ stderr }) => stderr).join('')).toBe('');
    const attempts = results.map(({ stdout }) => JSON.parse(stdout) as LockAttempt);
    const winner = attempts.findIndex(({ kind }) => kind === 'acquired');
    expect(attempts.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
    for (const attempt of attempts) {
      if (attempt.kind === 'held') expect(attempt.holder.owner).toBe(owners[winner]);
    }
    expect(rows(path, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  }, 120_000);

  it('stamps its times in UTC with milliseconds, and lends for as long as it says', async () => {
    const { driver } = await database('', false);
    await driver.lock.acquire('me', 90_500);
    const held = await driver.lock.holder();
    expect(held?.acquiredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const lease = Date.parse(held?.expiresAt ?? '') - Date.parse(held?.acquiredAt ?? '');
    expect(Math.abs(lease - 90_500)).toBeLessThan(5);
  });

  it('cannot be had while another program writes, and names that program', async () => {
    const { driver, path } = await database('create table a (b)');
    await driver.lock.release(FENCE.owner);
    const { pid } = await holder(path, 'begin immediate');
    const failure = await failureOf(driver.lock.acquire('me', 1000));
    expect(failure.code).toBe('LOCK_002');
    if (process.platform === 'linux') {
      expect(failure.details['blockers']).toMatchObject([{ pid, certain: true }]);
    }
  });

  it.each(['delete', 'wal'])('stays ours while our own transaction is open, in journal mode %s', async (mode) => {
    const { driver, path } = await database(`pragma journal_mode = ${mode}; create table a (b)`);
    const before = await driver.lock.holder();
    await driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.execute(statement('insert into a values (1)'));
      expect(await driver.lock.renew(FENCE)).toBe(true);
      expect(await driver.control.read('run-1')).toEqual([]);
      // Somebody else cannot take it, however long the transaction lasts.
      expect(() => {
        const other = new Database(path, { timeout: 0 });
        try {
          other.exec("update sluice_lock set owner = 'other'");
        } finally {
          other.close();
        }
      }).toThrow('database is locked');
    });
    const after = await driver.lock.holder();
    expect(Date.parse(after?.expiresAt ?? '')).toBeGreaterThan(Date.parse(before?.expiresAt ?? ''));
  });

  it('stays ours while our own transaction keeps readers out', async () => {
    const { driver } = await database('create table a (b)');
    await driver.control.request({ runId: 'run-1', at: '2026-01-02T03:04:05.000Z', request: 'pause' });
    expect(await driver.control.read('run-1')).toHaveLength(1);
    await driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.execute(statement('pragma cache_size = 1'));
      // More than the cache holds: SQLite writes to the file, and locks it for readers, too.
      await tx.execute(
        statement(
          'insert into a with recursive n (i) as (select 1 union all select i + 1 from n where i < 50000) select i from n',
        ),
      );
      expect(await driver.lock.renew(FENCE)).toBe(true);
      expect((await driver.control.read('run-1')).map(({ request }) => request)).toEqual(['pause']);
    });
    expect((await driver.lock.holder())?.owner).toBe(FENCE.owner);
  });

  it.each(['delete', 'wal'])('is renewed while we read a long time, in journal mode %s', async (mode) => {
    const { driver } = await database(
      `pragma journal_mode = ${mode}; create table a (b); create table z (b);
       insert into z with recursive n (i) as (select 1 union all select i + 1 from n where i < 600000) select i from n;`,
    );
    const before = await driver.lock.holder();
    let tables = 0;
    for await (const _ of driver.verify.digests([{ name: 'a' }, { name: 'z' }], SIGNAL)) {
      // After the first table the second one is being read; in the rollback modes nobody can commit meanwhile.
      expect(await driver.lock.renew(FENCE)).toBe(true);
      tables += 1;
    }
    expect(tables).toBe(2);
    const after = await driver.lock.holder();
    expect(Date.parse(after?.expiresAt ?? '')).toBeGreaterThan(Date.parse(before?.expiresAt ?? ''));
  });

  it('is lost to a run that took it over', async () => {
    const { driver, path } = await database();
    execute(path, "update sluice_lock set owner = 'other'");
    expect(await driver.lock.renew(FENCE)).toBe(false);
    expect((await failureOf(driver.journal.append(FENCE, [journalRow(1)]))).code).toBe('LOCK_001');
    expect(await collect(driver.journal.read({}))).toEqual([]);
  });
});

describe('a lock of another program', () => {
  onLinux('fails a transaction after the lock timeout, and is seen meanwhile', async () => {
    const { driver, path } = await database('create table a (b)');
    const { pid } = await holder(path, 'begin immediate');
    expect(await driver.sessions.blockers()).toEqual([]);
    const run = failureOf(apply(driver, ['insert into a values (1)'], { ...LIMITS, lockTimeoutMs: 3_000 }));
    // The wait has begun when the first look finds somebody; it must not take until its end.
    let seen = await driver.sessions.blockers();
    while (seen.length === 0) seen = await driver.sessions.blockers();
    expect(seen).toMatchObject([{ pid, certain: true }]);
    expect(seen[0]?.query).toContain('hold-lock.ts');
    expect(seen[0]?.ageMs).toBeGreaterThan(0);
    const failure = await run;
    expect(failure).toMatchObject({ code: 'LOCK_002', details: { blockers: [{ pid }] } });
    expect(failure.message).toContain(`process ${String(pid)}`);
    expect(await driver.sessions.blockers()).toEqual([]);
    expect(rows(path, 'select * from a')).toEqual([]);
  });

  onLinux('is found in WAL mode, where readers are in nobody’s way', async () => {
    const { driver, path } = await database('pragma journal_mode = wal; create table a (b)');
    await holder(path, 'begin; select * from a');
    await apply(driver, ['insert into a values (1)']);
    const { pid } = await holder(path, 'begin immediate');
    const failure = await failureOf(apply(driver, ['insert into a values (2)'], { ...LIMITS, lockTimeoutMs: 300 }));
    expect(failure).toMatchObject({ code: 'LOCK_002', details: { blockers: [{ pid }] } });
  });

  onLinux('of a reader keeps a transaction from committing in a rollback mode', async () => {
    const { driver, path } = await database('create table a (b); insert into a values (1)');
    const { pid } = await holder(path, 'begin; select count(*) from a');
    const failure = await failureOf(apply(driver, ['delete from a'], { ...LIMITS, lockTimeoutMs: 300 }));
    expect(failure).toMatchObject({ code: 'LOCK_002', details: { blockers: [{ pid }] } });
    expect(rows(path, 'select b from a')).toEqual([{ b: 1 }]);
  });

  it('is waited for', async () => {
    const { driver, path } = await database('create table a (b)');
    const other = await holder(path, 'begin immediate');
    const run = apply(driver, ['insert into a values (1)'], { ...LIMITS, lockTimeoutMs: 60_000 });
    const vacuum = run.then(() => driver.apply.standalone(FENCE, LIMITS, statement('vacuum')));
    // Long enough for more than one try.
    for (let look = 0; look < 100; look++) await driver.sessions.blockers();
    other.kill('SIGKILL');
    await vacuum;
    expect(rows(path, 'select b from a')).toEqual([{ b: 1 }]);
  });

  it('does not keep an abort waiting', async () => {
    const { driver, path } = await database('create table a (b)');
    await holder(path, 'begin immediate');
    const abort = new AbortController();
    const run = apply(driver, ['insert into a values (1)'], {
      ...LIMITS,
      lockTimeoutMs: 600_000,
      signal: abort.signal,
    });
    abort.abort(new Error('enough'));
    await expect(run).rejects.toThrow('enough');
  });

  onLinux('is among the facts', async () => {
    const { driver, path } = await database('create table a (b)');
    expect((await driver.probe(SIGNAL)).heldLocks).toEqual([]);
    const { pid } = await holder(path, 'begin immediate');
    expect((await driver.probe(SIGNAL)).heldLocks).toMatchObject([{ pid, table: '(whole database)' }]);
  });
});

describe('the journal', () => {
  it('is not appended to beside an open transaction, which would wait for itself', async () => {
    const { driver } = await database('create table a (b)');
    await expect(
      driver.apply.transaction(FENCE, LIMITS, () => driver.journal.append(FENCE, [journalRow(1)])),
    ).rejects.toThrow('while the transaction of a migration is open');
  });

  it('is appended to while a snapshot is read', async () => {
    const { driver } = await database('create table a (b); create table c (d)');
    for await (const _ of driver.verify.digests([{ name: 'a' }, { name: 'c' }], SIGNAL)) {
      const [last] = (await collect(driver.journal.read({}))).slice(-1);
      await driver.journal.append(FENCE, [journalRow((last?.seq ?? 0) + 1)]);
    }
    expect(await collect(driver.journal.read({}))).toHaveLength(2);
  });
});
