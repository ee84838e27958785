import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type CellValue, TableSum } from '../../../src/checksum/row-digest.ts';
import type { TableDigest } from '../../../src/driver.ts';
import {
  collect,
  createFixture,
  digestsOf,
  ENDLESS,
  execute,
  failureOf,
  type Fixture,
  LIMITS,
  openDriver,
  rows,
  SIGNAL,
} from './fixture.ts';

const opened: Fixture[] = [];

afterEach(async () => {
  for (const { driver } of opened.splice(0)) await driver.close();
});

async function database(sql: string): Promise<Fixture> {
  const fixture = await createFixture(sql, { lock: false });
  opened.push(fixture);
  return fixture;
}

/** The checksum of rows, by the shared definition. */
function checksum(...content: readonly (readonly CellValue[])[]): string {
  const sum = new TableSum();
  for (const row of content) sum.add(row);
  return sum.checksum();
}

/** What it is, its SQL, and what it is read as. */
const VALUES: readonly (readonly [what: string, sql: string, cell: CellValue])[] = [
  ['NULL', 'null', null],
  ['text', "'Grüße 世界 🚢'", 'Grüße 世界 🚢'],
  ['empty text', "''", ''],
  ['an integer', '42', 42],
  ['an integer beyond 2^53', '9007199254740993', 9007199254740993n],
  ['the smallest integer', '-9223372036854775808', -(2n ** 63n)],
  ['a double', '0.1', 0.1],
  ['an integral double', '3.0', 3],
  ['a large double', '1e21', 1e21],
  ['a large integral double', '1e300', 1e300],
  ['a small double', '1e-7', 1e-7],
  ['negative zero', '-0.0', 0],
  ['infinity', '9e999', Infinity],
  ['bytes', "x'00ff'", Buffer.from('00ff', 'hex')],
  ['no bytes', "x''", Buffer.alloc(0)],
  ['a NUL in text', "'a' || char(0) || 'b'", 'a\0b'],
  ['U+FFFD', 'char(65533)', '\ufffd'],
  ['text that is not UTF-8', "cast(x'61ff62' as text)", { octets: Buffer.from('61ff62', 'hex') }],
];

describe('digests', () => {
  let exact: ReadonlyMap<string, TableDigest>;

  beforeAll(async () => {
    const fixture = await createFixture(
      VALUES.map(([what, value]) => `create table "${what}" (b); insert into "${what}" values (${value});`).join('\n'),
      { lock: false },
    );
    exact = new Map((await digestsOf(fixture.driver)).map((digest) => [digest.table.name, digest]));
    await fixture.driver.close();
  });

  it.each(VALUES)('hash %s exactly', (what, _value, cell) => {
    expect(exact.get(what)).toEqual({ table: { name: what }, rows: 1, checksum: checksum([cell]) });
  });

  it('read exactly whatever comes after the first value that needs it', async () => {
    const { driver } = await database(
      `create table a (b, c);
       insert into a values (1, 'x'), (9007199254740993, 'y'), (2.5, cast(x'ff' as text)), (x'ff', null), (9007199254740995, 'z')`,
    );
    const [digest] = await digestsOf(driver);
    expect(digest?.checksum).toBe(
      checksum(
        [1, 'x'],
        [9007199254740993n, 'y'],
        [2.5, { octets: Buffer.from([255]) }],
        [Buffer.from([255]), null],
        [9007199254740995n, 'z'],
      ),
    );
  });

  it('are the same for a UTF-16 database', async () => {
    const { driver } = await database(
      "pragma encoding = 'UTF-16be'; create table a (b); insert into a values ('é世'), (char(65533))",
    );
    expect((await digestsOf(driver))[0]?.checksum).toBe(checksum(['é世'], ['\ufffd']));
  });

  it('hold generated columns, and the columns in their order', async () => {
    const { driver } = await database(
      'create table a (b, c as (b * 2), d as (b * 3) stored); insert into a values (2)',
    );
    expect((await digestsOf(driver))[0]?.checksum).toBe(checksum([2, 4, 6]));
  });

  it('come in the order asked for, without Sluice’s tables and without tables that are not there', async () => {
    const { driver } = await database('create table a (b); create table c (d); insert into c values (1), (1)');
    await driver.lock.acquire('me', 1000);
    const digests = await digestsOf(driver, ['c', 'sluice_lock', 'Sluice_Migrations', 'missing', 'a']);
    expect(digests).toEqual([
      { table: { name: 'c' }, rows: 2, checksum: checksum([1], [1]) },
      { table: { name: 'a' }, rows: 0, checksum: '0:0' },
    ]);
    const counts = await collect(driver.verify.counts([{ name: 'a' }, { name: 'c' }], SIGNAL));
    expect(counts.map((count) => [count.rows, count.checksum])).toEqual([
      [0, ''],
      [2, ''],
    ]);
  });

  it.each(['wal', 'delete'])('show one state of the database in journal mode %s', async (mode) => {
    const { driver, path } = await database(
      `pragma journal_mode = ${mode}; create table a (b); create table z (b);
       insert into a with recursive n (i) as (select 1 union all select i + 1 from n where i < 300000) select i from n;`,
    );
    const found: number[] = [];
    for await (const digest of driver.verify.digests([{ name: 'a' }, { name: 'z' }], SIGNAL)) {
      // In the rollback modes this waits for the reading to end; it must not be seen either way.
      if (digest.table.name === 'a') execute(path, 'insert into z values (1)');
      found.push(digest.rows);
    }
    expect(found).toEqual([300_000, 0]);
    expect(rows(path, 'select count(*) as n from z')).toEqual([{ n: 1 }]);
  });

  it('stop when the loop is left or the signal is aborted', async () => {
    const { driver, path } = await database(
      `create table a (b); create table big (b); insert into a values (1);
       insert into big with recursive n (i) as (select 1 union all select i + 1 from n where i < 500000) select i from n;`,
    );
    for await (const digest of driver.verify.digests([{ name: 'a' }, { name: 'big' }, { name: 'big' }], SIGNAL)) {
      expect(digest.table.name).toBe('a');
      break;
    }
    execute(path, 'insert into a values (2)');
    const abort = new AbortController();
    const digests = collect(driver.verify.digests([{ name: 'big' }], abort.signal));
    abort.abort(new Error('enough'));
    await expect(digests).rejects.toThrow('enough');
    expect((await digestsOf(driver, ['a']))[0]?.rows).toBe(2);
  });
});

