import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Driver, Schema } from '../../../src/driver.ts';
import { readCreateTable } from '../../../src/drivers/mysql/inspect/create-table.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { openSession, type TestSession } from '../../support/session.ts';
import { fenceOf, newDatabase, openDriver, until } from './open.ts';

const signal = new AbortController().signal;

/** A database with one of everything. */
const SET_UP = [
  "create table p (id int auto_increment primary key, a varchar(50) default 'x', b int, c text, d date, e json, f float, g point not null, key b (b), fulltext key c (c), spatial key g (g), constraint positive check (b > 0)) comment 'about p; AUTO_INCREMENT=7 '",
  'create table c (id int primary key, p int, constraint to_p foreign key (p) references p (id) on delete cascade)',
  'create table parts (id int, y int) partition by range (y) (partition p0 values less than (10), partition p1 values less than (20))',
  'create table gen (a int, b int as (a + 1) stored, c int as (a * 2) virtual)',
  'create table old_engine (id int) engine=MyISAM',
  'create table history (id int primary key) with system versioning',
  'create sequence s start with 5',
  'create table from_sequence (id int default nextval(s))',
  'create function f (a int) returns int deterministic return a + 1',
  'create procedure pr (in a int, out b varchar(10)) begin set b = a; end',
  'create view v as select id, f(id) as g from p',
  'create trigger t1 before insert on c for each row set new.p = new.p',
  'create event e on schedule every 1 day disable do delete from c',
];

let database: TestDatabase;
let driver: Driver;
let session: TestSession;

beforeAll(async () => {
  database = await newDatabase();
  driver = await openDriver(database.url);
  session = await openSession(database);
  for (const statement of SET_UP) await session.query(statement);
});

afterAll(async () => session.close());

const text = (schema: Schema): string => JSON.stringify(schema);

