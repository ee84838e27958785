import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Driver, DumpFacts, DumpSource, Fence, TableDigest } from '../../../../src/driver.ts';
import type { TestDatabase } from '../../../support/databases.ts';
import type { CreateOptions } from '../../../support/databases/test-database.ts';
import { startProcess } from '../../../support/process.ts';
import { startProxy } from '../../../support/proxy.ts';
import { startMariadb, type TestServer } from '../../../support/servers.ts';
import { openSession } from '../../../support/session.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { failureOf, fenceOf, limits, newDatabase, openDriver, until } from '../open.ts';
import { type MemoryDump, memoryDump, scratchDatabases } from './dumps.ts';
import { fillRichly } from './rich.ts';

const signal = new AbortController().signal;

function snapshotOf(driver: Driver): NonNullable<Driver['snapshot']> {
  if (driver.snapshot === undefined) throw new Error('no snapshots');
  return driver.snapshot;
}

/** Schema and digests of all tables. */
async function stateOf(driver: Driver) {
  const schema = await driver.inspect(signal);
  const tables: TableDigest[] = [];
  for await (const one of driver.verify.digests(schema.tables, signal)) tables.push(one);
  return { schema, tables };
}

const journalRow = (seq: number) => ({
  runId: 'r',
  seq,
  at: '2024-01-01T00:00:00.000Z',
  stage: 's',
  kind: 'k',
  entry: '{}',
});

async function journalOf(driver: Driver): Promise<readonly number[]> {
  const rows: number[] = [];
  for await (const row of driver.journal.read({ runIds: ['r'] })) rows.push(row.seq);
  return rows;
}

/** Changes of every kind that a migration could have made since the backup. */
const CHANGES = [
  'create table newer (id int primary key)',
  'create table newer_child (id int, constraint to_newer foreign key (id) references newer (id))',
  'create trigger newer_trigger before insert on newer for each row set new.id = new.id',
  'set foreign_key_checks = 0',
  'alter table children add constraint more foreign key (id) references newer (id)',
  'alter table parents drop column f',
  'drop table no_key',
  "update parents set name = 'changed'",
  'delete from children where id = 1',
  'drop view a_view',
  'create view newer_view as select 1 as one',
  'create or replace view z_view as select id from parents',
  'create or replace function plus_one (a int) returns int deterministic return a + 2',
  'create function newer_function () returns int return 1',
  'drop procedure fill',
  'drop event switched_off',
  'create event newer_event on schedule every 1 day do select 1',
  'create or replace trigger first_one before insert on children for each row set @changed = 1',
  'alter database collate utf8mb4_bin',
];

async function change(database: TestDatabase): Promise<void> {
  const session = await openSession(database);
  try {
    for (const statement of CHANGES) await session.query(statement);
  } finally {
    await session.close();
  }
}

/** A database with a dump of it, changed since. */
async function changedDatabase(options: CreateOptions = {}): Promise<{
  database: TestDatabase;
  driver: Driver;
  fence: Fence;
  dump: MemoryDump;
  facts: DumpFacts;
}> {
  const database = await newDatabase(options);
  await fillRichly(database);
  const driver = await openDriver(database.url);
  const fence = await fenceOf(driver);
  await driver.journal.append(fence, [journalRow(1)]);
  const dump = memoryDump();
  const facts = await snapshotOf(driver).dump('full', dump.sink, signal);
  await change(database);
  await driver.journal.append(fence, [journalRow(2)]);
  return { database, driver, fence, dump, facts };
}

