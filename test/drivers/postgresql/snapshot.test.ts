import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Driver, Schema, TableDigest } from '../../../src/driver.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { startProcess } from '../../support/process.ts';
import { openSession } from '../../support/session.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { breakingSource, MemorySink, snapshotOf, sourceOf, takeDump } from './dumps.ts';
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
import { RICH_ROWS, RICH_SCHEMA } from './rich-schema.ts';

const LARGE_OBJECTS = `select lo_from_bytea(4711, '\\x000102'); select lo_from_bytea(4712, repeat('x', 100000)::bytea); comment on large object 4711 is 'a blob'`;

const LARGE_CONTENT = `select oid::int as oid, md5(lo_get(oid)) as md5 from pg_largeobject_metadata order by oid`;

/** Everything that a backup has to bring back. */
interface State {
  readonly schema: Schema;
  readonly digests: readonly TableDigest[];
  readonly blobs: readonly unknown[];
  readonly applied: readonly string[];
  readonly sequences: readonly unknown[];
}

async function stateOf(driver: Driver, database: Pick<TestDatabase, 'query'>): Promise<State> {
  const schema = await driver.inspect(NEVER);
  return {
    schema,
    digests: await Array.fromAsync(driver.verify.digests(schema.tables, NEVER)),
    blobs: await database.query(LARGE_CONTENT),
    applied: (await driver.history.list()).map(({ version }) => version),
    sequences: await database.query(`select schemaname, sequencename, last_value from pg_sequences order by 1, 2`),
  };
}

const recordApplied = (fixture: Fixture, version: string): Promise<void> =>
  fixture.driver.apply.transaction(FENCE, LIMITS, (tx) =>
    tx.recordApplied({
      version,
      name: 'n',
      checksum: 'c',
      appliedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      statements: 1,
      runId: 'r',
    }),
  );

const journal = async (fixture: Fixture): Promise<readonly unknown[]> =>
  fixture.database.query('select run_id, seq from sluice_journal order by 1, 2');

const scratchNames = async (database: TestDatabase): Promise<readonly string[]> =>
  (await database.query(`select datname from pg_database where datname like 'sluice_scratch_%'`)).map(({ datname }) =>
    String(datname),
  );

const SERVER_URLS = { postgresql: 'SLUICE_TEST_POSTGRESQL_URL', postgresql18: 'SLUICE_TEST_POSTGRESQL18_URL' } as const;

/** The programs of the machine may be too old for the newest server: then backups only say so, and the rest is skipped. */
async function isAble(server: (typeof SERVERS)[number]): Promise<boolean> {
  const driver = await openDriver(String(process.env[SERVER_URLS[server]]));
  try {
    return (await driver.probe(NEVER)).tools.every(({ problem }) => problem === null);
  } finally {
    await driver.close();
  }
}

const abilities = new Map(await Promise.all(SERVERS.map(async (server) => [server, await isAble(server)] as const)));

