import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CellValue, TableSum } from '../../../src/checksum/row-digest.ts';
import type { Driver, TableDigest, TableRef } from '../../../src/driver.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { openSession } from '../../support/session.ts';
import { failureOf, fenceOf, limits, newDatabase, openDriver } from './open.ts';

interface VectorColumn {
  readonly type: 'null' | 'text' | 'octets' | 'integer' | 'double' | 'bytes' | 'boolean';
  readonly value?: string | boolean;
}

interface Vectors {
  readonly rows: readonly { name: string; columns: VectorColumn[]; halves: string[] }[];
  readonly tables: readonly { name: string; rows: VectorColumn[][]; count: number; checksum: string }[];
}

const vectors = JSON.parse(readFileSync(new URL('../../checksum/vectors.json', import.meta.url), 'utf8')) as Vectors;

const TYPES = {
  null: 'int',
  text: 'longtext character set utf8mb4',
  octets: 'longblob',
  integer: 'decimal(20)',
  double: 'double',
  bytes: 'longblob',
  boolean: 'boolean',
} as const;

const signal = new AbortController().signal;
let database: TestDatabase;
let driver: Driver;

beforeAll(async () => {
  database = await newDatabase();
  driver = await openDriver(database.url);
});

async function digest(name: string, of: Driver = driver): Promise<TableDigest | undefined> {
  for await (const one of of.verify.digests([{ name }], signal)) return one;
  return undefined;
}

function literal({ type, value }: VectorColumn): string {
  switch (type) {
    case 'null':
      return 'null';
    case 'text':
      return `_utf8mb4 x'${Buffer.from(String(value)).toString('hex')}'`;
    case 'bytes':
    case 'octets':
      return `x'${String(value)}'`;
    case 'double':
      return `${String(value)}${/e/.test(String(value)) ? '' : 'e0'}`;
    case 'integer':
    case 'boolean':
      return String(value);
  }
}

async function fill(name: string, rows: readonly (readonly VectorColumn[])[]): Promise<void> {
  const first = rows[0] ?? [{ type: 'integer' as const }];
  await database.query(`drop table if exists ${name}`);
  await database.query(
    `create table ${name} (${first.map(({ type }, index) => `c${index} ${TYPES[type]}`).join(', ')})`,
  );
  for (const row of rows) await database.query(`insert into ${name} values (${row.map(literal).join(', ')})`);
}

/** What this server cannot hold: text that is none, and doubles without a number. */
const holdable = (columns: readonly VectorColumn[]): boolean =>
  columns.every(({ type, value }) => type !== 'octets' && value !== 'Infinity');

describe('digests agree with the shared vectors', () => {
  it.each(vectors.rows.filter(({ columns }) => holdable(columns)))('$name', async ({ columns, halves }) => {
    await fill('vector', [columns]);
    expect(await digest('vector')).toEqual({ table: { name: 'vector' }, rows: 1, checksum: halves.join(':') });
  });

  it.each(vectors.tables)('$name', async ({ rows, count, checksum }) => {
    await fill('vector', rows);
    expect(await digest('vector')).toEqual({ table: { name: 'vector' }, rows: count, checksum });
  });
});

describe.each(['', ' not null'])('a column that is%s', (constraint) => {
  it.each([
    ['bigint', ['1', '-2', '9007199254740993'], null],
    ['decimal(10,2)', ['1.50', '0.00', '-3.25'], ['1.5', '0', '-3.25']],
    ['double', ['1.5', '-2', '0.25'], null],
    ['date', ["'2026-01-02'", "'0001-01-01'", "'9999-12-31'"], ['2026-01-02', '0001-01-01', '9999-12-31']],
    ['varchar(9) character set utf8mb4', ["''", "'a'", "'é'"], ['', 'a', 'é']],
    ['varchar(9) character set latin1', ["''", "'a'", "'é'"], ['', 'a', 'é']],
    ['varbinary(9)', ["x''", "x'00'", "x'ff01'"], ['', '00', 'ff01']],
  ])('is digested, whatever was digested before: %s', async (type, literals, texts) => {
    await database.query(
      `drop table if exists other; create table other (t varchar(9)); insert into other values ('z')`,
    );
    for (const count of [1, 3]) {
      const sum = new TableSum();
      for (const text of (texts ?? literals).slice(0, count)) sum.add([text]);
      await database.query(`drop table if exists alone; create table alone (v ${type}${constraint})`);
      await database.query(
        `insert into alone values ${literals
          .slice(0, count)
          .map((each) => `(${each})`)
          .join(', ')}`,
      );
      const found: string[] = [];
      for await (const { checksum } of driver.verify.digests([{ name: 'other' }, { name: 'alone' }], signal)) {
        found.push(checksum);
      }
      expect(found[1]).toBe(sum.checksum());
    }
  });
});

