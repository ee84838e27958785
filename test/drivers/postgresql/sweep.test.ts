import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSession } from '../../support/session.ts';
import { createFixture, failure, FENCE, type Fixture, LIMITS, SERVERS, statement, untilCounted } from './fixture.ts';

describe.each(SERVERS)('what an interrupted statement leaves on %s', (server) => {
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await createFixture(server);
    await fixture.apply('create schema "Odd ""one"""');
    await fixture.apply('create table "Odd ""one"""."T" (a int, b text)');
    await fixture.apply('create table double (a int, b int)');
    await fixture.apply('insert into double values (1, 1), (1, 1)');
  });
  afterAll(() => fixture.drop());

  const sweep = (text: string): Promise<readonly string[]> => fixture.driver.apply.sweep(statement(text), LIMITS);
  const standalone = (text: string): Promise<unknown> =>
    fixture.driver.apply.standalone(FENCE, LIMITS, statement(text));
  const invalid = async (): Promise<readonly unknown[]> =>
    (await fixture.database.query('select indexrelid::regclass::text as index from pg_index where not indisvalid')).map(
      ({ index }) => index,
    );

  it('is dropped when it is the INVALID index of the statement', async () => {
    const text = '-- make it unique\ncreate unique index concurrently if not exists double_a on double (a)';
    expect(await failure(standalone(text))).toMatchObject({ code: 'SQL_001', details: { sqlState: '23505' } });
    expect(await invalid()).toEqual(['double_a']);
    expect(await sweep('create index concurrently other on double (a)')).toEqual([]);
    expect(await sweep('create index concurrently double_a on "Odd ""one"""."T" (a)')).toEqual([]);
    expect(await sweep(text)).toEqual([expect.stringContaining('INVALID index public.double_a; it was dropped')]);
    expect(await invalid()).toEqual([]);
    expect(await sweep(text)).toEqual([]);
  });

  it('is found without a name only when nothing else could be meant', async () => {
    const text = 'create unique index concurrently on double (b)';
    await failure(standalone(text));
    expect(await sweep(text)).toEqual([expect.stringContaining('public.double_b_idx')]);
    await failure(standalone(text));
    await failure(standalone('create unique index concurrently on double (a)'));
    expect(await sweep(text)).toEqual([]);
    expect(await invalid()).toHaveLength(2);
    await fixture.database.query('drop index double_a_idx, double_b_idx');
  });

  it('leaves a valid index alone, also one of an odd name', async () => {
    const text = 'create index concurrently "I ""x""" on "Odd ""one"""."T" (a)';
    await standalone(text);
    expect(await sweep(text)).toEqual([]);
    expect(await failure(standalone(text))).toMatchObject({ details: { sqlState: '42P07' } });
  });

  it('is found by the search_path of the file', async () => {
    await standalone('set search_path = "Odd ""one"""');
    await fixture.database.query(`insert into "Odd ""one"""."T" values (1, 'x'), (1, 'y')`);
    const text = 'create unique index concurrently twice on "T" (a)';
    await failure(standalone(text));
    expect(await sweep(text)).toHaveLength(1);
    await standalone('reset search_path');
  });

  it('is dropped when it is a copy of REINDEX CONCURRENTLY', async () => {
    await fixture.apply('create table reindexed (a int)');
    await fixture.apply('create index reindexed_a on reindexed (a)');
    const blocker = await openSession(fixture.database);
    await blocker.query('begin isolation level repeatable read');
    await blocker.query('insert into reindexed values (1)');
    const text = 'reindex (verbose) index concurrently reindexed_a';
    expect(
      await failure(fixture.driver.apply.standalone(FENCE, { ...LIMITS, lockTimeoutMs: 200 }, statement(text))),
    ).toMatchObject({ code: 'LOCK_002' });
    await blocker.close();
    expect(await invalid()).toEqual(['reindexed_a_ccnew']);
    expect(await sweep('reindex table concurrently double')).toEqual([]);
    expect(await sweep(text)).toEqual([expect.stringContaining('public.reindexed_a_ccnew')]);
    expect(await invalid()).toEqual([]);
    await standalone(text);
  });

  it('finds copies in a whole table or schema', async () => {
    for (const text of ['reindex table concurrently reindexed', 'reindex schema concurrently public']) {
      const blocker = await openSession(fixture.database);
      await blocker.query('begin isolation level repeatable read');
      await blocker.query('insert into reindexed values (1)');
      await failure(fixture.driver.apply.standalone(FENCE, { ...LIMITS, lockTimeoutMs: 200 }, statement(text)));
      await blocker.close();
      expect(await invalid()).not.toEqual([]);
      expect(await sweep(text)).not.toEqual([]);
      expect(await invalid()).toEqual([]);
    }
  });

  it('is finished when it is a pending detach', async () => {
    await fixture.apply('create table parted (a int) partition by list (a)');
    await fixture.apply('create table part1 partition of parted for values in (1)');
    const reader = await openSession(fixture.database);
    await reader.query('begin');
    await reader.query('select * from parted');
    const text = 'alter table parted detach partition part1 concurrently';
    const abort = new AbortController();
    const work = failure(fixture.driver.apply.standalone(FENCE, { ...LIMITS, signal: abort.signal }, statement(text)));
    await untilCounted(fixture.database, 'select count(*) from pg_inherits where inhdetachpending');
    abort.abort(new Error('interrupted'));
    expect((await work).message).toBe('interrupted');
    await reader.close();
    expect(await sweep(text)).toEqual([expect.stringContaining('it was finished')]);
    expect(await fixture.database.query('select * from pg_inherits')).toEqual([]);
    expect(await sweep(text)).toEqual([]);
  });

  it('is nothing for other statements', async () => {
    for (const text of [
      'vacuum double',
      'create table x (a int)',
      'drop index concurrently if exists nothing',
      'alter table double add c int',
      '',
    ]) {
      expect(await sweep(text)).toEqual([]);
    }
  });
});