describe('orphans', () => {
  it('are counted by foreign key', async () => {
    const { driver } = await database(`
      create table p (id integer primary key, x, y, unique (x, y));
      create table c (id integer primary key, p references p, x, y, foreign key (x, y) references p (x, y));
      insert into p values (1, 'a', 'b');
      insert into c values (1, 1, 'a', 'b'), (2, 7, null, null), (3, 8, 'a', 'c'), (4, null, null, 'z');
    `);
    expect(await driver.verify.orphans(SIGNAL)).toEqual([
      { table: { name: 'c' }, constraint: 'foreign key (x, y)', parent: { name: 'p' }, rows: 1 },
      { table: { name: 'c' }, constraint: 'foreign key (p)', parent: { name: 'p' }, rows: 2 },
    ]);
  });

  it('cannot be looked for where a foreign key names no key', async () => {
    const { driver } = await database(
      'create table p (id integer primary key, x); create table c (x references p (x)); insert into c values (1)',
    );
    const failure = await failureOf(driver.verify.orphans(SIGNAL));
    expect(failure).toMatchObject({ code: 'DATA_001', message: 'foreign key mismatch - "c" referencing "p".' });
  });
});

describe('a rule’s query', () => {
  let shared: Fixture;

  beforeAll(async () => {
    shared = await createFixture('create table a (b); insert into a values (0)', { lock: false });
  });
  afterAll(() => shared.driver.close());

  it.each([
    ['select 1', '1'],
    ['select null', null],
    ['select 9007199254740993', '9007199254740993'],
    ['select 1.5, 2', '1.5'],
    ["select 'x'", 'x'],
    ["select x'ff'", 'ff'],
    ['-- how many\nselect count(*) from a', '1'],
    ['values (3)', '3'],
    ['with x (y) as (select 4) select y from x', '4'],
  ])('%j gives %j', async (query, expected) => {
    expect(await shared.driver.verify.scalar(query, LIMITS)).toBe(expected);
  });

  it.each([
    ['select 1 where 0', /returned no row/],
    ['select 1 union select 2', /more than one row/],
    ['insert into a values (1)', /only reads/],
    ['insert into a values (1) returning b', /only reads|readonly|read-only/],
    ['delete from a', /only reads/],
    ['select 1; select 2', /more than one statement/],
    ['', /no statements/],
    ['select * from missing', /no such table: missing/],
    ['selec', /syntax error/],
    ['select ?', /Too few parameter/],
    ["attach 'other.db' as x", /only reads/],
  ])('%j is refused', async (query, why) => {
    const failure = await failureOf(shared.driver.verify.scalar(query, LIMITS));
    expect(failure.code).toBe('CONF_001');
    expect(failure.message).toMatch(why);
    expect(rows(shared.path, 'select b from a')).toEqual([{ b: 0 }]);
  });

  it('cannot switch its write protection off', async () => {
    const { driver, path } = shared;
    await driver.verify.scalar('pragma query_only = off', LIMITS).catch(() => null);
    await driver.verify.scalar('pragma user_version = 7', LIMITS).catch(() => null);
    await driver.verify.scalar('pragma journal_mode = wal', LIMITS).catch(() => null);
    expect(rows(path, 'pragma user_version')).toEqual([{ user_version: 0 }]);
    expect(rows(path, 'pragma journal_mode')).toEqual([{ journal_mode: 'delete' }]);
  });

  it('ends at the statement’s time limit', async () => {
    const { driver } = shared;
    const failure = await failureOf(driver.verify.scalar(ENDLESS, { ...LIMITS, statementTimeoutMs: 50 }));
    expect(failure.code).toBe('TIME_001');
    expect(await driver.verify.scalar('select 1', LIMITS)).toBe('1');
  });

  it('runs after a process was killed in the middle of a write', async () => {
    const { path, folder } = await database('create table a (b); insert into a values (1)');
    // A journal that has to be rolled back first, which a read-only connection could not do.
    const writer = new Database(path);
    writer.pragma('cache_size = 1');
    writer.exec(
      'begin; insert into a with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000) select i from n',
    );
    const torn = join(folder, 'torn.db');
    await copyFile(path, torn);
    await copyFile(`${path}-journal`, `${torn}-journal`);
    writer.exec('rollback');
    writer.close();
    const other = await openDriver(torn, folder);
    expect(await other.verify.scalar('select count(*) from a', LIMITS)).toBe('1');
    await other.close();
  });
});
