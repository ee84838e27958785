import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppliedMigration, JournalRow, Outcome } from '../../../src/driver.ts';
import type { SluiceError } from '../../../src/errors.ts';
import { type Proxy, type ProxyOptions, startProxy } from '../../support/proxy.ts';
import { openSession } from '../../support/session.ts';
import {
  createFixture,
  executeAll,
  failure,
  FENCE,
  type Fixture,
  LIMITS,
  SERVERS,
  statement,
  until,
  untilCounted,
} from './fixture.ts';

const journalRow = (seq: number): JournalRow => ({
  runId: 'run',
  seq,
  at: '2026-01-02T03:04:05.678Z',
  stage: 'schema-sync',
  kind: 'note',
  entry: `{"text":"it's ${String(seq)} \\\\ \\"é\\""}`,
});

const applied: AppliedMigration = {
  version: '0001',
  name: "first's",
  checksum: 'abc',
  appliedAt: '2026-01-02T03:04:05.678Z',
  durationMs: 12,
  statements: 2,
  runId: 'run',
};

describe.each(SERVERS)('applying on %s', (server) => {
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await createFixture(server);
  });
  afterAll(() => fixture.drop());

  const tables = async (name: string): Promise<number> =>
    Number(
      (await fixture.database.query(`select count(*) as count from pg_class where relname = '${name}'`))[0]?.['count'],
    );

  it('commits statements, journal and record together', async () => {
    const { driver } = fixture;
    await driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await executeAll(tx, 'create table whole (a int)', 'insert into whole values (1), (2)');
      await tx.append([journalRow(1), journalRow(2)]);
      await tx.recordApplied(applied);
      expect(await fixture.database.query('select * from sluice_journal')).toEqual([]);
    });
    const rows: JournalRow[] = [];
    for await (const row of driver.journal.read({ runIds: ['run'] })) rows.push(row);
    expect(rows).toEqual([journalRow(1), journalRow(2)]);
    expect(await driver.history.list()).toEqual([applied]);
    await driver.apply.transaction(FENCE, LIMITS, (tx) => tx.recordApplied({ ...applied, durationMs: 13 }));
    expect(await driver.history.list()).toEqual([{ ...applied, durationMs: 13 }]);
    await driver.apply.transaction(FENCE, LIMITS, (tx) => tx.removeApplied('0001'));
    expect(await driver.history.list()).toEqual([]);
  });

  it('sends many journal rows, in order and all of them', async () => {
    await fixture.driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      for (let seq = 1; seq <= 450; seq++) await tx.append([{ ...journalRow(seq), runId: 'many' }]);
    });
    const seqs: number[] = [];
    for await (const { seq } of fixture.driver.journal.read({ runIds: ['many'] })) seqs.push(seq);
    expect(seqs).toEqual(Array.from({ length: 450 }, (_, index) => index + 1));
  });

  it('rolls everything back when a statement fails, and goes on', async () => {
    const { driver } = fixture;
    const work = driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.append([{ ...journalRow(1), runId: 'failed' }]);
      await executeAll(
        tx,
        'create table half (a int)',
        'insert into half values (1)',
        'select\n  nonsense\n  from half',
      );
    });
    expect(await failure(work)).toMatchObject({
      code: 'SQL_001',
      message: 'column "nonsense" does not exist.',
      details: { statement: 2, line: 4, sqlState: '42703' },
    });
    expect(await tables('half')).toBe(0);
    expect(await fixture.database.query(`select * from sluice_journal where run_id = 'failed'`)).toEqual([]);
    await fixture.apply('create table after_half (a int)');
    expect(await tables('after_half')).toBe(1);
  });

  it('rolls back when the work itself throws, also when it swallows a failed statement', async () => {
    const { driver } = fixture;
    const thrown = driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.execute(statement('create table thrown (a int)'));
      throw new Error('changed my mind');
    });
    expect((await failure(thrown)).message).toBe('changed my mind');
    const swallowed = driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.execute(statement('create table thrown (a int)'));
      await tx.execute(statement('select 1 / 0')).catch(() => {});
    });
    expect(await failure(swallowed)).toBeInstanceOf(Error);
    expect(await tables('thrown')).toBe(0);
  });

  it('counts rows and keeps none of them', async () => {
    await fixture.apply('create table counted as select generate_series(1, 5) as a');
    const outcomes = await fixture.driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      const all: Outcome[] = [];
      for (const text of [
        'update counted set a = a',
        'insert into counted values (6)',
        'select * from counted',
        'truncate counted',
        'select * from counted',
      ]) {
        all.push(await tx.execute(statement(text)));
      }
      return all;
    });
    expect(outcomes.map(({ rows }) => rows)).toEqual([5, 1, 6, null, 0]);
  });

  it('collects warnings, not notices', async () => {
    const raise = `do $$ begin raise notice 'a notice'; raise warning 'first %', 1; raise warning 'second'; end $$`;
    expect(await fixture.apply(raise)).toEqual({ rows: null, warnings: ['first 1', 'second'] });
    expect(await fixture.apply('create table if not exists after_half (a int)')).toEqual({ rows: null, warnings: [] });
    const many = `do $$ begin for i in 1..150 loop raise warning '%', i; end loop; end $$`;
    expect((await fixture.apply(many)) as Outcome).toMatchObject({
      warnings: { length: 101, 100: '… and 50 warnings more' },
    });
  });

  describe('COPY … FROM STDIN', () => {
    const copy = (text: string, copyData?: string): Promise<Outcome> =>
      fixture.driver.apply.transaction(FENCE, LIMITS, (tx) =>
        tx.execute({ ...statement(text, { line: 10 }), ...(copyData === undefined ? {} : { copyData }) }),
      );

    it('streams rows, larger than any buffer, in any alphabet', async () => {
      await fixture.apply('create table copied (id int, t text)');
      const line = '€é😀'.repeat(300);
      const data = Array.from({ length: 20_000 }, (_, id) => `${String(id)}\t${line}\n`).join('');
      expect(await copy('copy copied from stdin', data)).toMatchObject({ rows: 20_000 });
      const [found] = await fixture.database.query(
        `select count(*) as rows, count(distinct t) as texts, min(t) as t from copied`,
      );
      expect(found).toEqual({ rows: 20_000, texts: 1, t: line });
    });

    it('names the line of the file that is wrong, and no value of it', async () => {
      const error = await failure(copy('copy copied\n  from stdin', '1\ta\n2\tb\nsecret\tc\n'));
      expect(error).toMatchObject({ code: 'SQL_001', details: { line: 14, sqlState: '22P02' } });
      expect(JSON.stringify(error.details)).not.toContain('secret');
      expect(await fixture.database.query('select count(*) as rows from copied')).toEqual([{ rows: 20_000 }]);
    });

    it('stops sending when the server refuses early', async () => {
      const data = `x\n${'1\ta\n'.repeat(2_000_000)}`;
      expect(await failure(copy('copy copied from stdin', data))).toMatchObject({
        code: 'SQL_001',
        details: { line: 11 },
      });
      expect(await fixture.apply('select 1')).toMatchObject({ rows: 1 });
    });

    it('takes an empty block, and refuses a COPY without rows', async () => {
      expect(await copy('copy copied from stdin', '')).toMatchObject({ rows: 0 });
      expect(await failure(copy('copy copied from stdin'))).toMatchObject({ code: 'SQL_001' });
      expect(await copy('copy copied (id) to stdout')).toMatchObject({ rows: 20_000 });
    });
  });

  it('points to the line by characters, not by UTF-16 units', async () => {
    const text = `select '${'😀'.repeat(50)}',\n  'é',\n  nonsense`;
    const work = fixture.driver.apply.transaction(FENCE, LIMITS, (tx) =>
      tx.execute(statement(text, { line: 7, index: 3 })),
    );
    expect(await failure(work)).toMatchObject({ details: { statement: 3, line: 9 } });
  });

  it('keeps the values of rows out of errors', async () => {
    await fixture.apply('create table people (email text constraint one_email unique)');
    await fixture.apply(`insert into people values ('jane@secret.example')`);
    const error = await failure(fixture.apply(`insert into people values ('jane@secret.example')`));
    expect(error).toMatchObject({
      code: 'SQL_001',
      message: expect.stringContaining('one_email'),
      details: { sqlState: '23505' },
    });
    const everything = JSON.stringify([error, error.cause], (_, value: unknown) =>
      value instanceof Error ? { ...value, message: value.message, cause: value.cause } : value,
    );
    expect(everything).not.toContain('secret');
  });

  it('says what depends on a thing, and what the server advises', async () => {
    await fixture.apply('create table base (a int)');
    await fixture.apply('create view on_base as select * from base');
    expect(await failure(fixture.apply('drop table base'))).toMatchObject({
      code: 'SQL_001',
      message: expect.stringMatching(/view on_base depends on table base.*Hint: .*CASCADE/s),
    });
  });

  it('advises a file of its own for what cannot be in a transaction', async () => {
    expect(await failure(fixture.apply('vacuum'))).toMatchObject({
      details: { sqlState: '25001' },
      fix: expect.stringContaining('transaction=false'),
    });
  });

  it('refuses what would end the transaction, and lets savepoints be', async () => {
    for (const text of ['commit', 'rollback', 'commit and chain', 'end', 'abort']) {
      const work = fixture.driver.apply.transaction(FENCE, LIMITS, (tx) =>
        executeAll(tx, 'create table escaped (a int)', text),
      );
      expect(await failure(work)).toMatchObject({
        code: 'SQL_001',
        message: expect.stringContaining('would end the transaction'),
      });
    }
    expect(await tables('escaped')).toBe(0);
    await fixture.driver.apply.transaction(FENCE, LIMITS, (tx) =>
      executeAll(
        tx,
        'savepoint s',
        'create table escaped (a int)',
        'rollback to s',
        'release s',
        'create table saved (a int)',
      ),
    );
    expect([await tables('escaped'), await tables('saved')]).toEqual([0, 1]);
  });

  it('lets no work go on after the transaction', async () => {
    let leaked: (() => Promise<unknown>) | undefined;
    await fixture.driver.apply.transaction(FENCE, LIMITS, (tx) => {
      leaked = () => tx.execute(statement('create table leaked (a int)'));
      return Promise.resolve();
    });
    expect((await failure(leaked?.() ?? Promise.resolve())).message).toContain('ended already');
    expect(await tables('leaked')).toBe(0);
  });

  it('reports deferred constraints at COMMIT, with everything rolled back', async () => {
    await fixture.apply('create table parent (id int primary key)');
    await fixture.apply('create table child (id int references parent deferrable initially deferred)');
    const error = await failure(fixture.apply('insert into child values (1)'));
    expect(error).toMatchObject({
      code: 'SQL_001',
      message: expect.stringContaining('At COMMIT'),
      details: { sqlState: '23503', commit: 'refused' },
    });
    expect(await fixture.database.query('select * from child')).toEqual([]);
  });

  it('refreshes a materialized view concurrently inside a transaction', async () => {
    await fixture.apply('create materialized view mv as select 1 as a');
    await fixture.apply('create unique index on mv (a)');
    expect(await fixture.apply('refresh materialized view concurrently mv')).toMatchObject({ warnings: [] });
  });

  it('maps missing privileges and read-only databases', async () => {
    const url = await fixture.database.createUser({
      password: 'p',
      grants: ['usage on schema public', 'all on all tables in schema public'],
    });
    const poor = await fixture.another({}, url);
    const work = poor.apply.transaction(FENCE, LIMITS, (tx) =>
      tx.execute(statement('create table denied (a int)', { line: 5 })),
    );
    expect(await failure(work)).toMatchObject({ code: 'PERM_001', details: { line: 5, sqlState: '42501' } });
    expect(
      await failure(
        fixture.driver.apply.transaction(FENCE, LIMITS, (tx) =>
          executeAll(tx, 'set transaction read only', 'create table denied (a int)'),
        ),
      ),
    ).toMatchObject({ code: 'PERM_001', details: { sqlState: '25006' } });
  });

  describe('the fence', () => {
    it('lets a run that lost its lease commit nothing', async () => {
      const other = { owner: 'nobody', leaseMs: 1000 };
      const work = fixture.driver.apply.transaction(other, LIMITS, async (tx) => {
        await tx.execute(statement('create table unfenced (a int)'));
        await tx.append([{ ...journalRow(1), runId: 'unfenced' }]);
      });
      expect(await failure(work)).toMatchObject({ code: 'LOCK_001', details: { leaseLost: true } });
      expect(
        await failure(fixture.driver.apply.standalone(other, LIMITS, statement('create table unfenced (a int)'))),
      ).toMatchObject({
        code: 'LOCK_001',
      });
      expect(
        await failure(fixture.driver.journal.append(other, [{ ...journalRow(1), runId: 'unfenced' }])),
      ).toMatchObject({ code: 'LOCK_001' });
      expect(await tables('unfenced')).toBe(0);
      expect(await fixture.database.query(`select * from sluice_journal where run_id = 'unfenced'`)).toEqual([]);
    });

    it('tells a statement that divides by zero from a lost lease', async () => {
      expect(await failure(fixture.apply('select 1 / 0'))).toMatchObject({
        code: 'SQL_001',
        details: { sqlState: '22012' },
      });
      await fixture.apply('create table divided (a int)');
      await fixture.apply(
        'create function divide() returns trigger language plpgsql as $$ begin perform 1 / 0; return null; end $$',
      );
      await fixture.apply(
        'create constraint trigger late after insert on divided deferrable initially deferred for each row execute function divide()',
      );
      expect(await failure(fixture.apply('insert into divided values (1)'))).toMatchObject({
        code: 'SQL_001',
        details: { commit: 'refused' },
      });
    });

    it('extends the lease with each commit', async () => {
      const before = await fixture.driver.lock.holder();
      await fixture.driver.apply.transaction({ ...FENCE, leaseMs: 600_000 }, LIMITS, () => Promise.resolve());
      const after = await fixture.driver.lock.holder();
      expect(Date.parse(after?.expiresAt ?? '') - Date.parse(before?.expiresAt ?? '')).toBeGreaterThan(400_000);
      expect(await fixture.driver.lock.renew(FENCE)).toBe(true);
    });
  });

  describe('limits', () => {
    it('waits no longer than the lock timeout, and names the blocker meanwhile', async () => {
      await fixture.apply('create table contested (a int)');
      const blocker = await openSession(fixture.database);
      await blocker.query('begin');
      await blocker.query('lock table contested in access share mode');
      const work = failure(fixture.apply('alter table contested add column b int', { lockTimeoutMs: 3000 }));
      const blockers = await until(async () => {
        const found = await fixture.driver.sessions.blockers();
        return found.length === 0 ? null : found;
      });
      expect(blockers).toEqual([
        {
          pid: blocker.pid,
          user: 'postgres',
          query: 'lock table contested in access share mode',
          ageMs: expect.any(Number),
          certain: true,
        },
      ]);
      expect(await work).toMatchObject({
        code: 'LOCK_002',
        message: expect.stringContaining('within 3000 ms'),
        details: { line: 1, sqlState: '55P03' },
      });
      expect(await fixture.driver.sessions.blockers()).toEqual([]);
      await blocker.close();
      await fixture.apply('alter table contested add column b int');
    });

    it('names a prepared transaction as the blocker', async () => {
      await fixture.apply('create table prepared (a int)');
      const blocker = await openSession(fixture.database);
      await blocker.query('begin');
      await blocker.query('lock table prepared in access share mode');
      await blocker.query(`prepare transaction 'p-${fixture.database.name}'`);
      const work = failure(fixture.apply('alter table prepared add column b int', { lockTimeoutMs: 2000 }));
      const blockers = await until(async () => {
        const found = await fixture.driver.sessions.blockers();
        return found.length === 0 ? null : found;
      });
      expect(blockers).toMatchObject([{ pid: 0, query: expect.stringContaining('pg_prepared_xacts') }]);
      await work;
      await blocker.query(`rollback prepared 'p-${fixture.database.name}'`);
      await blocker.close();
    });

    it('ends a statement that runs too long', async () => {
      expect(await failure(fixture.apply('select pg_sleep(30)', { statementTimeoutMs: 100 }))).toMatchObject({
        code: 'TIME_001',
        message: expect.stringContaining('100 ms'),
        details: { sqlState: '57014' },
      });
    });

    it('tells a cancel by somebody else from a timeout', async () => {
      const work = failure(fixture.apply('select pg_sleep(30)'));
      const cancel = `select count(pg_cancel_backend(pid)) as hit from pg_stat_activity where query = 'select pg_sleep(30)' and datname = current_database()`;
      await untilCounted(fixture.database, cancel);
      expect(await work).toMatchObject({ code: 'SQL_001', details: { sqlState: '57014' } });
    });

    it('reports a deadlock', async () => {
      await fixture.apply('create table dead_a (a int)');
      await fixture.apply('create table dead_b (a int)');
      const other = await openSession(fixture.database);
      await other.query('set deadlock_timeout = 10000');
      await other.query('begin');
      await other.query('lock table dead_b');
      let waiting: Promise<unknown> | undefined;
      const work = fixture.driver.apply.transaction(FENCE, LIMITS, async (tx) => {
        await executeAll(tx, 'set local deadlock_timeout = 10', 'lock table dead_a');
        waiting = other.query('lock table dead_a').catch(() => {});
        const blocked = `select count(*) as waits from pg_locks where not granted and relation = 'dead_a'::regclass`;
        await untilCounted(fixture.database, blocked);
        await tx.execute(statement('lock table dead_b'));
      });
      expect(await failure(work)).toMatchObject({ code: 'LOCK_002', details: { deadlock: true, sqlState: '40P01' } });
      await waiting;
      await other.close();
    });
  });

  describe('aborting', () => {
    it('cancels the statement on the server and ends with the reason', async () => {
      const abort = new AbortController();
      const reason = new Error('stop now');
      const running = `select count(*) as running from pg_stat_activity where state = 'active' and query = 'select pg_sleep(40)' and datname = current_database()`;
      for (const run of [
        () => fixture.apply('select pg_sleep(40)', { signal: abort.signal }),
        () =>
          fixture.driver.apply.standalone(FENCE, { ...LIMITS, signal: abort.signal }, statement('select pg_sleep(40)')),
      ]) {
        const work = failure(run());
        if (!abort.signal.aborted) {
          await untilCounted(fixture.database, running);
          abort.abort(reason);
        }
        expect(await work).toBe(reason);
        expect(await fixture.database.query(running)).toEqual([{ running: 0 }]);
      }
      expect(await fixture.apply('select 1')).toMatchObject({ rows: 1 });
    });

    it('commits nothing when it comes between two statements', async () => {
      const abort = new AbortController();
      const work = fixture.driver.apply.transaction(FENCE, { ...LIMITS, signal: abort.signal }, async (tx) => {
        await tx.execute(statement('create table aborted (a int)'));
        abort.abort(new Error('between'));
      });
      expect((await failure(work)).message).toBe('between');
      expect(await tables('aborted')).toBe(0);
    });

    it('cancels a COPY', async () => {
      const abort = new AbortController();
      await fixture.apply('create table slow (a int)');
      await fixture.apply(
        `create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(40); return new; end $$`,
      );
      await fixture.apply('create trigger slow before insert on slow for each row execute function slow()');
      const copy = { ...statement('copy slow from stdin'), copyData: '1\n'.repeat(1_000_000) };
      const work = failure(
        fixture.driver.apply.transaction(FENCE, { ...LIMITS, signal: abort.signal }, (tx) => tx.execute(copy)),
      );
      const running = `select count(*) as running from pg_stat_activity where state = 'active' and query = 'copy slow from stdin' and wait_event = 'PgSleep' and datname = current_database()`;
      await untilCounted(fixture.database, running);
      abort.abort(new Error('no more'));
      expect((await work).message).toBe('no more');
      expect(await fixture.database.query('select count(*) as rows from slow')).toEqual([{ rows: 0 }]);
    });
  });

  describe('session settings', () => {
    it('hold until the file is recorded, and not longer', async () => {
      const { driver } = fixture;
      await driver.apply.standalone(FENCE, LIMITS, statement('create schema elsewhere'));
      await driver.apply.standalone(FENCE, LIMITS, statement('set search_path = elsewhere'));
      await driver.apply.standalone(FENCE, LIMITS, statement('create temp table scratchpad (a int)'));
      await driver.apply.transaction(FENCE, LIMITS, async (tx) => {
        await executeAll(tx, 'create table placed (a int)', 'select * from scratchpad');
        await tx.recordApplied({ ...applied, version: 'placed' });
      });
      expect(
        await fixture.database.query(
          `select relnamespace::regnamespace::text as schema from pg_class where relname = 'placed'`,
        ),
      ).toEqual([{ schema: 'elsewhere' }]);
      await fixture.apply('create table placed_next (a int)');
      expect(
        await fixture.database.query(
          `select relnamespace::regnamespace::text as schema from pg_class where relname = 'placed_next'`,
        ),
      ).toEqual([{ schema: 'public' }]);
      expect(await failure(fixture.apply('select * from scratchpad'))).toMatchObject({
        details: { sqlState: '42P01' },
      });
    });

    it('are not lost silently with their connection', async () => {
      const { driver } = fixture;
      await driver.apply.standalone(FENCE, LIMITS, statement('set search_path = elsewhere'));
      await fixture.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sluice/%' and datname = current_database()`,
      );
      const lost: unknown[] = [];
      await until(async () => {
        try {
          return await driver.apply.standalone(FENCE, LIMITS, statement('create table astray (a int)'));
        } catch (error) {
          expect(error).toMatchObject({ code: 'CONN_001' });
          lost.push((error as SluiceError).details['sessionSettings']);
          return null;
        }
      });
      expect(lost).toContain('lost');
      expect(
        await fixture.database.query(
          `select relnamespace::regnamespace::text as schema from pg_class where relname = 'astray'`,
        ),
      ).toEqual([{ schema: 'public' }]);
    });
  });

  describe('standalone statements', () => {
    it('run outside a transaction', async () => {
      await fixture.apply('create table indexed (a int)');
      expect(
        await fixture.driver.apply.standalone(
          FENCE,
          LIMITS,
          statement('create index concurrently indexed_a on indexed (a)'),
        ),
      ).toEqual({ rows: null, warnings: [] });
      expect(await fixture.driver.apply.standalone(FENCE, LIMITS, statement('vacuum indexed'))).toMatchObject({
        warnings: [],
      });
      expect(
        await fixture.driver.apply.standalone(FENCE, LIMITS, statement('alter system reset work_mem')),
      ).toMatchObject({ warnings: [] });
    });

    it('report a failure as in a transaction', async () => {
      const error = await failure(
        fixture.driver.apply.standalone(
          FENCE,
          LIMITS,
          statement('create index concurrently i\n on nowhere (a)', { line: 3, index: 1 }),
        ),
      );
      expect(error).toMatchObject({
        code: 'SQL_001',
        details: { statement: 1, line: expect.any(Number), sqlState: '42P01' },
      });
    });

    it('do not leave a transaction open', async () => {
      await fixture.driver.apply.standalone(FENCE, LIMITS, statement('begin'));
      await fixture.apply('create table after_begin (a int)');
      expect(await tables('after_begin')).toBe(1);
    });
  });
});

