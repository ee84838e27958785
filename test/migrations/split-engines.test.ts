/**
 * What the splitter calls one statement, each engine has to take as one: SQLite's prepare refuses a
 * second statement, PostgreSQL's extended protocol and MySQL's plain protocol do so too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { splitStatements } from '../../src/migrations/split.ts';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import { MYSQL, POSTGRESQL, SQLITE } from './syntaxes.ts';

/** The client of the PostgreSQL that the shared servers run. */
const CLIENT = 'psql';

const open: TestDatabase[] = [];

async function database(engine: TestDatabase['engine']): Promise<TestDatabase> {
  const made = await createDatabase(engine);
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.drop()));
});

const SQLITE_SCRIPT = `
CREATE TABLE "a;b" ([c;d] TEXT, \`e;f\` TEXT, begin INT, "end" INT); -- trailing; comment
CREATE TABLE log (line TEXT);
CREATE TRIGGER t1 AFTER INSERT ON "a;b" WHEN NEW.begin > 0 BEGIN
  INSERT INTO log VALUES ('begin; end;' || CASE WHEN NEW.begin > 1 THEN 'many' ELSE 'one' END);
  INSERT INTO log SELECT CASE NEW.begin WHEN 1 THEN 'x' END; /* ; */
END;
CREATE TEMP TRIGGER t2 AFTER INSERT ON log BEGIN SELECT 1; END; /* behind */ INSERT INTO "a;b" VALUES ('it''s;', '\\', 1, 2);;
INSERT INTO "a;b" VALUES ('
;--', '/*', 2, 3)
`;

const POSTGRESQL_SCRIPT = `
create table notes (id int, line text);
create function add(a int, b int) returns int language sql begin atomic
  select case when a > b then case when a > 10 then a end else a + b end as x;
end;
create function plain(x text) returns text as $body$
declare y text := $q$;'$q$;
begin /* ; $$ */ return x || y; -- '
end $body$ language plpgsql;
do $$ begin perform 1; end $$;
insert into notes values (add(1, 2), plain('\\')), (2, E'\\';'), (3, E'a'
  'b'), (4, U&'\\0041;'), (5, $a$b;$$c$a$), (6, 'it''s');
create rule r as on update to notes do also (insert into notes values (90, ';'); insert into notes values (91, ''));
create table a$b$ (c$d$ int); insert into a$b$ values (1); /* nested /* ; */ ; */
insert into notes select 7, array_to_string((array[';', 'b'])[1:2], ';') where 5*/*;*/2 = 10 --;
;
update notes set line = line || '!' where id = 2;
copy notes (id, line) from stdin;
50\tit's; $$
51\t\\N
\\.
create or replace procedure p() begin atomic insert into notes values (99, 'p'); end;
call p()`;

/** The server reads these; psql, which scans line by line and counts every END, cuts them wrongly. */
const BEYOND_PSQL = `
create table beyond as select E'a' -- c'
  '\\'; b' as line;
create function labelled(a int) returns int language sql begin atomic
  select case when a > 1 then 2 end as end;
end;
insert into beyond values (labelled(2))`;

const MYSQL_SCRIPT = `
create table notes (id int auto_increment primary key, line text, begin int, end int); # it's; a comment
insert into notes (line) values ('it\\'s;'), ("\\";"), ('a'';'), ("b"";"), ('5--3;'); insert into notes (begin, end) values (5--3, 1);
create procedure p(in a int) comment 'begin;' main: begin
  declare done int default 0;
  declare c cursor for select begin, end from notes where end is not null;
  declare continue handler for not found set done = 1;
  declare exit handler for sqlstate '45000', 1146 begin insert into notes (line) values ('handled; end'); end;
  if a > 10 then leave main; elseif a > 5 then set a = if(a > 7, 1, 2); else set a = case a when 1 then 11 else case when a then 12 end end; end if;
  case a when 11 then insert into notes (line) values ('eleven;'); else begin end; end case;
  while a < 13 do set a = a + 1; end while;
  repeat set a = a - 1; until a < 10 or case when a then 0 end end repeat;
  l: loop leave l; end loop l;
  for i in 1..2 do insert into notes (line) values (concat('for;', i)); end for;
  start transaction; insert into notes (line) values (repeat('r', 3)); commit;
  signal sqlstate '45000';
end main;
create function f(a int) returns varchar(10) character set utf8mb4 deterministic return if(a, ';', case a when 0 then 'zero' end);
create trigger t before insert on notes for each row if new.line is null then set new.line = f(0); end if;
create event e on schedule every 1 day disable do begin delete from notes; end;
alter event e do begin delete from notes; select 1; end;
/*!50001 insert into notes (line) values ('executable; */') */;
begin not atomic declare x int default 3; insert into notes (line) values (x); end;
call p(1);
DELIMITER $$
create procedure q() begin insert into notes (line) values ('q;$$'); end$$
call q()$$
delimiter ;
insert into notes (begin) values (1);
set sql_mode = 'ORACLE';
create or replace package pk as procedure one(x int); function two return int; end;
create or replace package body pk as
  v int := 1;
  procedure one(x int) as y int := 2; begin insert into notes (line) values (x + y + v); end;
  function two return int is begin return 2; end two;
begin v := 3; end;
create procedure o as z int; begin z := pk.two(); <<l>> loop exit l; end loop; pk.one(z); exception when others then insert into notes (line) values ('others;'); end;
begin o; end;
`;

