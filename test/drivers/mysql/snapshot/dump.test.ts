import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Driver, Schema, TableDigest } from '../../../../src/driver.ts';
import { optionValue } from '../../../../src/drivers/mysql/snapshot/option-file.ts';
import { openSession } from '../../../support/session.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { failureOf, fenceOf, limits, newDatabase, openDriver, until } from '../open.ts';
import { memoryDump, scratchDatabases } from './dumps.ts';
import { fillRichly } from './rich.ts';

const signal = new AbortController().signal;

function snapshotOf(driver: Driver): NonNullable<Driver['snapshot']> {
  if (driver.snapshot === undefined) throw new Error('no snapshots');
  return driver.snapshot;
}

async function digests(driver: Driver, schema: Schema): Promise<readonly TableDigest[]> {
  const all: TableDigest[] = [];
  for await (const one of driver.verify.digests(schema.tables, signal)) all.push(one);
  return all;
}

describe('a dump', () => {
  it('comes back the same in a scratch database: schema and every row', async () => {
    const database = await newDatabase({ name: 'rich `one` % _ .y é' });
    await fillRichly(database);
    const driver = await openDriver(database.url);
    await fenceOf(driver);
    const dump = memoryDump();
    const facts = await snapshotOf(driver).dump('full', dump.sink, signal);
    expect(dump.finished.toSorted()).toEqual(['data.sql', 'exact.sql', 'programs.sql', 'structure.sql', 'views.sql']);
    expect(facts.tool.program).toBe('mariadb-dump');
    expect(facts.guarantee).toMatch(/FLUSH TABLES WITH READ LOCK.*isam \(MyISAM\)/);
    expect(facts.tables.map(({ table }) => table)).toEqual(facts.schema.tables);
    expect(facts.tables).toEqual(await digests(driver, facts.schema));
    // Its present is not in it.
    for (const part of dump.source().parts) expect(dump.text(part)).not.toMatch(/sluice_(?:lock|journal|control)/);
    expect(dump.text('structure.sql')).toContain('CREATE TABLE `sluice_migrations`');

    const scratch = await snapshotOf(driver).scratch(dump.source(), null, signal);
    const copy = await scratch.driver.inspect(signal);
    expect(copy).toEqual(facts.schema);
    expect(await digests(scratch.driver, copy)).toEqual(facts.tables);
    // The event would have emptied a table by now, were it on.
    const [event] = await database.query(
      `select status from information_schema.events where event_schema = '${scratch.name}' and event_name = 'every_second'`,
    );
    expect(event).toEqual({ status: 'DISABLED' });
    const [next] = await database.query(`select nextval(\`${scratch.name}\`.numbers) > 11 as ahead`);
    expect(next).toEqual({ ahead: 1 });
    await scratch.drop();
    expect(await scratchDatabases(database)).toEqual([]);
  });

  it('of the schema has no rows and no digests; of the data is complete in tables and rows', async () => {
    const database = await newDatabase();
    await fillRichly(database);
    const driver = await openDriver(database.url);
    const schemaDump = memoryDump();
    const schemaFacts = await snapshotOf(driver).dump('schema', schemaDump.sink, signal);
    expect(schemaFacts.tables).toEqual([]);
    const empty = await snapshotOf(driver).scratch(schemaDump.source('schema'), null, signal);
    expect(await empty.driver.inspect(signal)).toEqual(schemaFacts.schema);
    expect((await digests(empty.driver, schemaFacts.schema)).every(({ rows }) => rows === 0)).toBe(true);
    await empty.drop();

    const dataDump = memoryDump();
    const dataFacts = await snapshotOf(driver).dump('data', dataDump.sink, signal);
    const full = await snapshotOf(driver).scratch(dataDump.source('data'), null, signal);
    expect(await digests(full.driver, dataFacts.schema)).toEqual(dataFacts.tables);
    await full.drop();
  });

  it.each([
    ['with RELOAD', ['all privileges on *', 'reload on *.*'], /show one state.*FLUSH/],
    ['with LOCK TABLES alone', ['all privileges on *'], /show one state.*LOCK TABLES/],
    ['with neither', ['select, trigger, show view, event, create routine on *'], /show one state.*one session/],
  ] as const)('says how far it and its digests are one: %s', async (_name, grants, guarantee) => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key); insert into t values (1)');
    const driver = await openDriver(await database.createUser({ password: 'x', grants }));
    const facts = await snapshotOf(driver).dump('full', memoryDump().sink, signal);
    expect(facts.guarantee).toMatch(guarantee);
    expect(facts.tables).toHaveLength(1);
  });

  it('and its digests show one state while the application writes', async () => {
    const database = await newDatabase();
    await database.query(
      "create table t (id int auto_increment primary key, v varchar(100)); insert into t (v) select repeat('x', 100) from seq_1_to_20000",
    );
    const driver = await openDriver(database.url);
    const application = await openSession(database);
    const done = new AbortController();
    const writes = (async () => {
      while (!done.signal.aborted) await application.query("insert into t (v) values ('y')");
    })();
    try {
      for (let round = 0; round < 3; round++) {
        const dump = memoryDump();
        const facts = await snapshotOf(driver).dump('full', dump.sink, signal);
        const scratch = await snapshotOf(driver).scratch(dump.source(), null, signal);
        expect(await digests(scratch.driver, facts.schema)).toEqual(facts.tables);
        await scratch.drop();
      }
    } finally {
      done.abort();
      await writes;
      await application.close();
    }
  });

  it('does not hold the application up when a long transaction is in its way', async () => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key); insert into t values (1)');
    const driver = await openDriver(await database.createUser({ password: 'x' }));
    const application = await openSession(database);
    await application.query('begin');
    await application.query('insert into t values (2)');
    const facts = await snapshotOf(driver).dump('full', memoryDump().sink, signal);
    expect(facts.guarantee).toMatch(/show one state.*one session/);
    expect(facts.tables).toMatchObject([{ rows: 1 }]);
    await application.close();
  });

  it('fails when the schema changes meanwhile', async () => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key)');
    const driver = await openDriver(database.url);
    const dump = memoryDump();
    let changed: Promise<unknown> = Promise.resolve();
    const sink = {
      open(part: string) {
        if (part === 'programs.sql') changed = database.query('create table later (id int)');
        return dump.sink.open(part);
      },
    };
    expect((await failureOf(snapshotOf(driver).dump('full', sink, signal))).message).toMatch(/schema was changed/);
    await changed;
  });

  it('fails on a view that is broken, and says so', async () => {
    const database = await newDatabase();
    await database.query('create table t (id int); create view v as select id from t; drop table t');
    const driver = await openDriver(database.url);
    const dump = memoryDump();
    const failure = await failureOf(snapshotOf(driver).dump('full', dump.sink, signal));
    expect(failure.code).toBe('BACKUP_001');
    expect(failure.message).toMatch(/v/);
    expect(dump.finished).not.toContain('views.sql');
  });

  it('ends when it is aborted, and when its target fails', async () => {
    const database = await newDatabase();
    await database.query(
      "create table t (id int primary key, v varchar(2000)); insert into t select seq, repeat('x', 2000) from seq_1_to_20000",
    );
    const driver = await openDriver(database.url);
    const abort = new AbortController();
    const reason = new Error('stop');
    let bytes = 0;
    const slow = {
      open: () =>
        new Writable({
          write(chunk: Buffer, _encoding, done) {
            bytes += chunk.length;
            if (bytes > 1_000_000) abort.abort(reason);
            setImmediate(done);
          },
        }),
    };
    await expect(snapshotOf(driver).dump('full', slow, abort.signal)).rejects.toBe(reason);
    const full = new Error('disk full');
    const failing = {
      open: (part: string) =>
        new Writable({ write: (_chunk, _encoding, done) => done(part === 'data.sql' ? full : null) }),
    };
    await expect(snapshotOf(driver).dump('full', failing, signal)).rejects.toBe(full);
    const failingExact = {
      open: (part: string) =>
        new Writable({ write: (_chunk, _encoding, done) => done(part === 'exact.sql' ? full : null) }),
    };
    await database.query('alter table t add f float');
    await expect(snapshotOf(driver).dump('full', failingExact, signal)).rejects.toBe(full);
    expect(readdirSync(await temporaryDirectory())).toEqual([]);
    // No lock is left behind.
    await database.query('insert into t (id) values (-1)');
  });
});

