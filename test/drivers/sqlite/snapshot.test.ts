import { afterEach, describe, expect, it } from '@jest/globals';
import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import Database from 'better-sqlite3';
import type { BackupMode, DumpFacts, DumpSource, SnapshotGroup } from '../../../src/driver.ts';
import { runProcess, startProcess } from '../../support/process.ts';
import {
  apply,
  childrenOf,
  collect,
  createFixture,
  digestsOf,
  execute,
  failureOf,
  FENCE,
  type Fixture,
  journalRow,
  LIMITS,
  openDriver,
  rows,
  SIGNAL,
} from './fixture.ts';

const opened: Fixture[] = [];

afterEach(async () => {
  for (const { driver } of opened.splice(0)) await driver.close();
});

const CONTENT = `
  create table person (id integer primary key autoincrement, name text not null, size real, picture blob);
  create table pet (name text, owner references person (id)) without rowid;
`.replace('name text, owner', 'name text primary key, owner');

const ROWS = `
  insert into person (name, size, picture) values ('Ada', 1.5, x'00ff'), ('Grüße', -0.0, null), (cast(x'61ff' as text), 9e999, x'');
  insert into pet values ('Rex', 1), ('Tom', 2);
  delete from person where id = 3;
`;

const EXTRAS = `
  create index person_name on person (name collate nocase) where size > 0;
  create view names as select name from person;
  create trigger t after insert on pet begin update person set size = 99 where id = new.owner; end;
  create virtual table doc using fts5 (body);
  insert into doc values ('the quick brown fox');
  create table loose (a, rowid_like);
  insert into loose (rowid, a) values (7, 'seven'), (3, 'three');
  pragma user_version = 5;
  pragma application_id = 77;
`;

async function database(sql = CONTENT + ROWS + EXTRAS): Promise<Fixture & { readonly snapshot: SnapshotGroup }> {
  const fixture = await createFixture(sql);
  opened.push(fixture);
  const { snapshot } = fixture.driver;
  if (snapshot === undefined) throw new Error('no snapshots');
  return { ...fixture, snapshot };
}

/** A dump in a file. */
async function dump(
  { snapshot, folder }: { readonly snapshot: SnapshotGroup; readonly folder: string },
  mode: BackupMode = 'full',
): Promise<{ readonly facts: DumpFacts; readonly source: DumpSource; readonly file: string }> {
  const file = join(folder, `dump-${mode}`);
  const parts: string[] = [];
  const facts = await snapshot.dump(
    mode,
    {
      open: (part) => {
        parts.push(part);
        return createWriteStream(file);
      },
    },
    SIGNAL,
  );
  return { facts, file, source: { parts, mode, open: () => createReadStream(file) } };
}

/** The names of what Sluice has laid into a folder and not taken away. */
async function leftovers(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /sluice-/.test(name));
}