/** A generator of doubles of every size, from a seed (mulberry32). */
function doubles(seed: number, count: number): number[] {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const view = new DataView(new ArrayBuffer(8));
  const numbers: number[] = [];
  while (numbers.length < count) {
    view.setUint32(0, next());
    view.setUint32(4, next());
    const any = view.getFloat64(0);
    const kind = next() % 4;
    // Bit patterns are nearly all huge or tiny: so some of everyday size, and some around the changes of notation.
    const number =
      kind === 0
        ? any
        : kind === 1
          ? (next() % 1_000_000) / (next() % 1000 || 1)
          : kind === 2
            ? Number(`${next() % 1000}e${(next() % 40) - 20}`)
            : next();
    if (Number.isFinite(number)) numbers.push(next() % 2 === 0 ? number : -number);
  }
  return numbers;
}

const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 2 ** 31);

it(`digests doubles and floats as JavaScript writes them (SLUICE_SEED=${seed})`, async () => {
  const numbers = doubles(seed, 3000);
  const sum = new TableSum();
  for (const number of numbers) sum.add([number]);
  await database.query('drop table if exists numbers; create table numbers (d double)');
  await database.query(
    `insert into numbers values ${numbers.map((number) => `(${number.toExponential()})`).join(', ')}`,
  );
  expect((await digest('numbers'))?.checksum).toBe(sum.checksum());

  const floats = numbers.filter((number) => Number.isFinite(Math.fround(number)) && Math.abs(number) < 3e38);
  const floatSum = new TableSum();
  for (const number of floats) floatSum.add([Math.fround(number)]);
  await database.query('drop table if exists floats; create table floats (f float)');
  await database.query(`insert into floats values ${floats.map((number) => `(${number.toExponential()})`).join(', ')}`);
  expect((await digest('floats'))?.checksum).toBe(floatSum.checksum());
});