describe('secrets', () => {
  const password = 'p@:/%"\'`\\\n\t#; ü';

  it('a password of any characters is in no argument, and its file is private and removed', async () => {
    const database = await newDatabase();
    await database.query(
      "create table t (id int primary key, v varchar(2000)); insert into t select seq, repeat('x', 2000) from seq_1_to_5000",
    );
    const url = await database.createUser({
      password,
      grants: ['all privileges on *', 'reload on *.*', 'all privileges on `sluice\\_scratch\\_%`.*'],
    });
    const folder = await temporaryDirectory();
    const driver = await openDriver(url, { temporaryDirectory: folder });
    const seen = new Set<string>();
    const looked = new Set<string>();
    const look = (): void => {
      for (const name of readdirSync(folder)) {
        looked.add(name);
        for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
          try {
            const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
            if (command.includes(name)) seen.add(`${command} ${readFileSync(`/proc/${pid}/environ`, 'latin1')}`);
          } catch {
            // It has ended.
          }
        }
      }
    };
    const dump = memoryDump();
    const looking = {
      open(part: string) {
        const watched = new PassThrough().on('data', look);
        watched.pipe(dump.sink.open(part));
        return watched;
      },
    };
    await snapshotOf(driver).dump('full', looking, signal);
    const scratch = await snapshotOf(driver).scratch(
      {
        ...dump.source(),
        open: (part) =>
          Readable.from(
            (async function* () {
              for await (const chunk of dump.source().open(part)) {
                look();
                yield chunk as Buffer;
              }
            })(),
          ),
      },
      null,
      signal,
    );
    await scratch.drop();
    expect(looked.size).toBeGreaterThan(0);
    expect([...seen].some((command) => command.includes('mariadb-dump'))).toBe(true);
    expect([...seen].some((command) => /\/mariadb /.test(command))).toBe(true);
    for (const command of seen)
      for (const piece of ['p@:', 'p%40', '#; ü', optionValue(password)]) expect(command).not.toContain(piece);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
  });
});