describe('every change of the schema shows', () => {
  it.each([
    'create table added (id int)',
    'drop table added',
    'alter table p row_format=compressed',
    'alter table p character set latin1',
    'alter table p collate latin1_bin',
    "alter table p comment 'other'",
    'alter table p modify id int',
    'alter table p modify id int auto_increment',
    'alter table p modify a varchar(51)',
    'alter table p modify a varchar(51) not null',
    "alter table p modify a varchar(51) not null default 'y'",
    "alter table p modify a varchar(51) not null default 'y' comment 'c'",
    "alter table p modify a varchar(51) not null default 'y' comment 'c' after b",
    'alter table p modify a varchar(51) character set utf8mb4',
    'alter table p alter b set default 5',
    'alter table p modify d timestamp not null default current_timestamp on update current_timestamp',
    'alter table p modify d datetime(3)',
    'alter table p modify b int invisible',
    'alter table gen add z text compressed',
    'alter table gen drop b, add b int as (a + 2) stored',
    'alter table gen drop c, add c int as (a * 2) stored',
    'alter table p drop key b, add key b (b, d)',
    'alter table p drop key b, add key b (b desc, d)',
    'alter table p drop key b, add unique key b (b desc, d)',
    'alter table p add key a (a(5))',
    'alter table p drop key a, add key a (a(6))',
    "alter table p drop key a, add key a (a(6)) comment 'k'",
    'alter table p alter key a ignored',
    'alter table p drop key a, add key a (a(6)) using btree',
    'alter table p rename key a to a2',
    'alter table p drop key c',
    'alter table c add constraint to_p2 foreign key (p) references p (id) on delete set null',
    'alter table c drop foreign key to_p',
    'alter table c add constraint to_p foreign key (p) references p (id) on delete set null on update cascade',
    'alter table c drop foreign key to_p, drop foreign key to_p2',
    'alter table p drop constraint positive, add constraint positive check (b > 1)',
    'alter table p drop constraint positive',
    'alter table parts add partition (partition p2 values less than (30))',
    'alter table parts reorganize partition p0 into (partition p00 values less than (5), partition p0 values less than (10))',
    'alter table parts remove partitioning',
    'alter table old_engine engine=Aria',
    'alter table history drop system versioning',
    'alter table c stats_persistent=1',
    'alter table c page_compressed=1',
    'alter sequence s increment by 2',
    'alter sequence s nocache',
    'alter view v as select id from p',
    'alter sql security invoker view v as select id from p',
    'alter algorithm=merge view v as select id from p',
    'alter algorithm=merge view v as select id from p with check option',
    'create or replace function f (a int) returns int deterministic return a + 2',
    'create or replace function f (a bigint) returns int deterministic return a + 2',
    'create or replace function f (a bigint) returns bigint deterministic return a + 2',
    'create or replace function f (a bigint) returns bigint return a + 2',
    "alter function f comment 'x'",
    'alter function f sql security invoker',
    'alter function f reads sql data',
    'create or replace procedure pr (in a int, inout b varchar(10)) begin set b = a; end',
    'create or replace procedure pr (in a int, inout b varchar(10)) begin set b = a + 1; end',
    'create or replace trigger t1 after insert on c for each row set @x = 1',
    'create or replace trigger t1 after update on c for each row set @x = 1',
    'create trigger t2 after update on c for each row set @x = 2',
    'create or replace trigger t2 after update on c for each row precedes t1 set @x = 2',
    'alter event e on schedule every 2 day',
    'alter event e enable',
    'alter event e on completion preserve',
    "alter event e comment 'x'",
    'alter event e do delete from p',
    'alter event e rename to e2',
    'drop event e2',
    'rename table c to c2',
    'drop table c2',
    'alter database collate utf8mb4_bin',
  ])('%s', async (statement) => {
    const before = await driver.inspect(signal);
    await session.query(statement);
    const after = await driver.inspect(signal);
    expect(text(after)).not.toBe(text(before));
    const key = ({ kind, name }: Schema['objects'][number]): string => `${kind}\0${name}`;
    const keys = after.objects.map(key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(after.objects.map((object) => object.kind)).toEqual(after.objects.map((object) => object.kind).toSorted());
  });
});

describe('what changes no schema does not show', () => {
  it('rows, counters, statistics, and the tables of Sluice', async () => {
    const own = await newDatabase();
    const reading = await openDriver(own.url);
    await own.query(
      "create table t (id int auto_increment primary key, a int default 5 comment 'AUTO_INCREMENT=9') comment 'say \\' AUTO_INCREMENT=5';" +
        ' create sequence s; create event e on schedule every 1 day do select 1',
    );
    const before = await reading.inspect(signal);
    await own.query(
      'insert into t (a) values (1), (2); alter table t auto_increment = 1000; analyze table t; do nextval(s)',
    );
    await fenceOf(reading);
    expect(await reading.inspect(signal)).toEqual(before);
    expect(text(before)).toContain('AUTO_INCREMENT=5');
    expect(before.tables).toEqual([{ name: 't' }]);
  });

  it('dropping and creating again, in another order and another database', async () => {
    const one = await newDatabase();
    const other = await newDatabase({ name: 'another `db`' });
    const statements = [
      'create table a (id int primary key, x int, y int, key x (x), key y (y))',
      'create table b (id int primary key, a int, constraint b_a foreign key (a) references a (id))',
      'create sequence s',
      'create table d (id int default nextval(s))',
      'create view v as select a.id, b.a from a join b on a.id = b.a',
      'create function f () returns int return 1',
      'create trigger t before insert on a for each row set new.x = 1',
    ];
    const run = async (database2: TestDatabase, list: readonly string[]): Promise<Schema> => {
      for (const statement of list) await database2.query(statement);
      return (await openDriver(database2.url)).inspect(signal);
    };
    const first = await run(one, statements);
    const second = await run(other, [
      ...statements.slice(5, 6),
      'create table a (id int primary key, x int, y int, key y (y), key x (x))',
      ...statements.slice(2, 4),
      ...statements.slice(1, 2),
      ...statements.slice(4, 5),
      ...statements.slice(6),
    ]);
    expect(second).toEqual(first);
    const again = await run(one, [
      'drop view v',
      'drop table b',
      'drop table a',
      'drop function f',
      'drop table d',
      'drop sequence s',
      ...statements,
    ]);
    expect(again).toEqual(first);
  });
});

it('reads names with every sign in them', async () => {
  const own = await newDatabase({ name: 'data. `base` % _ \'"' });
  await own.query(
    "create table `a ``b`` \"c\" 'd' (é), ) ENGINE` (`PRIMARY KEY` int, `x``,\\n` int, key `k``) , (` (`x``,\\n`), constraint `CHECK` check (`PRIMARY KEY` > 0)) comment 'it''s \\n )'",
  );
  await own.query('create view `v.``w` as select * from `a ``b`` "c" \'d\' (é), ) ENGINE`');
  const schema = await (await openDriver(own.url)).inspect(signal);
  const name = 'a `b` "c" \'d\' (é), ) ENGINE';
  expect(schema.tables).toEqual([{ name }]);
  expect(schema.objects.map((object) => `${object.kind}:${object.name}`)).toEqual([
    `check:${name}.CHECK`,
    'database:defaults',
    `index:${name}.k\`) , (`,
    `table:${name}`,
    'view:v.`w',
  ]);
  expect(text(schema)).not.toContain('data. ``base``');
});

it('does not wait for whoever changes tables of another database', async () => {
  const other = await newDatabase();
  const application = await openSession(other);
  const changing = await openSession(other);
  const reading = await openDriver((await newDatabase()).url);
  await other.query('create table a (id int); create table b (id int)');
  await application.query('begin');
  await application.query('select * from b');
  // Holds `a` for itself while it waits for `b`.
  const dropped = changing.query('drop table a, b');
  const waiting = async (of: string): Promise<readonly unknown[]> =>
    until(() =>
      other.query(
        `select 1 from information_schema.processlist where state like 'Waiting for table metadata lock' and ${of}`,
      ),
    );
  await waiting(`id = ${changing.pid}`);
  const read = reading.inspect(signal).then(() => 'read');
  const waits = waiting(`info like '%information_schema%' and id <> ${changing.pid}`).then(
    () => 'waits',
    () => 'never waits',
  );
  expect(await Promise.race([read, waits])).toBe('read');
  await application.close();
  await dropped;
  await changing.close();
});

it('keeps lines that it does not know', () => {
  const { columns, options, parts } = readCreateTable(
    't',
    "CREATE TABLE `t` (\n  `a` int(11) DEFAULT NULL COMMENT 'x,',\n  PERIOD FOR `p` (`a`, `b`),\n  PRIMARY KEY (`a`,`p` WITHOUT OVERLAPS)\n) ENGINE=InnoDB AUTO_INCREMENT=5 COMMENT='AUTO_INCREMENT=6'\n PARTITION BY HASH (`a`)\nPARTITIONS 4",
  );
  expect(columns).toEqual([
    { name: 'a', definition: "int(11) DEFAULT NULL COMMENT 'x,'" },
    { name: '', definition: 'PERIOD FOR `p` (`a`, `b`)' },
  ]);
  expect(options).toBe("ENGINE=InnoDB COMMENT='AUTO_INCREMENT=6'\n PARTITION BY HASH (`a`)\nPARTITIONS 4");
  expect(parts).toEqual([
    { kind: 'index', name: 't.PRIMARY', definition: { type: 'PRIMARY KEY', definition: '(`a`,`p` WITHOUT OVERLAPS)' } },
  ]);
});