describe('replace', () => {
  it('brings back schema, programs and every row, and keeps the journal and the lock', async () => {
    const { database, driver, fence, dump, facts } = await changedDatabase();
    await snapshotOf(driver).replace(fence, dump.source(), limits());
    const state = await stateOf(driver);
    expect(state.schema).toEqual(facts.schema);
    expect(state.tables).toEqual(facts.tables);
    expect(await journalOf(driver)).toEqual([1, 2]);
    expect((await driver.lock.holder())?.owner).toBe(fence.owner);
    expect(await scratchDatabases(database)).toEqual([]);
    // The foreign keys hold, and the triggers fire.
    await expect(database.query('insert into children (parent) values (12345)')).rejects.toThrow(/foreign key/);
    await database.query('update children set up = null; delete from parents where id = 5');
    expect(await database.query('select count(*) as n from children where parent = 5')).toEqual([{ n: 0 }]);
    expect(await database.query('insert into children (parent) values (8); select @second as s')).toEqual([
      { s: 'a;b' },
    ]);
    // And once more, over what is the same already.
    await snapshotOf(driver).replace(fence, dump.source(), limits());
    expect(await stateOf(driver)).toEqual({ schema: facts.schema, tables: facts.tables });
  });

  it('fills an empty database, and makes a full one empty', async () => {
    const database = await newDatabase();
    const driver = await openDriver(database.url);
    const fence = await fenceOf(driver);
    await database.query('drop table sluice_migrations');
    const nothing = memoryDump();
    const empty = await snapshotOf(driver).dump('full', nothing.sink, signal);
    await fillRichly(database);
    const full = memoryDump();
    const rich = await snapshotOf(driver).dump('full', full.sink, signal);
    await snapshotOf(driver).replace(fence, nothing.source(), limits());
    expect(await stateOf(driver)).toEqual({ schema: empty.schema, tables: empty.tables });
    await snapshotOf(driver).replace(fence, full.source(), limits());
    expect(await stateOf(driver)).toEqual({ schema: rich.schema, tables: rich.tables });
  });

  it('brings programs back as they were written, and leaves alone what is the same', async () => {
    const database = await newDatabase({ clause: 'character set latin1' });
    const session = await openSession(database);
    const written = [
      'create table t (id int primary key, v varchar(20))',
      'create table z (id int primary key)',
      'set names latin1',
      // The client sends UTF-8: these are two characters of latin1.
      "create function accented (a varchar(5)) returns varchar(20) deterministic return concat(a, 'é')",
      "create trigger marked before insert on t for each row set new.v = 'é'",
      "create view shown as select 'é' as text",
      "set session sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
      `create procedure "p ""q" (out b varchar(9)) begin set b = '\\'; end`,
      `create view "v ""w" as select '\\' as "one", shown.text from shown`,
      "set session sql_mode = 'ORACLE'",
      'create package tools as function one return int; end',
      'create package body tools as function one return int as begin return 1; end; end',
      'set session sql_mode = default',
      'set names utf8mb4',
      "set time_zone = '+05:00'",
      "create event later on schedule every 1 day starts '2035-01-01 00:00:00' do set @a = 'Ж'",
      'alter database character set utf8mb4 collate utf8mb4_bin',
      "create function modern (a varchar(5)) returns varchar(20) return 'Ж'",
    ];
    for (const one of written) await session.query(one);
    const driver = await openDriver(database.url);
    const fence = await fenceOf(driver);
    const dump = memoryDump();
    const facts = await snapshotOf(driver).dump('full', dump.sink, signal);
    const created =
      'select routine_name as name, created as at from information_schema.routines where routine_schema = database() order by 1';
    const before = await database.query(created);
    const called = "select hex(convert(accented('x') using utf8mb4)) as answer";
    const answer = await database.query(called);

    await snapshotOf(driver).replace(fence, dump.source(), limits());
    expect((await stateOf(driver)).schema).toEqual(facts.schema);
    expect(await database.query(created)).toEqual(before);

    const changes = [
      'drop function accented',
      'drop trigger marked',
      'create or replace view shown as select 1 as text',
      'drop view `v "w`',
      'create view z_more as select 1 as one',
      'drop procedure `p "q`',
      'drop event later',
      "set session sql_mode = 'ORACLE'",
      'create or replace package tools as function two return int; end',
      'set session sql_mode = default',
      'create function newer () returns int return 1',
      // A view where the backup has a table.
      'drop table z',
      'create view z as select 1 as id',
      'alter database character set latin1',
    ];
    for (const one of changes) await session.query(one);
    await session.close();
    // The dump says to alter the database that it came from; a copy has to alter itself.
    const scratch = await snapshotOf(driver).scratch(dump.source(), null, signal);
    expect(await scratch.driver.inspect(signal)).toEqual(facts.schema);
    await scratch.drop();
    const [defaults] = await database.query('select @@collation_database as name');
    expect(defaults).toEqual({ name: 'latin1_swedish_ci' });
    await snapshotOf(driver).replace(fence, dump.source(), limits());
    expect((await stateOf(driver)).schema).toEqual(facts.schema);
    expect(await database.query(called)).toEqual(answer);
  });

  it('of rows alone keeps the programs, and refuses when the tables are others', async () => {
    const database = await newDatabase();
    await fillRichly(database);
    const driver = await openDriver(database.url);
    const fence = await fenceOf(driver);
    const dump = memoryDump();
    const facts = await snapshotOf(driver).dump('data', dump.sink, signal);
    await database.query("update parents set name = 'changed'; delete from isam; create view later as select 1 as one");
    await snapshotOf(driver).replace(fence, dump.source('data'), limits());
    const state = await stateOf(driver);
    expect(state.tables).toEqual(facts.tables);
    expect(state.schema.objects.filter(({ name }) => name !== 'later')).toEqual(facts.schema.objects);
    expect(state.schema.objects.some(({ name }) => name === 'later')).toBe(true);

    await database.query('alter table parts add w int');
    const before = await stateOf(driver);
    const failure = await failureOf(snapshotOf(driver).replace(fence, dump.source('data'), limits()));
    expect(failure.code).toBe('ROLL_001');
    expect(failure.message).toMatch(/parts/);
    expect(await stateOf(driver)).toEqual(before);
    expect((await failureOf(snapshotOf(driver).replace(fence, dump.source('schema'), limits()))).code).toBe(
      'BACKUP_001',
    );
  });

  it('gives up when the application does not let go, and leaves everything as it was', async () => {
    const { database, driver, fence, dump } = await changedDatabase();
    const before = await stateOf(driver);
    const application = await openSession(database);
    await application.query('begin');
    await application.query('select * from empty_table');
    const failure = await failureOf(snapshotOf(driver).replace(fence, dump.source(), limits({ lockTimeoutMs: 1000 })));
    expect(failure.code).toBe('LOCK_002');
    expect(await stateOf(driver)).toEqual(before);
    await application.close();
    expect(await scratchDatabases(database)).toEqual([]);
  });

  it('writes nothing when the lease was lost', async () => {
    const { driver, dump } = await changedDatabase();
    const before = await stateOf(driver);
    const failure = await failureOf(
      snapshotOf(driver).replace({ owner: 'somebody else', leaseMs: 1000 }, dump.source(), limits()),
    );
    expect(failure.code).toBe('LOCK_001');
    expect(await stateOf(driver)).toEqual(before);
  });

  it('puts the triggers back when it is aborted while it waits for the tables', async () => {
    const { database, driver, fence, dump } = await changedDatabase();
    const before = await stateOf(driver);
    const application = await openSession(database);
    await application.query('begin');
    await application.query('select * from empty_table');
    const abort = new AbortController();
    const reason = new Error('stop');
    const replacing = snapshotOf(driver).replace(fence, dump.source(), limits({ signal: abort.signal }));
    await until(() =>
      database.query(
        "select 1 from information_schema.processlist where db = database() and info like 'rename table%' and id <> connection_id()",
      ),
    );
    // The triggers are gone by now.
    abort.abort(reason);
    await expect(replacing).rejects.toBe(reason);
    expect(await stateOf(driver)).toEqual(before);
    await application.close();
  });

  it('leaves the present alone when the backup is damaged, at whichever part', async () => {
    const { database, driver, fence, dump } = await changedDatabase();
    const before = await stateOf(driver);
    for (const part of dump.source().parts) {
      const source = dump.source();
      const corrupt = new Error(`${part} is corrupt`);
      const damaged = {
        ...source,
        open: (name: string) => {
          const stream = source.open(name);
          if (name === part) stream.once('data', () => stream.destroy(corrupt));
          return stream;
        },
      };
      await expect(snapshotOf(driver).replace(fence, damaged, limits())).rejects.toBe(corrupt);
    }
    expect(await stateOf(driver)).toEqual(before);
    expect(await scratchDatabases(database)).toEqual([]);
  });

  it('refuses when tables of another database would follow', async () => {
    const { database, driver, fence, dump } = await changedDatabase();
    const other = await newDatabase();
    await other.query(
      `create table stranger (id int primary key, constraint abroad foreign key (id) references \`${database.name}\`.parents (id))`,
    );
    const before = await stateOf(driver);
    const failure = await failureOf(snapshotOf(driver).replace(fence, dump.source(), limits()));
    expect(failure.code).toBe('ROLL_001');
    expect(failure.message).toMatch(/stranger/);
    expect(await stateOf(driver)).toEqual(before);
    await other.query('drop table stranger');
  });

  it('ends with PERM_001 and the GRANT when no database can be made beside', async () => {
    const { database, dump } = await changedDatabase();
    const poor = await openDriver(await database.createUser({ password: 'x' }));
    const failure = await failureOf(
      snapshotOf(poor).replace({ owner: 'owner', leaseMs: 60_000 }, dump.source(), limits()),
    );
    expect(failure.code).toBe('PERM_001');
    expect(failure.fix).toMatch(/GRANT ALL PRIVILEGES ON `sluice\\_scratch\\_%`/);
  });
});

