import { afterEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Driver } from '../../../src/driver.ts';
import { open } from '../../../src/drivers/sqlite/driver.ts';
import { systemClock } from '../../../src/clock.ts';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import { runProcess } from '../../support/process.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { createFixture, execute, failureOf, FENCE, LIMITS, openDriver, rows, SIGNAL, statement } from './fixture.ts';

const opened: Driver[] = [];

afterEach(async () => {
  for (const driver of opened.splice(0)) await driver.close();
});

async function openAt(path: string): Promise<Driver> {
  const driver = await openDriver(path, await temporaryDirectory());
  opened.push(driver);
  return driver;
}

describe('a path', () => {
  it('of a new file in an existing folder makes a database', async () => {
    const path = join(await temporaryDirectory(), 'new.db');
    const driver = await openAt(path);
    expect(await driver.inspect(SIGNAL)).toEqual({ objects: [], tables: [] });
    expect(await driver.lock.holder()).toBeNull();
    expect(await driver.history.list()).toEqual([]);
  });

  it.each(['app data/база 世界.db', "it's; a #1?.db", 'per%20cent.db', 'file:x.db'])('may be %j', async (name) => {
    const folder = await temporaryDirectory();
    await mkdir(join(folder, 'app data'));
    const path = join(folder, name);
    const driver = await openAt(path);
    await driver.lock.acquire('me', 1000);
    expect((await stat(path)).isFile()).toBe(true);
    expect((await driver.probe(SIGNAL)).database).toBe(path);
  });

  it('may be a link', async () => {
    const folder = await temporaryDirectory();
    execute(join(folder, 'real.db'), 'create table a (b)');
    await symlink('real.db', join(folder, 'link.db'));
    expect((await (await openAt(join(folder, 'link.db'))).inspect(SIGNAL)).tables).toEqual([{ name: 'a' }]);
  });

  it.each([
    ['in a missing folder', 'missing/app.db', 'CONN_001', /there is no folder .*missing/],
    ['of a folder', 'folder', 'CONN_001', /is a folder/],
    ['below a file', 'text.txt/app.db', 'CONN_001', /there is no folder/],
    ['of something else', 'text.txt', 'CONN_001', /is not an SQLite database/],
    ['of a device', '/dev/null', 'CONN_001', /is not a regular file/],
    ['with a blank at its end', 'app.db ', 'CONN_001', /white space/],
    ['of a torn file', 'torn.db', 'CONN_001', /is damaged|is not an SQLite database/],
  ])('%s is refused', async (_what, name, code, sentence) => {
    const folder = await temporaryDirectory();
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'text.txt'), 'These are words, not pages of a database. '.repeat(100));
    await writeFile(join(folder, 'torn.db'), `SQLite format 3\0${'\xff'.repeat(4080)}`, 'latin1');
    const path = name.startsWith('/') ? name : join(folder, name);
    const options = {
      signal: SIGNAL,
      clock: systemClock,
      names: { schema: null, prefix: 'sluice_' },
      runId: 'run-1',
      connectTimeoutMs: 5_000,
      temporaryDirectory: folder,
    };
    const failure = await failureOf(open({ ...parseDatabaseUrl('sqlite:x'), path }, options));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(sentence);
    expect(failure.message).toContain(path.trim());
    expect(failure.fix).not.toBe('');
  });

  it('with a schema for Sluice’s tables is refused', async () => {
    const folder = await temporaryDirectory();
    const failure = await failureOf(
      open(parseDatabaseUrl(`sqlite:${join(folder, 'app.db')}`), {
        signal: SIGNAL,
        clock: systemClock,
        names: { schema: 'tools', prefix: 'sluice_' },
        runId: 'run-1',
        connectTimeoutMs: 5_000,
        temporaryDirectory: folder,
      }),
    );
    expect(failure.code).toBe('CONF_001');
  });
});

