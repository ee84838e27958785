import type { TestDatabase } from '../../../support/databases.ts';
import { openSession } from '../../../support/session.ts';

/** Statements for a database with one of everything, and with what dumps get wrong. */
const STATEMENTS = [
  'create sequence numbers start with 5 increment by 3',
  `create table parents (
     id int default nextval(numbers) primary key,
     name varchar(50) collate utf8mb4_unicode_ci default 'x' comment 'it''s \\n "quoted"',
     f float, d double, b bit(5), bin varbinary(20), u int unsigned zerofill,
     g int as (id + 1) stored, h varchar(60) as (concat(name, '!')) virtual,
     ts timestamp(6) null, dt datetime(3), t time(2), y year, e enum('a','b'), st set('x','y'),
     j json, pt point, hidden int invisible default 7, big bigint unsigned,
     key (name), unique key (u), check (d > -1e300)) comment 'parents'`,
  'create table children (id int auto_increment primary key, parent int, up int, constraint to_parent foreign key (parent) references parents (id) on delete cascade, constraint to_self foreign key (up) references children (id))',
  "create table `odd ``name`` 'x' é` (`a b` int primary key, `select` text)",
  'create table parts (id int primary key, v int) partition by hash (id) partitions 3',
  'create table empty_table (id int)',
  'create table no_key (a int, f float)',
  'create table isam (id int) engine=MyISAM',
  'set @@timestamp = 1000000000',
  'create table history (id int primary key, v varchar(10)) with system versioning',
  "insert into history values (1, 'a'), (2, 'b')",
  'set @@timestamp = 1000000100',
  "update history set v = 'c' where id = 1",
  'set @@timestamp = 1000000200',
  'delete from history where id = 2',
  'set @@timestamp = default',
  `insert into parents (name, f, d, b, bin, u, ts, dt, t, y, e, st, j, pt, hidden, big) values
     ('Ёлка 🎄', 16777217, 1e-7, b'10101', x'00ff0a0d1a27225c', 42, '2024-02-29 12:34:56.123456', '2024-02-29 12:34:56.789', '-100:00:00.5', 2024, 'a', 'x,y', '{"a": "\\\\n"}', st_geomfromtext('POINT(1 2)', 4326), 1, 18446744073709551615),
     ('back\\\\slash '' " \\0 \\n \\r \\Z ; -- # /* */ DELIMITER ;;', 0.1, 1.7976931348623157e308, null, '', 43, null, null, null, null, null, '', null, null, null, 0),
     (null, 3.4e38, 5e-324, b'0', null, 44, null, '1000-01-01', '00:00:00', 1901, 'b', null, '[]', null, 9, 1)`,
  'insert into children (parent, up) values (5, null), (8, 1), (11, 2), (null, 3)',
  "insert into `odd ``name`` 'x' é` values (-1, 'a'), (0, 'b')",
  'insert into parts values (1, 1), (2, 2), (3, 3), (4, 4)',
  'insert into no_key values (1, 16777217), (1, 16777217), (2, null)',
  'insert into isam values (1), (2)',
  "set session sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
  'insert into children (id) values (0)',
  'set session sql_mode = default',
  "create function plus_one (a int) returns int deterministic comment 'x;y' return a + 1",
  'create procedure fill (in a int, out b varchar(10)) begin declare c int; set c = a; /* ; */ set b = c; end',
  'create view z_view as select id, name from parents',
  'create algorithm=merge sql security invoker view a_view as select id, plus_one(id) as n from z_view with check option',
  'create trigger first_one before insert on children for each row begin set new.up = coalesce(new.up, null); set @first = 1; end',
  "create trigger second_one before insert on children for each row follows first_one set @second = 'a;b'",
  "create trigger third_one after update on `odd ``name`` 'x' é` for each row insert into isam values (9)",
  "create event every_second on schedule every 1 second starts '2020-01-01 00:00:00' on completion preserve enable comment 'on completion preserve enable do' do begin delete from isam; delete from empty_table; end",
  'create event switched_off on schedule every 1 day disable do delete from children',
] as const;

/** Fills a database with one of everything. */
export async function fillRichly(database: TestDatabase): Promise<void> {
  const session = await openSession(database);
  try {
    for (const statement of STATEMENTS) await session.query(statement);
  } finally {
    await session.close();
  }
}