it('has one form for each type', async () => {
  const cases: readonly (readonly [type: string, value: string, cell: CellValue])[] = [
    ['tinyint', '-128', -128],
    ['bigint unsigned', '18446744073709551615', 18446744073709551615n],
    ['int(8) zerofill', '42', 42],
    ['bigint unsigned zerofill', '18446744073709551615', 18446744073709551615n],
    ['boolean', 'true', 1],
    ['decimal(10, 4)', '1.5000', '1.5'],
    ['decimal(10, 4)', '-100', '-100'],
    ['decimal(10, 4)', '0', '0'],
    ['decimal(10)', '100', '100'],
    ['decimal(8, 2) zerofill', '1.5', '1.5'],
    [
      'decimal(65, 30)',
      '12345678901234567890123456789012345.123456789012345678901234567890',
      '12345678901234567890123456789012345.12345678901234567890123456789',
    ],
    ['float', '16777217', 16777216],
    ['float', '0.1', Math.fround(0.1)],
    ['double(10, 2)', '1.25', 1.25],
    ['double(10, 2)', '-1.5', -1.5],
    ['double(10, 2) zerofill', '100', 100],
    ['double unsigned zerofill', '100', 100],
    ['bit(1)', "b'1'", Buffer.from([1])],
    ['bit(12)', "b'101010101'", Buffer.from([1, 0x55])],
    ['bit(64)', "x'ffffffffffffffff'", Buffer.alloc(8, 0xff)],
    ['char(5)', "'ab'", 'ab'],
    ['varchar(5)', "'ab  '", 'ab  '],
    ['varchar(20) character set latin1', "'Grüße'", 'Grüße'],
    ['varchar(20) character set utf16', "'Grüße 🚢'", 'Grüße 🚢'],
    ['text character set utf8mb4 collate utf8mb4_unicode_ci', "'a'", 'a'],
    ['text character set utf8mb4 collate utf8mb4_bin', "'a'", 'a'],
    ['enum("a", "b")', "'b'", 'b'],
    ['set("a", "b")', "'a,b'", 'a,b'],
    ['json', `'{"b": 1, "a":2}'`, '{"b": 1, "a":2}'],
    ['binary(3)', "x'0102'", Buffer.from([1, 2, 0])],
    ['varbinary(3)', "x'ff00'", Buffer.from([255, 0])],
    ['blob', "''", Buffer.alloc(0)],
    ['date', "'2024-02-29'", '2024-02-29'],
    ['datetime', "'2024-02-29 12:34:56'", '2024-02-29 12:34:56.000000'],
    ['datetime(3)', "'2024-02-29 12:34:56.789'", '2024-02-29 12:34:56.789000'],
    ['datetime(6)', "'9999-12-31 23:59:59.999999'", '9999-12-31 23:59:59.999999'],
    ['time', "'-838:59:59'", '-838:59:59.000000'],
    ['time(2)', "'01:02:03.45'", '01:02:03.450000'],
    ['year', '2024', '2024'],
    ['uuid', "'123e4567-e89b-12d3-a456-426655440000'", '123e4567-e89b-12d3-a456-426655440000'],
    ['inet6', "'::1'", '::1'],
    [
      'point',
      'st_geomfromtext("POINT(1 2)", 4326)',
      Buffer.from('e61000000101000000000000000000f03f0000000000000040', 'hex'),
    ],
  ];
  for (const [type, value, cell] of cases) {
    const sum = new TableSum();
    sum.add([cell, null, cell]);
    await database.query(
      `drop table if exists one; create table one (a ${type} not null, b ${type} null, c ${type} as (a) virtual) default character set utf8mb4;` +
        ` insert into one (a, b) values (${value}, null)`,
    );
    expect([type, value, (await digest('one'))?.checksum]).toEqual([type, value, sum.checksum()]);
  }
});

it('reads zero dates and times of day in UTC, whatever the server’s zone', async () => {
  await database.query(
    "set session sql_mode = '', time_zone = '+05:30'; create table times (a date, b datetime(1), c timestamp);" +
      " insert into times values ('0000-00-00', '2020-00-00', '2024-01-01 05:30:00')",
  );
  const sum = new TableSum();
  sum.add(['0000-00-00', '2020-00-00 00:00:00.000000', '2024-01-01 00:00:00.000000']);
  expect((await digest('times'))?.checksum).toBe(sum.checksum());
});

it('reads all tables from one snapshot, and leaves out Sluice’s own', async () => {
  const own = await newDatabase();
  await own.query('create table a (id int); create table b (id int)');
  const reading = await openDriver(own.url);
  await fenceOf(reading);
  const tables: TableRef[] = [{ name: 'a' }, { name: 'sluice_lock' }, { name: 'b' }];
  const seen: TableDigest[] = [];
  for await (const one of reading.verify.digests(tables, signal)) {
    seen.push(one);
    await own.query('insert into b values (1)');
  }
  expect(seen).toEqual([
    { table: { name: 'a' }, rows: 0, checksum: '0:0' },
    { table: { name: 'b' }, rows: 0, checksum: '0:0' },
  ]);
  const counted: TableDigest[] = [];
  for await (const one of reading.verify.counts(tables, signal)) counted.push(one);
  expect(counted).toEqual([
    { table: { name: 'a' }, rows: 0, checksum: '' },
    { table: { name: 'b' }, rows: 2, checksum: '' },
  ]);
});

