import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSession } from '../../support/session.ts';
import {
  createFixture,
  failure,
  FENCE,
  type Fixture,
  LIMITS,
  NEVER,
  openDriver,
  SERVERS,
  statement,
  untilCounted,
} from './fixture.ts';

describe.each(SERVERS)('stores on %s', (server) => {
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await createFixture(server, { lock: false });
  });
  afterAll(() => fixture.drop());

  it('read as empty before the tables are there', async () => {
    const { driver } = fixture;
    expect(await driver.lock.holder()).toBeNull();
    expect(await driver.history.list()).toEqual([]);
    for await (const row of driver.journal.read({})) throw new Error(row.kind);
    expect(await fixture.database.query(`select * from pg_class where relname like 'sluice%'`)).toEqual([]);
  });

  it('are created by twenty runs at once, of which one gets the lock', async () => {
    const names = { schema: 'Sluice "tables"', prefix: 's_' };
    const drivers = await Promise.all(Array.from({ length: 20 }, () => openDriver(fixture.database.url, { names })));
    const attempts = await Promise.all(
      drivers.map((driver, index) => driver.lock.acquire(`owner ${String(index)}`, 60_000)),
    );
    const winner = attempts.findIndex(({ kind }) => kind === 'acquired');
    for (const [index, attempt] of attempts.entries()) {
      if (index === winner) expect(attempt).toEqual({ kind: 'acquired', takenOverFrom: null });
      else
        expect(attempt).toMatchObject({ kind: 'held', holder: { owner: `owner ${String(winner)}`, expired: false } });
    }
    expect(
      await fixture.database.query(
        `select table_name from information_schema.tables where table_schema = 'Sluice "tables"' order by 1`,
      ),
    ).toEqual(['s_control', 's_journal', 's_lock', 's_migrations'].map((table_name) => ({ table_name })));
    await Promise.all(drivers.map((driver) => driver.close()));
  });

  it('stay in their schema whatever a migration does to the search_path', async () => {
    await fixture.driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    await fixture.apply('create schema decoy');
    await fixture.apply('create table decoy.sluice_lock (owner text, name text, expires_at timestamptz)');
    await fixture.driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.execute(statement('set search_path = decoy'));
      await tx.append([{ runId: 'r', seq: 1, at: '2026-01-01T00:00:00.000Z', stage: 's', kind: 'k', entry: '{}' }]);
    });
    expect(await fixture.database.query('select run_id from public.sluice_journal')).toEqual([{ run_id: 'r' }]);
  });

  it('do not hang behind a lock on their tables', async () => {
    const other = await fixture.another();
    const blocker = await openSession(fixture.database);
    await blocker.query('begin');
    await blocker.query('lock table sluice_control');
    const pid = `select pid from pg_stat_activity where application_name like 'sluice-store/%' and wait_event_type = 'Lock'`;
    const work = failure(other.control.request({ runId: 'r', at: '2026-01-01T00:00:00.000Z', request: 'pause' }));
    const cancel = `select count(pg_cancel_backend(pid)) as hit from (${pid}) waiting`;
    await untilCounted(fixture.database, cancel);
    expect(await work).toMatchObject({ code: 'TIME_001' });
    await blocker.close();
  });

  it('say that an account may not create them', async () => {
    const url = await fixture.database.createUser({ password: 'p', grants: ['usage on schema public'] });
    const poor = await fixture.another({ names: { schema: 'not_there', prefix: 'x_' } }, url);
    expect(await failure(poor.lock.acquire('me', 1000))).toMatchObject({
      code: 'PERM_001',
      details: { sqlState: '42501' },
    });
    const inPublic = await fixture.another({ names: { schema: null, prefix: 'x_' } }, url);
    expect(await failure(inPublic.lock.acquire('me', 1000))).toMatchObject({ code: 'PERM_001' });
  });
});

describe.each(SERVERS)('sessions of dead runs on %s', (server) => {
  it('are ended, and no others', async () => {
    const fixture = await createFixture(server);
    try {
      const dead = await fixture.another({ runId: 'dead' });
      const waiting = await fixture.another({ runId: 'loser' });
      const same = await fixture.another({ runId: 'own' });
      const heir = await fixture.another({ runId: 'own' });
      await dead.apply.transaction(FENCE, LIMITS, (tx) => tx.execute(statement('create table t (a int)')));
      await same.apply.transaction(FENCE, LIMITS, (tx) => tx.execute(statement('select 1')));
      // Only whoever applies leaves something behind: a run that waits for the lock is not touched.
      await waiting.lock.holder();
      await waiting.inspect(NEVER);
      const hung = failure(dead.apply.standalone(FENCE, LIMITS, statement('select pg_sleep(50)')));
      const sleeping = `select count(*) as n from pg_stat_activity where query = 'select pg_sleep(50)' and datname = current_database()`;
      await untilCounted(fixture.database, sleeping);
      expect(await heir.sessions.endOrphans(LIMITS)).toEqual([
        { pid: expect.any(Number), query: 'select pg_sleep(50)' },
      ]);
      expect(await fixture.database.query(sleeping)).toEqual([{ n: 0 }]);
      expect(await hung).toMatchObject({ code: 'CONN_001', details: { commit: 'unknown' } });
      expect(await heir.sessions.endOrphans(LIMITS)).toEqual([]);
      expect(await waiting.lock.holder()).toMatchObject({ owner: FENCE.owner });
      expect(await same.apply.transaction(FENCE, LIMITS, (tx) => tx.execute(statement('select 1')))).toMatchObject({
        rows: 1,
      });

      const url = await fixture.database.createUser({ password: 'p', grants: ['usage on schema public'] });
      const poor = await fixture.another({ runId: 'poor' }, url);
      expect(await failure(poor.sessions.endOrphans(LIMITS))).toMatchObject({
        code: 'PERM_001',
        fix: expect.stringContaining('pg_signal_backend'),
      });
    } finally {
      await fixture.drop();
    }
  });
});