/** Runs psql on a text; it stops at the first error. */
async function psql(url: string, args: readonly string[], input: string): Promise<void> {
  const child = spawn(CLIENT, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...args], {
    env: { ...process.env, ...connection(url) },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(input);
  const [status] = (await once(child, 'exit')) as [number | null];
  expect(status).toBe(0);
}

function connection(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
}

/** Runs each statement by itself on PostgreSQL. */
async function runEach(url: string, script: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const { text, copyData, index } of splitStatements(script, POSTGRESQL)) {
      // A named statement goes through Parse, which takes one statement only.
      if (copyData === undefined) await client.query({ name: `s${String(index)}`, text });
      else await psql(url, ['-c', text], copyData);
    }
  } finally {
    await client.end();
  }
}

describe('splitting, as the engines see it', () => {
  it('sqlite', () => {
    const db = new Database(':memory:');
    try {
      for (const { text } of splitStatements(SQLITE_SCRIPT, SQLITE)) db.prepare(text).run();
      expect(db.prepare('select line from log').pluck().all()).toEqual([
        'begin; end;one',
        'x',
        'begin; end;many',
        null,
      ]);
      expect(db.prepare('select "c;d", "e;f" from "a;b"').raw().all()).toEqual([
        ["it's;", '\\'],
        ['\n;--', '/*'],
      ]);
    } finally {
      db.close();
    }
  });

  it('postgresql, and psql ends in the same state', async () => {
    const ours = await database('postgresql');
    await runEach(ours.url, POSTGRESQL_SCRIPT);
    const theirs = await database('postgresql');
    await psql(theirs.url, ['-f', '-'], POSTGRESQL_SCRIPT);
    const all = 'select id, line from notes order by id, line';
    const rows = await ours.query(all);
    expect(rows).toHaveLength(12);
    expect(rows).toEqual(await theirs.query(all));
    const functions =
      'select proname, pg_get_functiondef(oid) as definition from pg_proc where pronamespace = current_schema::regnamespace order by 1';
    expect(await ours.query(functions)).toEqual(await theirs.query(functions));
  });

  it('postgresql, where psql falls short', async () => {
    const made = await database('postgresql');
    await runEach(made.url, BEYOND_PSQL);
    expect(await made.query('select line from beyond order by 1')).toEqual([{ line: '2' }, { line: "a'; b" }]);
  });

  it('mariadb', async () => {
    const made = await database('mariadb');
    const { hostname, port, username, password, pathname } = new URL(made.url);
    const client = await mysql.createConnection({
      host: hostname,
      port: Number(port),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)),
      charset: 'utf8mb4',
    });
    try {
      for (const { text } of splitStatements(MYSQL_SCRIPT, MYSQL)) await client.query(text);
    } finally {
      await client.end();
    }
    const rows = await made.query('select line, begin, end from notes order by id');
    expect(rows.map(({ line }) => line)).toEqual([
      "it's;",
      '";',
      "a';",
      'b";',
      '5--3;',
      null,
      'executable; */',
      '3',
      'eleven;',
      'for;1',
      'for;2',
      'rrr',
      'handled; end',
      'q;$$',
      'zero',
      '7',
    ]);
    expect(rows[5]).toMatchObject({ begin: 8, end: 1 });
  });
});
