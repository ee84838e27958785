import type { TestEngine } from '../../support/databases.ts';

/** Rows of accounts; what they hold together never changes. */
const ACCOUNTS = 40;
const EACH = 100;

const TABLES = [
  'create table accounts (id integer not null primary key, balance integer not null, note varchar(40))',
  'create table transfers (id integer not null primary key, giver integer not null, taker integer not null, amount integer not null, ' +
    'constraint transfers_giver foreign key (giver) references accounts (id))',
  'create index transfers_taker on transfers (taker)',
  'create table touched (id integer not null primary key, times integer not null)',
  'insert into touched values (1, 0)',
  'create view rich as select id, balance from accounts where balance > 100',
  `insert into accounts (id, balance) values ${Array.from({ length: ACCOUNTS }, (_, id) => `(${String(id)}, ${String(EACH)})`).join(', ')}`,
] as const;

const PROGRAMS: Readonly<Record<'sqlite' | 'postgresql' | 'mariadb', readonly string[]>> = {
  sqlite: [
    'create trigger touch after update on accounts begin update touched set times = times + 1; end',
    'create trigger kept before delete on transfers begin select raise(ignore); end',
    // Large enough to be copied in several steps.
    'create table filling (id integer primary key, body blob)',
    'with recursive n (id) as (select 1 union all select id + 1 from n where id < 1300) insert into filling select id, randomblob(4000) from n',
  ],
  postgresql: [
    "create function touch() returns trigger language plpgsql as 'begin update touched set times = times + 1; return null; end'",
    'create trigger touch after update on accounts for each statement execute function touch()',
    'create sequence numbers start 7',
    'create materialized view totals as select sum(balance) as total from accounts',
    'select lo_from_bytea(0, decode(repeat($$00ff$$, 5000), $$hex$$))',
    'create table filling as select id, md5(id::text) as body from generate_series(1, 5000) id',
  ],
  mariadb: [
    'create trigger touch after update on accounts for each row update touched set times = times + 1',
    "create trigger noted before update on accounts for each row set new.note = 'changed'",
    'create function doubled (a int) returns int deterministic return a * 2',
    'create view doubles as select id, doubled(balance) as twice from accounts',
    'create event nightly on schedule every 1 day disable do delete from transfers',
    'create table weights (id int primary key, kilos float)',
    'insert into weights values (1, 16777217), (2, 0.1)',
    'create table filling as select seq as id, md5(seq) as body from seq_1_to_5000',
  ],
};

/** Statements for a database with money in it, and programs of each kind that the engine has. */
export function bank(engine: TestEngine): readonly string[] {
  return [...TABLES, ...PROGRAMS[engine === 'postgresql18' ? 'postgresql' : engine]];
}