describe('the client programs', () => {
  it.each([
    ['an account that demands TLS', true, ''],
    ['a certificate that is checked', true, 'sslmode=verify-full&sslrootcert='],
    ['no TLS', false, 'sslmode=disable'],
  ])('log in as Sluice does: %s', async (_name, demand, parameters) => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key); insert into t values (1)');
    const url = await database.createUser({
      password: 'x',
      grants: ['all privileges on *', 'all privileges on `sluice\\_scratch\\_%`.*'],
    });
    if (demand) await database.query(`alter user '${new URL(url).username}'@'%' require ssl`);
    const rootCert = parameters.endsWith('=') ? encodeURIComponent(process.env['SLUICE_TEST_CA_CERT'] ?? '') : '';
    const driver = await openDriver(`${url}?${parameters}${rootCert}`);
    const dump = memoryDump();
    const facts = await snapshotOf(driver).dump('full', dump.sink, signal);
    const scratch = await snapshotOf(driver).scratch(dump.source(), null, signal);
    expect(await digests(scratch.driver, facts.schema)).toEqual(facts.tables);
    await scratch.drop();
  });
});

describe('a scratch database', () => {
  it('needs a privilege, and the fix grants it', async () => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key)');
    const driver = await openDriver(await database.createUser({ password: 'x' }));
    const dump = memoryDump();
    await snapshotOf(driver).dump('full', dump.sink, signal);
    const failure = await failureOf(snapshotOf(driver).scratch(dump.source(), null, signal));
    expect(failure.code).toBe('PERM_001');
    const grant = /^GRANT .*?;/.exec(failure.fix)?.[0] ?? '';
    await database.query(grant);
    const scratch = await snapshotOf(driver).scratch(dump.source(), null, signal);
    await scratch.drop();
  });

  it('can be an empty database of the user’s own, which is emptied again', async () => {
    const database = await newDatabase();
    await fillRichly(database);
    const other = await newDatabase({ clause: 'character set latin1' });
    const driver = await openDriver(database.url);
    const dump = memoryDump();
    const facts = await snapshotOf(driver).dump('full', dump.sink, signal);
    const scratch = await snapshotOf(driver).scratch(dump.source(), other.url, signal);
    expect(await scratch.driver.inspect(signal)).toEqual(facts.schema);
    expect(await digests(scratch.driver, facts.schema)).toEqual(facts.tables);
    expect((await failureOf(snapshotOf(driver).scratch(dump.source(), other.url, signal))).message).toMatch(
      /used by another proof/,
    );
    await scratch.drop();
    const left = await (await openDriver(other.url)).inspect(signal);
    expect(left.objects.map(({ kind }) => kind)).toEqual(['database']);
  });

  it('is dropped when the restore fails, and when the source does', async () => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key)');
    const driver = await openDriver(database.url);
    const broken = {
      mode: 'full' as const,
      parts: ['structure.sql'],
      open: () => Readable.from(["create table a (id int);\nincorrect 'secret';\ncreate table b (id int);\n"]),
    };
    expect((await failureOf(snapshotOf(driver).scratch(broken, null, signal))).code).toBe('BACKUP_001');
    const corrupt = new Error('the file is corrupt');
    const ending = {
      ...broken,
      open: () =>
        Readable.from(
          (async function* () {
            yield 'create table a (id int);\n';
            throw corrupt;
          })(),
        ),
    };
    await expect(snapshotOf(driver).scratch(ending, null, signal)).rejects.toBe(corrupt);
    expect(await scratchDatabases(database)).toEqual([]);
  });

  it('that a killed run left is swept, one in use is not', async () => {
    const database = await newDatabase();
    await database.query('create table t (id int primary key)');
    const driver = await openDriver(database.url);
    const dump = memoryDump();
    await snapshotOf(driver).dump('full', dump.sink, signal);
    const doomed = await openDriver(database.url, { runId: 'doomed' });
    const left = await snapshotOf(doomed).scratch(dump.source(), null, signal);
    const used = await snapshotOf(driver).scratch(dump.source(), null, signal);
    // What a SIGKILL does to its sessions.
    const [{ id } = {}] = await database.query(`select is_used_lock('${left.name}') as id`);
    await database.query(`kill ${String(id)}`);
    await until(async () =>
      (await database.query(`select is_used_lock('${left.name}') as id`)).filter((row) => row['id'] === null),
    );
    expect(await snapshotOf(driver).sweepScratch(signal)).toEqual([left.name]);
    expect(await snapshotOf(driver).sweepScratch(signal)).toEqual([]);
    await used.drop();
    await left.driver.close();
    expect(limits().lockTimeoutMs).toBeGreaterThan(0);
  });
});