/** A saved dump. */
function fromFolder(folder: string): DumpSource {
  return { mode: 'full', parts: readdirSync(folder), open: (part) => createReadStream(join(folder, part)) };
}

/** Ways in which the server is given the exchange, and moments of each to be killed at. */
const WAYS: readonly {
  readonly way: string;
  readonly settings: Readonly<Record<string, string | number>>;
  /** After a kill the programs, too, are those of before or those of the backup. */
  readonly whole: boolean;
  readonly moments: readonly (readonly [words: string, times: number])[];
}[] = [
  {
    way: 'as one statement',
    settings: {},
    whole: true,
    moments: [
      ['create database', 1],
      ['CREATE TABLE `parents`', 1],
      ['INSERT INTO `children`', 1],
      ['INSERT INTO `no_key`', 1],
      ['VIEW `z_view`', 1],
      ['drop trigger', 2],
      ['create database', 2],
      ['begin not atomic', 1],
      ['drop database', 1],
      ['drop database', 2],
    ],
  },
  {
    way: 'one statement after the other',
    // Too little for all of it at once.
    settings: { 'max-allowed-packet': 65_536 },
    whole: false,
    moments: [
      ['drop trigger', 5],
      ['rename table', 1],
      ['execute immediate', 1],
      ['execute immediate', 9],
      ['execute immediate', 20],
    ],
  },
];