describe.each(SERVERS)('backups of %s', (server) => {
  let fixture: Fixture;
  const able = abilities.get(server) === true;
  const test = able ? it : it.skip;

  beforeAll(async () => {
    fixture = await createFixture(server);
    await fixture.database.query(RICH_SCHEMA);
    await fixture.database.query(RICH_ROWS);
    await fixture.database.query(LARGE_OBJECTS);
    await recordApplied(fixture, '0001');
  });
  afterAll(() => fixture.drop());

  it('need programs that are as new as the server, and say which package has them', async () => {
    if (able) {
      expect((await fixture.driver.probe(NEVER)).tools).toHaveLength(3);
      return;
    }
    expect(await failure(takeDump(fixture.driver))).toMatchObject({
      code: 'TOOL_001',
      fix: expect.stringContaining('postgresql-client-18'),
    });
  });

  test('carry schema, rows and digests of one snapshot, and nothing of the present', async () => {
    const before = await stateOf(fixture.driver, fixture.database);
    const { facts, bytes } = await takeDump(fixture.driver);
    expect(facts.schema).toEqual(before.schema);
    expect(facts.tables).toEqual(before.digests);
    expect(facts.tool).toMatchObject({ program: 'pg_dump', version: expect.stringMatching(/^\d+/) });
    expect(facts.snapshot).toMatch(/^[0-9A-F-]+$/);
    expect(facts.guarantee).toContain('one snapshot');
    for (const table of ['sluice_journal', 'sluice_lock', 'sluice_control']) expect(bytes.includes(table)).toBe(false);
    expect(bytes.includes('sluice_migrations')).toBe(true);
  });

  test('see nothing that is written while they are taken', async () => {
    const sink = new MemorySink();
    const open = sink.open.bind(sink);
    let written: Promise<unknown> = Promise.resolve();
    sink.open = (part) => {
      written = fixture.database.query(`insert into app.events values (1, '2026-06-06')`);
      return open(part);
    };
    const facts = await snapshotOf(fixture.driver).dump('full', sink, NEVER);
    await written;
    const source = sourceOf(sink.parts.get('database.dump') ?? Buffer.alloc(0), 'full');
    const scratch = await snapshotOf(fixture.driver).scratch(source, null, NEVER);
    expect(await Array.fromAsync(scratch.driver.verify.digests(facts.schema.tables, NEVER))).toEqual(facts.tables);
    await scratch.drop();
    await fixture.database.query("delete from app.events where at = '2026-06-06'");
  });

  test.each(['full', 'schema', 'data'] as const)(
    'of mode %s are restored beside the live database, and nothing is left',
    async (mode) => {
      const before = await stateOf(fixture.driver, fixture.database);
      const { facts, source } = await takeDump(fixture.driver, mode);
      const scratch = await snapshotOf(fixture.driver).scratch(source, null, NEVER);
      expect(await scratchNames(fixture.database)).toContain(scratch.name);
      expect(await scratch.driver.inspect(NEVER)).toEqual(facts.schema);
      const digests = await Array.fromAsync(scratch.driver.verify.digests(before.schema.tables, NEVER));
      if (mode === 'schema') {
        expect(facts.tables).toEqual([]);
        expect(digests.every(({ rows }) => rows === 0)).toBe(true);
      } else {
        expect(digests).toEqual(facts.tables);
        expect((await scratch.driver.history.list()).map(({ version }) => version)).toEqual(before.applied);
      }
      expect(await fixture.driver.snapshot?.sweepScratch(NEVER)).toEqual([]);
      await scratch.drop();
      expect(await scratchNames(fixture.database)).not.toContain(scratch.name);
      expect(await stateOf(fixture.driver, fixture.database)).toEqual(before);
    },
  );

  test('are restored into a given database, which must be empty and is emptied again', async () => {
    const { facts, source } = await takeDump(fixture.driver);
    const target = await createDatabase(server);
    const driver = await fixture.another({}, target.url);
    for (let round = 0; round < 2; round++) {
      const scratch = await snapshotOf(fixture.driver).scratch(source, target.url, NEVER);
      expect(scratch.name).toBe(target.name);
      expect(await scratch.driver.inspect(NEVER)).toEqual(facts.schema);
      await scratch.drop();
      expect(await driver.inspect(NEVER)).toEqual({ objects: [], tables: [] });
      expect(await target.query('select * from pg_largeobject_metadata')).toEqual([]);
    }
    // What a killed run left there is known by its mark.
    await snapshotOf(fixture.driver)
      .scratch(source, target.url, NEVER)
      .then((scratch) => scratch.driver.close());
    await (await snapshotOf(fixture.driver).scratch(source, target.url, NEVER)).drop();
    await target.query('create table mine (a int)');
    expect(await failure(snapshotOf(fixture.driver).scratch(source, target.url, NEVER))).toMatchObject({
      code: 'CONF_001',
      message: expect.stringContaining('is not empty'),
    });
    expect(await target.query('select * from mine')).toEqual([]);
    await target.drop();
  });

  test('leave out INVALID indexes, and say so', async () => {
    await fixture.database.query('create table dup (a int); insert into dup values (1), (1)');
    await fixture.database.query('create unique index concurrently dup_a on dup (a)').catch(() => {});
    const { facts, source } = await takeDump(fixture.driver);
    expect(facts.guarantee).toContain('public.dup_a');
    const scratch = await snapshotOf(fixture.driver).scratch(source, null, NEVER);
    expect(await scratch.driver.inspect(NEVER)).toEqual(facts.schema);
    await scratch.drop();
    await fixture.database.query('drop table dup');
  });

  test('say that they fail, and why', async () => {
    const url = await fixture.database.createUser({ password: 'p@:/%"\'\n', grants: ['usage on schema public, app'] });
    const poor = await fixture.another({}, url);
    expect(await failure(takeDump(poor))).toMatchObject({
      code: 'PERM_001',
      message: expect.stringContaining('app.base (no SELECT)'),
    });
    const blocker = await openSession(fixture.database);
    await blocker.query('begin');
    await blocker.query('lock table app.base');
    const abort = new AbortController();
    const waiting = failure(takeDump(fixture.driver, 'schema', abort.signal));
    await untilCounted(
      fixture.database,
      `select count(*) from pg_stat_activity where wait_event_type = 'Lock' and application_name like 'sluice-read/%' and datname = current_database()`,
    );
    abort.abort(new Error('not now'));
    expect((await waiting).message).toBe('not now');
    await blocker.close();
    await untilCounted(
      fixture.database,
      `select (count(*) = 0)::int from pg_stat_activity where application_name like 'sluice-read/%' and state = 'active' and datname = current_database()`,
    );
  });

  test('fail when the place for the dump fails', async () => {
    const sink = new MemorySink();
    sink.open = () => {
      const stream = new MemorySink().open('x');
      stream._write = (_piece, _encoding, done) => done(new Error('no space left'));
      return stream;
    };
    expect((await failure(snapshotOf(fixture.driver).dump('full', sink, NEVER))).message).toBe('no space left');
    expect(await fixture.driver.lock.renew(FENCE)).toBe(true);
  });

  describe('replacing the live content', () => {
    test('brings everything back, and leaves journal, lock and control', async () => {
      const before = await stateOf(fixture.driver, fixture.database);
      const { source } = await takeDump(fixture.driver);
      await recordApplied(fixture, '0002');
      await fixture.driver.journal.append(FENCE, [
        { runId: 'present', seq: 1, at: '2026-01-01T00:00:00.000Z', stage: 's', kind: 'k', entry: '{}' },
      ]);
      await fixture.database.query(`
        drop table app.orders cascade; alter table app.base add column extra int; insert into app.base values (99, 'new', 1);
        create schema newer; create table newer.t (a int); create table public.loose (a int); create view public.loose_view as select * from public.loose;
        create function public.loose_function(int) returns int language sql as 'select 1'; create type public.loose_type as enum ('a');
        create domain public.loose_domain as int; create sequence public.loose_sequence; create aggregate public.loose_sum(int) (sfunc = int4pl, stype = int);
        create operator public.=== (leftarg = int, rightarg = int, procedure = int4eq); create collation public.loose_collation (locale = 'C');
        create text search configuration public.loose_search (copy = simple); create statistics public.loose_statistics on a, b from app.base;
        create publication loose_publication for all tables; grant create on schema public to public; revoke usage on schema public from public; comment on schema public is 'changed';
        alter default privileges revoke execute on functions from public; alter default privileges in schema public grant insert on tables to public;
        drop publication some_tables; select lo_unlink(4711); select lo_from_bytea(5000, 'new');
        create function public.watch() returns event_trigger language plpgsql as $$ begin raise exception 'no DDL'; end $$;
        create event trigger loose_trigger on ddl_command_end execute function public.watch()`);
      const owner = await fixture.driver.lock.holder();
      await snapshotOf(fixture.driver).replace(FENCE, source, LIMITS);
      expect(await stateOf(fixture.driver, fixture.database)).toEqual(before);
      expect(await journal(fixture)).toContainEqual({ run_id: 'present', seq: 1 });
      expect(await fixture.driver.lock.holder()).toMatchObject({ owner: owner?.owner, acquiredAt: owner?.acquiredAt });
      // Again, as after a crash that hid the first success.
      await snapshotOf(fixture.driver).replace(FENCE, source, LIMITS);
      expect(await stateOf(fixture.driver, fixture.database)).toEqual(before);
      await fixture.apply('create table works (a int)');
      await fixture.apply('drop table works');
    });

    test('lets the lease be renewed meanwhile', async () => {
      const { bytes } = await takeDump(fixture.driver);
      const renewals: boolean[] = [];
      const source = sourceOf(bytes, 'full');
      let opened = 0;
      const slow = {
        ...source,
        open: (part: string) => {
          opened += 1;
          const stream = source.open(part);
          if (opened < 2) return stream;
          return stream.map(
            async (piece: Buffer) => {
              renewals.push(await fixture.driver.lock.renew(FENCE));
              return piece;
            },
            { concurrency: 1 },
          );
        },
      };
      await snapshotOf(fixture.driver).replace(FENCE, slow, LIMITS);
      expect(renewals.length).toBeGreaterThan(0);
      expect(renewals.every(Boolean)).toBe(true);
    });

    test('of rows alone keeps the schema, its foreign keys and triggers, and the record of migrations', async () => {
      await fixture.database.query(`
        create table app.circle_a (id int primary key, b int); create table app.circle_b (id int primary key, a int); alter table app.circle_b add constraint "to a" foreign key (a) references app.circle_a not valid;
        alter table app.circle_a add constraint to_b foreign key (b) references app.circle_b deferrable initially deferred; comment on constraint "to a" on app.circle_b is 'round';
        insert into app.circle_b values (1, null); insert into app.circle_a values (1, 1); update app.circle_b set a = 1`);
      await fixture.database.query(`
        create function app.refuse() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$;
        create trigger refuse before insert on app.circle_a for each row execute function app.refuse(); alter table app.circle_a enable always trigger refuse`);
      const before = await stateOf(fixture.driver, fixture.database);
      const { source } = await takeDump(fixture.driver, 'data');
      await recordApplied(fixture, '0003');
      await fixture.database.query(
        `update app.customers set note = 'spoilt'; delete from app.events; update app.circle_a set b = null; delete from app.circle_b; select setval('app.counter', 1000)`,
      );
      await snapshotOf(fixture.driver).replace(FENCE, source, LIMITS);
      const after = await stateOf(fixture.driver, fixture.database);
      expect(after).toEqual({ ...before, applied: [...before.applied, '0003'] });
      await fixture.database.query('create table app.unknown (a int)');
      expect(await failure(snapshotOf(fixture.driver).replace(FENCE, source, LIMITS))).toMatchObject({
        code: 'ROLL_001',
        message: expect.stringContaining('app.unknown'),
      });
      await fixture.database.query(
        'drop table app.unknown, app.circle_a, app.circle_b cascade; drop function app.refuse()',
      );
      await fixture.driver.apply.transaction(FENCE, LIMITS, (tx) => tx.removeApplied('0003'));
    });

    test('refuses a backup of the schema alone', async () => {
      const { source } = await takeDump(fixture.driver, 'schema');
      expect(await failure(snapshotOf(fixture.driver).replace(FENCE, source, LIMITS))).toMatchObject({
        code: 'CONF_001',
      });
    });

    describe('that fails leaves the present state:', () => {
      const unchanged = async (work: () => Promise<unknown>): Promise<Error> => {
        await fixture.database.query('create table present (a int); insert into present values (1)');
        const before = await stateOf(fixture.driver, fixture.database);
        const error = await failure(work());
        expect(await stateOf(fixture.driver, fixture.database)).toEqual(before);
        await fixture.database.query('drop table present');
        return error;
      };

      test('a dump that is cut off', async () => {
        const { bytes } = await takeDump(fixture.driver);
        const cut = sourceOf(bytes.subarray(0, Math.floor(bytes.length * 0.9)), 'full');
        expect(await unchanged(() => snapshotOf(fixture.driver).replace(FENCE, cut, LIMITS))).toMatchObject({
          code: 'ROLL_001',
          message: expect.stringContaining('as it was before'),
        });
      });

      test('a dump that turns out to be corrupt at its very end', async () => {
        const { bytes } = await takeDump(fixture.driver);
        const corrupt = new Error('wrong checksum');
        let opened = 0;
        const good = sourceOf(bytes, 'full');
        const source = {
          ...good,
          open: (part: string) => (opened++ < 1 ? good.open(part) : breakingSource(bytes, 'full', corrupt).open(part)),
        };
        const error = await unchanged(() => snapshotOf(fixture.driver).replace(FENCE, source, LIMITS));
        expect(error).toMatchObject({ code: 'ROLL_001', message: expect.stringContaining('wrong checksum') });
      });

      test('nonsense instead of a dump', async () => {
        const nonsense = sourceOf(Buffer.from('this is no dump'), 'full');
        expect(await unchanged(() => snapshotOf(fixture.driver).replace(FENCE, nonsense, LIMITS))).toMatchObject({
          code: 'BACKUP_002',
        });
      });

      test('a lease that was lost', async () => {
        const { source } = await takeDump(fixture.driver);
        expect(
          await unchanged(() => snapshotOf(fixture.driver).replace({ owner: 'other', leaseMs: 1000 }, source, LIMITS)),
        ).toMatchObject({ code: 'LOCK_001' });
        let opened = 0;
        const losing = {
          ...source,
          open: (part: string) => {
            if (opened++ === 1) void fixture.database.query(`update sluice_lock set owner = 'thief'`);
            return source.open(part);
          },
        };
        expect(await unchanged(() => snapshotOf(fixture.driver).replace(FENCE, losing, LIMITS))).toMatchObject({
          code: 'LOCK_001',
        });
        await fixture.database.query(`update sluice_lock set owner = '${FENCE.owner}'`);
      });

      test('a table that somebody locks', async () => {
        const { source } = await takeDump(fixture.driver);
        const blocker = await openSession(fixture.database);
        await blocker.query('begin');
        await blocker.query('select * from app.base');
        expect(
          await unchanged(() => snapshotOf(fixture.driver).replace(FENCE, source, { ...LIMITS, lockTimeoutMs: 100 })),
        ).toMatchObject({ code: 'ROLL_001', details: { sqlState: '55P03' } });
        await blocker.close();
      });

      test('a SIGKILL in the middle of it', async () => {
        const { bytes, source } = await takeDump(fixture.driver);
        const file = join(await temporaryDirectory(), 'database.dump');
        await writeFile(file, bytes);
        await unchanged(async () => {
          const program = startProcess([
            'node',
            'test/drivers/postgresql/programs/replace-and-wait.ts',
            fixture.database.url,
            file,
            FENCE.owner,
          ]);
          await program.untilOutput(/half/);
          // Everything is dropped by then, in a transaction that is still open.
          await untilCounted(
            fixture.database,
            `select count(*) from pg_locks l join pg_stat_activity a using (pid) where a.application_name = 'sluice/killed' and l.mode = 'AccessExclusiveLock'`,
          );
          program.kill('SIGKILL');
          await program.result;
          await fixture.driver.sessions.endOrphans(LIMITS);
          throw new Error('as planned');
        });
        await snapshotOf(fixture.driver).replace(FENCE, source, LIMITS);
      });

      test('an abort, which also ends the session', async () => {
        const { bytes } = await takeDump(fixture.driver);
        const abort = new AbortController();
        let opened = 0;
        const good = sourceOf(bytes, 'full');
        const source = {
          ...good,
          open: (part: string) => {
            if (opened++ === 1) abort.abort(new Error('stop'));
            return good.open(part);
          },
        };
        expect(
          (
            await unchanged(() =>
              snapshotOf(fixture.driver).replace(FENCE, source, { ...LIMITS, signal: abort.signal }),
            )
          ).message,
        ).toBe('stop');
        await untilCounted(
          fixture.database,
          `select (count(*) = 0)::int from pg_stat_activity where application_name like 'sluice/%' and state = 'active' and datname = current_database()`,
        );
      });
    });
  });

  test('sweep scratch databases of dead runs only', async () => {
    const { source } = await takeDump(fixture.driver, 'schema');
    const dead = await fixture.another({ runId: `dead-${server}` });
    const orphan = await snapshotOf(dead).scratch(source, null, NEVER);
    expect(await fixture.driver.snapshot?.sweepScratch(NEVER)).not.toContain(orphan.name);
    await orphan.driver.close();
    await dead.close();
    await untilCounted(
      fixture.database,
      `select (count(*) = 0)::int from pg_stat_activity where application_name like 'sluice%/dead-${server}'`,
    );
    await fixture.database.query(`create database "sluice_scratch_1000000000_0badcafe"`);
    await fixture.database.query(`create database "sluice_scratch_of_my_own"`);
    const swept = await fixture.driver.snapshot?.sweepScratch(NEVER);
    expect(swept).toEqual(expect.arrayContaining([orphan.name, 'sluice_scratch_1000000000_0badcafe']));
    expect(swept).not.toContain('sluice_scratch_of_my_own');
    await fixture.database.query('drop database "sluice_scratch_of_my_own"');
  });

  test('leave no files behind, and work for an account that owns nothing but its database', async () => {
    const own = await createFixture(server);
    const url = await own.database.createUser({ password: 'pässw@:/%"\'\n\\ ord' });
    const role = decodeURIComponent(new URL(url).username);
    const temporary = await temporaryDirectory();
    const driver = await own.another({ temporaryDirectory: temporary, names: { schema: 'ops', prefix: 'x_' } }, url);
    await own.database.query('drop table sluice_lock, sluice_journal, sluice_control, sluice_migrations');
    await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    await driver.apply.transaction(FENCE, LIMITS, async (tx) => {
      for (const text of [
        'create table t (a int primary key)',
        'insert into t values (1), (2)',
        'create table u (b int references t)',
        'create schema s',
        'create view s.v as select * from t',
      ])
        await tx.execute(statement(text));
      await tx.recordApplied({
        version: '1',
        name: 'n',
        checksum: 'c',
        appliedAt: '2026-01-01T00:00:00.000Z',
        durationMs: 1,
        statements: 1,
        runId: 'r',
      });
    });
    const { facts, source } = await takeDump(driver);
    expect(await failure(snapshotOf(driver).scratch(source, null, NEVER))).toMatchObject({
      code: 'PERM_001',
      fix: expect.stringContaining('CREATEDB'),
    });
    await own.database.query(`alter role "${role}" createdb`);
    const scratch = await snapshotOf(driver).scratch(source, null, NEVER);
    expect(await scratch.driver.inspect(NEVER)).toEqual(facts.schema);
    expect(await scratch.driver.history.list()).toHaveLength(1);
    await scratch.drop();
    await own.database.query(`drop table t cascade; create table ops.mine (a int)`);
    await snapshotOf(driver).replace(FENCE, source, LIMITS);
    expect(await driver.inspect(NEVER)).toEqual(facts.schema);
    expect(await driver.lock.holder()).toMatchObject({ owner: FENCE.owner });
    expect(await driver.history.list()).toHaveLength(1);
    expect(readdirSync(temporary)).toEqual([]);
    await own.drop();
  });
});