describe('a connection lost', () => {
  let fixture: Fixture;
  const proxies: Proxy[] = [];

  beforeAll(async () => {
    fixture = await createFixture('postgresql');
  });
  afterAll(async () => {
    await fixture.drop();
    await Promise.all(proxies.map((proxy) => proxy.close()));
  });

  const through = async (inspect?: NonNullable<ProxyOptions['inspect']>): Promise<Proxy> => {
    const proxy = await startProxy(fixture.database.url, inspect === undefined ? {} : { inspect });
    proxies.push(proxy);
    return proxy;
  };

  it('during a statement of a transaction: nothing happened', async () => {
    const proxy = await through();
    const driver = await fixture.another({}, proxy.url(fixture.database.url));
    const work = driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      await tx.execute(statement('create table gone (a int)'));
      proxy.cut();
      await tx.execute(statement('create table gone_too (a int)'));
    });
    const error = await failure(work);
    expect(error).toMatchObject({ code: 'CONN_001' });
    expect(error.details['commit']).toBeUndefined();
    expect(await fixture.database.query(`select relname from pg_class where relname like 'gone%'`)).toEqual([]);
  });

  it('during COMMIT: it is unknown whether it happened, and here it did', async () => {
    // The bytes of the protocol can be seen without TLS only.
    const proxy = await through((piece, from) => (from === 'server' && piece.includes('COMMIT\0') ? 'cut' : 'pass'));
    const driver = await fixture.another({}, `${proxy.url(fixture.database.url)}?sslmode=disable`);
    const work = driver.apply.transaction(FENCE, LIMITS, (tx) =>
      tx.execute(statement('create table committed (a int)')),
    );
    expect(await failure(work)).toMatchObject({ code: 'CONN_001', details: { commit: 'unknown' } });
    expect(await fixture.database.query(`select relname from pg_class where relname = 'committed'`)).toHaveLength(1);
  });

  it('during a standalone statement: it is unknown', async () => {
    await fixture.apply('create table lonely (a int)');
    const work = failure(
      fixture.driver.apply.standalone(FENCE, LIMITS, statement('select pg_sleep(50)', { index: 4, line: 9 })),
    );
    const end = `select count(pg_terminate_backend(pid)) as hit from pg_stat_activity where query = 'select pg_sleep(50)' and datname = current_database()`;
    await untilCounted(fixture.database, end);
    expect(await work).toMatchObject({ code: 'CONN_001', details: { commit: 'unknown', statement: 4, line: 9 } });
    expect(await fixture.apply('select 1')).toMatchObject({ rows: 1 });
  });
});