describe.each(WAYS)('killed anywhere, and called again: $way', ({ settings, whole, moments }) => {
  let server: TestServer | null = null;
  let database: TestDatabase;
  let folder: string;
  let dumped: DumpFacts;

  beforeAll(async () => {
    if (Object.keys(settings).length > 0) server = await startMariadb({ settings });
    const made = await changedDatabase(server === null ? {} : { server: server.url() });
    database = made.database;
    dumped = made.facts;
    folder = join(await temporaryDirectory(), 'dump');
    await made.dump.save(folder);
    await made.driver.lock.release(made.fence.owner);
    await made.driver.close();
  });

  afterAll(async () => {
    await server?.stop();
  });

  it.each(moments)('at %j, time %d', async (words, times) => {
    await change(database).catch(() => {});
    const before = await openDriver(database.url);
    const changed = await stateOf(before);
    await before.close();

    let seen = 0;
    const proxy = await startProxy(database.url, {
      inspect(piece, from) {
        if (from === 'client' && seen < times && piece.includes(words) && ++seen === times) child.kill('SIGKILL');
        return 'pass';
      },
    });
    const child = startProcess([
      'node',
      'test/drivers/mysql/child.ts',
      `${proxy.url(database.url)}?sslmode=disable`,
      '--replace',
      folder,
    ]);
    await child.result;
    await proxy.close();
    expect([seen, child.stderr(), child.stdout()]).toEqual([times, '', 'ready\n']);

    const next = await openDriver(database.url);
    const fence = { owner: 'next', leaseMs: 60_000 };
    await until(async () => ((await next.lock.acquire(fence.owner, fence.leaseMs)).kind === 'acquired' ? [true] : []));
    try {
      if (whole) {
        // The server may still be at it.
        const [either] = await until(async () => {
          const now = await stateOf(next);
          return [changed, { schema: dumped.schema, tables: dumped.tables }].filter(
            (one) => JSON.stringify(one) === JSON.stringify(now),
          );
        });
        expect(either).toBeDefined();
      }
      await next.sessions.endOrphans(limits());
      // The data is whole: that of before, or that of the backup.
      const { tables } = await stateOf(next);
      expect([changed.tables, dumped.tables]).toContainEqual(tables);
      await snapshotOf(next).replace(fence, fromFolder(folder), limits());
      expect(await stateOf(next)).toEqual({ schema: dumped.schema, tables: dumped.tables });
      expect(await journalOf(next)).toEqual([1, 2]);
      await snapshotOf(next).sweepScratch(signal);
      expect(await scratchDatabases(database)).toEqual([]);
    } finally {
      await next.lock.release(fence.owner);
    }
    await next.close();
  });
});