describe('rights', () => {
  /** Runs as an account without privileges; root may do everything, whatever the mode says. */
  async function asNobody(path: string): Promise<Record<string, unknown>> {
    const temporary = await temporaryDirectory();
    await chmod(temporary, 0o777);
    const { stdout, stderr } = await runProcess([
      'node',
      'test/drivers/sqlite/programs/try-rights.ts',
      path,
      temporary,
    ]);
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  async function shared(): Promise<string> {
    const folder = await temporaryDirectory();
    await chmod(folder, 0o755);
    const path = join(folder, 'app.db');
    execute(path, 'create table a (b); insert into a values (1)');
    return path;
  }

  it('to read alone are a fact, and PERM_001 at the first write', async () => {
    const path = await shared();
    await chmod(path, 0o444);
    expect(await asNobody(path)).toMatchObject({
      readOnly: true,
      privileges: { 'read the file': true, 'write the file': false, 'create files in the folder': false },
      tables: ['a'],
      rows: 1,
      write: 'PERM_001',
    });
  });

  it('to write the file, but not to create its journal, are not enough', async () => {
    const path = await shared();
    await chmod(path, 0o666);
    expect(await asNobody(path)).toMatchObject({
      readOnly: true,
      privileges: { 'read the file': true, 'write the file': true, 'create files in the folder': false },
      write: 'PERM_001',
    });
  });

  it('to nothing at all are PERM_001', async () => {
    const path = await shared();
    await chmod(path, 0o000);
    expect(await asNobody(path)).toMatchObject({ open: 'PERM_001' });
  });

  it('to everything are seen, too', async () => {
    const path = await shared();
    await chmod(path, 0o666);
    await chmod(join(path, '..'), 0o777);
    expect(await asNobody(path)).toMatchObject({ readOnly: false, write: 'done' });
  });
});

describe('a driver', () => {
  it('tells its facts', async () => {
    const { driver, path } = await createFixture('pragma page_size = 8192; create table a (b)');
    opened.push(driver);
    expect(await driver.probe(SIGNAL)).toMatchObject({
      engine: 'sqlite',
      supported: { minimum: '3.35', ok: true },
      database: path,
      tls: null,
      sizeBytes: (await stat(path)).size,
      readOnly: false,
      connections: null,
      replication: null,
      tools: [],
    });
    expect((await driver.probe(SIGNAL)).serverDiskFreeBytes).toBeGreaterThan(0);
  });

  it('can be closed twice', async () => {
    const { driver } = await createFixture('create table a (b)');
    await driver.apply.standalone(FENCE, LIMITS, statement('analyze'));
    await Promise.all([driver.close(), driver.close()]);
    await driver.close();
  });

  it('does not keep the process alive when nobody closes it', async () => {
    const path = join(await temporaryDirectory(), 'app.db');
    const { exitCode } = await runProcess(['node', 'test/drivers/sqlite/programs/leave-open.ts', path]);
    expect(exitCode).toBe(0);
  });

  it('says so when its file was moved away', async () => {
    const { driver, path } = await createFixture('create table a (b)');
    opened.push(driver);
    await rm(path);
    const failure = await failureOf(driver.lock.release(FENCE.owner));
    expect(failure).toMatchObject({ code: 'CONN_001', details: { sqlState: 'SQLITE_READONLY_DBMOVED' } });
  });

  it('keeps its tables under the prefix', async () => {
    const folder = await temporaryDirectory();
    const path = join(folder, 'app.db');
    const driver = await openDriver(path, folder, 'My "own" ');
    opened.push(driver);
    await driver.lock.acquire('me', 1000);
    expect((await driver.inspect(SIGNAL)).tables).toEqual([]);
    expect(rows(path, "select name from sqlite_schema where type = 'table' order by name")).toEqual(
      ['control', 'journal', 'lock', 'migrations'].map((name) => ({ name: `My "own" ${name}` })),
    );
  });
});