it('does not go on with another snapshot when the connection is lost in between', async () => {
  const own = await newDatabase();
  await own.query('create table a (id int); create table b (id int)');
  const reading = await openDriver(own.url);
  const iterator = reading.verify.digests([{ name: 'a' }, { name: 'b' }], signal)[Symbol.asyncIterator]();
  await iterator.next();
  const ids = await own.query(
    `select id from information_schema.processlist where db = '${own.name}' and id <> connection_id()`,
  );
  for (const { id } of ids) await own.query(`kill ${String(id)}`);
  expect((await failureOf(iterator.next())).code).toBe('CONN_001');
});

it('stops on the server when it is aborted', async () => {
  await database.query(
    "create table long_one (a varchar(2000)); insert into long_one select repeat('x', 2000) from seq_1_to_60000",
  );
  const abort = new AbortController();
  const reason = new Error('stop');
  const iterator = driver.verify.digests([{ name: 'long_one' }], abort.signal)[Symbol.asyncIterator]();
  const first = iterator.next();
  setImmediate(() => abort.abort(reason));
  await expect(first).rejects.toBe(reason);
});

it('refuses a row that is too long to compare, instead of leaving it out', async () => {
  const application = await openSession(database);
  await application.query('create table wide (a longblob, b longblob)');
  await application.query("insert into wide values (repeat('x', 20000000), repeat('y', 20000000))");
  await application.close();
  const failure = await failureOf(digest('wide'));
  expect(failure).toMatchObject({ code: 'DATA_002' });
  expect(failure.fix).toMatch(/max_allowed_packet/);
  await database.query('drop table wide');
});

it('names a table that is gone', async () => {
  expect((await failureOf(digest('nobody'))).message).toMatch(/nobody/);
});

describe('orphans', () => {
  it('counts rows without a parent, and none with a NULL in the key', async () => {
    const own = await newDatabase();
    await own.query(`
      create table p (a int, b varchar(10), primary key (a, b));
      create table c (id int primary key, a int, b varchar(10), constraint two foreign key (a, b) references p (a, b));
      create table s (id int primary key, up int, constraint up foreign key (up) references s (id));
      insert into p values (1, 'x');
      set foreign_key_checks = 0;
      insert into c values (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'x'), (4, null, 'y'), (5, 9, null), (6, null, null);
      insert into s values (1, null), (2, 1), (3, 7);
      create table lost (id int, constraint nowhere foreign key (id) references never_made (id));
      insert into lost values (1), (null)`);
    const found = await (await openDriver(own.url)).verify.orphans(signal);
    expect(found).toEqual([
      { table: { name: 'c' }, constraint: 'two', parent: { name: 'p' }, rows: 2 },
      { table: { name: 'lost' }, constraint: 'nowhere', parent: { name: 'never_made' }, rows: 1 },
      { table: { name: 's' }, constraint: 'up', parent: { name: 's' }, rows: 1 },
    ]);
  });

  it('is an empty list when all is well', async () => {
    const own = await newDatabase();
    expect(await (await openDriver(own.url)).verify.orphans(signal)).toEqual([]);
  });
});

describe('scalar', () => {
  it.each([
    ['select count(*) from information_schema.schemata where 1 = 0', '0'],
    ['select null', null],
    ['select 1.50', '1.50'],
    ["select 'é', 2", 'é'],
    ["select date'2024-02-29'", '2024-02-29'],
    ['select 9007199254740993', '9007199254740993'],
    ['with x as (select 1 as a) select a from x', '1'],
  ])('%s', async (query, expected) => {
    expect(await driver.verify.scalar(query, limits())).toBe(expected);
  });

  it.each([
    'select 1 where 1 = 0',
    'select 1 union all select 2',
    'create table never (a int)',
    "set @a = 'x'",
    'commit',
  ])('refuses %s', async (query) => {
    expect((await failureOf(driver.verify.scalar(query, limits()))).code).toBe('CONF_001');
  });

  it('writes nothing, and keeps to its limits', async () => {
    await database.query('create table safe (a int)');
    expect((await failureOf(driver.verify.scalar('insert into safe values (1)', limits()))).code).toBe('SQL_001');
    expect(await database.query('select * from safe')).toEqual([]);
    expect((await failureOf(driver.verify.scalar('select sleep(30)', limits({ statementTimeoutMs: 200 })))).code).toBe(
      'TIME_001',
    );
  });
});