describe('a dump', () => {
  it.each(['delete', 'wal'])(
    'is the whole database without the tables of the present, in journal mode %s',
    async (mode) => {
      const fixture = await database(`pragma journal_mode = ${mode};${CONTENT}${ROWS}${EXTRAS}`);
      await fixture.driver.journal.append(FENCE, [journalRow(1, '{"secret":"zebra-crossing"}')]);
      const { facts, file } = await dump(fixture);
      expect(facts.tables).toEqual(await digestsOf(fixture.driver));
      expect(facts.schema).toEqual(await fixture.driver.inspect(SIGNAL));
      expect(facts.snapshot).toBeNull();
      expect(facts.tool).toEqual({
        program: 'SQLite',
        version: rows(file, 'select sqlite_version() as v').map((row) => (row as { v: string }).v)[0],
      });
      expect(rows(file, "select name from sqlite_schema where name like 'sluice%' order by name")).toEqual([
        { name: 'sluice_migrations' },
      ]);
      expect(rows(file, 'pragma journal_mode')).toEqual([{ journal_mode: mode }]);
      expect(rows(file, 'pragma user_version')).toEqual([{ user_version: 5 }]);
      expect(rows(file, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect((await readFile(file)).includes('zebra-crossing')).toBe(false);
      expect(await leftovers(fixture.folder)).toEqual([]);
    },
  );

  it('of the schema has everything but the rows', async () => {
    const fixture = await database();
    const { facts, file } = await dump(fixture, 'schema');
    expect(facts.tables).toEqual([]);
    expect(facts.schema).toEqual(await fixture.driver.inspect(SIGNAL));
    expect(rows(file, 'select count(*) as n from person')).toEqual([{ n: 0 }]);
    expect(rows(file, 'pragma application_id')).toEqual([{ application_id: 77 }]);
    execute(file, "insert into doc values ('a fox'); insert into person (name) values ('x')");
    expect(rows(file, "select count(*) as n from doc where doc match 'fox'")).toEqual([{ n: 1 }]);
  });

  it('of an empty file is an empty database', async () => {
    const fixture = await createFixture('', { lock: false });
    opened.push(fixture);
    const { snapshot } = fixture.driver;
    if (snapshot === undefined) throw new Error('no snapshots');
    const { facts, file } = await dump({ snapshot, folder: fixture.folder });
    expect(facts).toMatchObject({ tables: [], schema: { objects: [] } });
    expect(rows(file, 'select * from sqlite_schema')).toEqual([]);
  });

  it.each(['delete', 'wal'])('shows one state while others write, in journal mode %s', async (mode) => {
    const fixture = await database(
      `pragma journal_mode = ${mode}; create table a (n, filler); create table b (n);
       insert into a with recursive n (i) as (select 1 union all select i + 1 from n where i < 30000) select i, zeroblob(1000) from n;`,
    );
    const copy = { done: false };
    const writer = new Database(fixture.path, { timeout: 20_000 });
    const write = writer.transaction(() => {
      writer.exec('update a set n = -n where rowid % 1000 = 1; insert into b select count(*) from b');
    });
    const dumping = dump(fixture).finally(() => {
      copy.done = true;
    });
    const writing = (async () => {
      // SQLite's locks are not fair: a writer without end could keep the copy out for ever.
      for (let writes = 0; writes < 100 && !copy.done; writes++) {
        write();
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const { facts, file } = await dumping;
    await writing;
    writer.close();
    // Each write turns the sign of the same rows: in one state they all have the sign that the count of b gives.
    const [state] = rows(
      file,
      'select (select count(*) from b) as writes, sum(n < 0) as negative, (select count(*) from a where rowid % 1000 = 1) as marked from a',
    ) as { writes: number; negative: number; marked: number }[];
    expect(state?.negative).toBe((state?.writes ?? 0) % 2 === 0 ? 0 : state?.marked);
    expect(facts.tables.find(({ table }) => table.name === 'b')?.rows).toBe(state?.writes);
  });

  it('ends when the sink fails, and when it is aborted', async () => {
    const { snapshot, folder } = await database();
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('sink is full')) });
    await expect(snapshot.dump('full', { open: () => broken }, SIGNAL)).rejects.toThrow('sink is full');
    const abort = new AbortController();
    const dumping = snapshot.dump('full', { open: () => new Writable() }, abort.signal);
    abort.abort(new Error('enough'));
    await expect(dumping).rejects.toThrow('enough');
    expect(await leftovers(folder)).toEqual([]);
  });
});

describe('a scratch database', () => {
  it('is the dump restored, in a file that goes with it', async () => {
    const fixture = await database();
    const { facts, source } = await dump(fixture);
    const scratch = await fixture.snapshot.scratch(source, null, SIGNAL);
    expect(await digestsOf(scratch.driver)).toEqual(facts.tables);
    expect(await scratch.driver.inspect(SIGNAL)).toEqual(facts.schema);
    expect((await stat(scratch.name)).mode & 0o777).toBe(0o600);
    await scratch.drop();
    expect(await leftovers(fixture.folder)).toEqual([]);
  });

  it('lies beside the file that a URL names, and never is that file', async () => {
    const fixture = await database();
    const { source } = await dump(fixture);
    const elsewhere = join(fixture.folder, 'scratch');
    await mkdir(elsewhere);
    const named = join(elsewhere, 'precious.db');
    await writeFile(named, 'precious');
    const scratch = await fixture.snapshot.scratch(source, `sqlite:${named}`, SIGNAL);
    expect(scratch.name.startsWith(`${elsewhere}/`)).toBe(true);
    await scratch.drop();
    expect(await readdir(elsewhere)).toEqual(['precious.db']);
    expect(await readFile(named, 'utf8')).toBe('precious');
    const failure = await failureOf(fixture.snapshot.scratch(source, 'postgres://host/db', SIGNAL));
    expect(failure.code).toBe('CONF_001');
  });

  it.each([
    [
      'is no database',
      (file: string): Promise<void> => writeFile(file, 'no database at all, but long enough to be read '.repeat(200)),
    ],
    ['was cut', (file: string): Promise<void> => truncate(file, 10_000)],
  ])('is not made of a dump that %s', async (_what, damage) => {
    const fixture = await database();
    const { source, file } = await dump(fixture);
    await damage(file);
    const failure = await failureOf(fixture.snapshot.scratch(source, null, SIGNAL));
    expect(failure).toMatchObject({ code: 'BACKUP_001', message: expect.stringContaining('is damaged') });
    expect(await leftovers(fixture.folder)).toEqual([]);
  });
});

describe('replacing', () => {
  it.each([
    ['delete', 'delete'],
    ['wal', 'wal'],
    ['delete', 'wal'],
    ['wal', 'delete'],
  ])('brings the dump’s content and keeps the present, from journal mode %s into %s', async (from, to) => {
    const fixture = await database(`pragma journal_mode = ${from};${CONTENT}${ROWS}${EXTRAS}`);
    const { driver, path, snapshot } = fixture;
    const { facts, source } = await dump(fixture);
    await driver.apply.standalone(FENCE, LIMITS, { index: 0, line: 1, text: `pragma journal_mode = ${to}`, hash: '' });
    await driver.journal.append(FENCE, [journalRow(1), journalRow(2)]);
    await driver.control.request({ runId: 'run-1', at: '2026-01-02T03:04:05.000Z', request: 'pause' });
    // An application that has the file open, and knows the old schema.
    const application = new Database(path);
    const names = application.prepare('select name from person order by id');
    await apply(driver, [
      'delete from person',
      'drop view names',
      'alter table pet add column age',
      'create table newer (x)',
    ]);
    await snapshot.replace(FENCE, source, LIMITS);

    expect(await driver.inspect(SIGNAL)).toEqual(facts.schema);
    expect(await digestsOf(driver)).toEqual(facts.tables);
    expect(names.pluck().all()).toEqual(['Ada', 'Grüße']);
    application.close();
    expect(await collect(driver.journal.read({}))).toEqual([journalRow(1), journalRow(2)]);
    expect(await driver.control.read('run-1')).toHaveLength(1);
    expect((await driver.lock.holder())?.owner).toBe(FENCE.owner);
    expect(rows(path, 'pragma journal_mode')).toEqual([{ journal_mode: to }]);
    expect(await leftovers(fixture.folder)).toEqual([]);
    // As after a crash.
    await snapshot.replace(FENCE, source, LIMITS);
    expect(await digestsOf(driver)).toEqual(facts.tables);
  });

  it('works across page sizes', async () => {
    const fixture = await database();
    const { facts, source } = await dump(fixture);
    execute(fixture.path, 'pragma page_size = 16384; vacuum; pragma journal_mode = wal; delete from pet');
    await fixture.snapshot.replace(FENCE, source, LIMITS);
    expect(await digestsOf(fixture.driver)).toEqual(facts.tables);
    expect(rows(fixture.path, 'pragma page_size')).toEqual([{ page_size: 16384 }]);
  });

  it('replaces rows alone from a dump of mode data', async () => {
    const fixture = await database();
    const { driver, snapshot, path } = fixture;
    const { facts, source } = await dump(fixture, 'data');
    await apply(driver, [
      'delete from person',
      "insert into pet values ('New', 1)",
      'delete from loose',
      "insert into doc values ('a dog')",
      'create index later on pet (owner)',
    ]);
    await driver.journal.append(FENCE, [journalRow(1)]);
    await snapshot.replace(FENCE, source, LIMITS);
    expect(await digestsOf(driver)).toEqual(facts.tables);
    expect(rows(path, 'select rowid, a from loose order by rowid')).toEqual([
      { rowid: 3, a: 'three' },
      { rowid: 7, a: 'seven' },
    ]);
    expect(rows(path, "select body from doc where doc match 'fox'")).toHaveLength(1);
    expect(rows(path, "select body from doc where doc match 'dog'")).toEqual([]);
    execute(path, "insert into person (name) values ('next')");
    expect(rows(path, "select id from person where name = 'next'")).toEqual([{ id: 4 }]);
    expect(await collect(driver.journal.read({}))).toHaveLength(1);
    expect((await driver.inspect(SIGNAL)).objects.filter(({ kind }) => kind === 'trigger')).toHaveLength(1);
  });

  it('refuses rows that do not fit', async () => {
    const fixture = await database();
    const { source } = await dump(fixture, 'data');
    await apply(fixture.driver, ['alter table pet add column age']);
    const before = await digestsOf(fixture.driver);
    const failure = await failureOf(fixture.snapshot.replace(FENCE, source, LIMITS));
    expect(failure.message).toContain('the table pet has other columns in the backup');
    expect(failure.code).toBe('BACKUP_001');
    expect(await digestsOf(fixture.driver)).toEqual(before);
  });

  it('refuses a dump of the schema, a damaged one, and one of another engine', async () => {
    const fixture = await database();
    const before = await digestsOf(fixture.driver);
    const schema = await dump(fixture, 'schema');
    expect((await failureOf(fixture.snapshot.replace(FENCE, schema.source, LIMITS))).code).toBe('BACKUP_001');
    const { source, file } = await dump(fixture);
    expect((await failureOf(fixture.snapshot.replace(FENCE, { ...source, parts: ['dump.sql'] }, LIMITS))).code).toBe(
      'BACKUP_001',
    );
    const bytes = await readFile(file);
    await writeFile(file, Buffer.concat([bytes.subarray(0, 5000), Buffer.alloc(9000, 7), bytes.subarray(14_000)]));
    const damaged = await failureOf(fixture.snapshot.replace(FENCE, source, LIMITS));
    expect(damaged.code).toBe('BACKUP_001');
    expect(damaged.fix).toContain('Nothing was changed');
    expect(await digestsOf(fixture.driver)).toEqual(before);
    expect(await leftovers(fixture.folder)).toEqual([]);
  });

  it.each(['full', 'data'] as const)('changes nothing when the lease was lost, in mode %s', async (mode) => {
    const fixture = await database();
    const { source } = await dump(fixture, mode);
    execute(fixture.path, "delete from pet; update sluice_lock set owner = 'other'");
    const before = await digestsOf(fixture.driver);
    expect((await failureOf(fixture.snapshot.replace(FENCE, source, LIMITS))).code).toBe('LOCK_001');
    expect(await digestsOf(fixture.driver)).toEqual(before);
  });

  it.each(['delete', 'wal'])('gives up when another program keeps the lock, in journal mode %s', async (mode) => {
    const fixture = await database(`pragma journal_mode = ${mode};${CONTENT}${ROWS}`);
    const { source } = await dump(fixture);
    execute(fixture.path, 'delete from pet');
    const before = await digestsOf(fixture.driver);
    const holder = startProcess(['node', 'test/drivers/sqlite/programs/hold-lock.ts', fixture.path, 'begin immediate']);
    await holder.untilOutput(/holding/);
    const failure = await failureOf(fixture.snapshot.replace(FENCE, source, { ...LIMITS, lockTimeoutMs: 200 }));
    expect(failure.code).toBe('LOCK_002');
    if (process.platform === 'linux') expect(failure.details['blockers']).toMatchObject([{ pid: holder.pid }]);
    holder.kill('SIGKILL');
    await holder.result;
    expect(await digestsOf(fixture.driver)).toEqual(before);
  });

  it('waits for a reader in a rollback mode, between its own two locks, too', async () => {
    const fixture = await database(CONTENT + ROWS);
    const { source } = await dump(fixture);
    execute(fixture.path, 'delete from pet');
    const before = await digestsOf(fixture.driver);
    const reader = startProcess([
      'node',
      'test/drivers/sqlite/programs/hold-lock.ts',
      fixture.path,
      'begin; select count(*) from pet',
    ]);
    await reader.untilOutput(/holding/);
    const failure = await failureOf(fixture.snapshot.replace(FENCE, source, { ...LIMITS, lockTimeoutMs: 200 }));
    expect(failure.code).toBe('LOCK_002');
    expect(await digestsOf(fixture.driver)).toEqual(before);
    const waiting = fixture.snapshot.replace(FENCE, source, { ...LIMITS, lockTimeoutMs: 60_000 });
    reader.kill('SIGKILL');
    await waiting;
    expect((await digestsOf(fixture.driver, ['pet']))[0]?.rows).toBe(2);
  });

  it.each(['delete', 'wal'])(
    'leaves the old content or the new one when it is killed in the middle, in journal mode %s',
    async (mode) => {
      const fixture = await database(
        `pragma journal_mode = ${mode}; create table a (n, filler);
         insert into a with recursive n (i) as (select 1 union all select i + 1 from n where i < 40000) select i, zeroblob(1000) from n;`,
      );
      const { driver, path, folder } = fixture;
      const backup = await dump(fixture);
      await apply(driver, ['update a set n = -n', 'create table later (x)']);
      await driver.journal.append(FENCE, [journalRow(1)]);
      const old = await digestsOf(driver);
      const oldSchema = await driver.inspect(SIGNAL);
      await driver.lock.release(FENCE.owner);
      await driver.close();
      execute(path, 'pragma wal_checkpoint(truncate)');
      const companion = mode === 'wal' ? `${path}-wal` : `${path}-journal`;

      // Killed once the copy has begun to reach the disk: the journal or the log grows with every page.
      const run = startProcess(['node', 'test/drivers/sqlite/programs/replace.ts', path, backup.file]);
      const sizeOf = (): number =>
        existsSync(companion) ? (statSync(companion, { throwIfNoEntry: false })?.size ?? 0) : 0;
      while (sizeOf() < 5_000_000) await new Promise((resolve) => setImmediate(resolve));
      // The process that copies first: left to itself it would live on for a moment.
      for (const pid of [...childrenOf(run.pid), run.pid]) process.kill(pid, 'SIGKILL');
      expect((await run.result).signal).toBe('SIGKILL');

      const again = await openDriver(path, folder);
      opened.push({ ...fixture, driver: again });
      const found = await digestsOf(again);
      expect([old, backup.facts.tables]).toContainEqual(found);
      const isOld = JSON.stringify(found) === JSON.stringify(old);
      expect(await again.inspect(SIGNAL)).toEqual(isOld ? oldSchema : backup.facts.schema);
      expect(rows(path, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect(await collect(again.journal.read({}))).toEqual([journalRow(1)]);
      expect(await leftovers(folder)).not.toEqual([]);
      expect(await again.snapshot?.sweepScratch(SIGNAL)).toHaveLength(1);
      expect(await leftovers(folder)).toEqual([]);

      execute(path, 'delete from sluice_lock');
      const { exitCode, stderr } = await runProcess([
        'node',
        'test/drivers/sqlite/programs/replace.ts',
        path,
        backup.file,
      ]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(await digestsOf(again)).toEqual(backup.facts.tables);
    },
    120_000,
  );
});

describe('sweeping', () => {
  it('takes what dead processes left, and nothing else', async () => {
    const { snapshot, folder, path } = await database();
    const dead = (await runProcess(['node', '--version'])).pid;
    const stale = `sluice-scratch-${String(dead)}-0123456789ab.sqlite`;
    const restore = `.sluice-restore-${String(dead)}-0123456789ab.sqlite`;
    for (const name of [stale, `${stale}-wal`, `${stale}-shm`, restore, `${restore}-journal`])
      await copyFile(path, join(folder, name));
    const kept = [
      `sluice-scratch-${String(process.pid)}-0123456789ab.sqlite`,
      `sluice-scratch-${String(dead)}-0123456789ab.sqlite.txt`,
      `my-sluice-scratch-${String(dead)}-0123456789ab.sqlite`,
    ];
    for (const name of kept) await writeFile(join(folder, name), '');
    expect(await snapshot.sweepScratch(SIGNAL)).toEqual([join(folder, restore), join(folder, stale)]);
    expect((await leftovers(folder)).toSorted()).toEqual(kept.toSorted());
  });
});
