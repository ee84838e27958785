import { afterEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { Driver, Schema } from '../../../src/driver.ts';
import { inspectDatabase } from '../../../src/drivers/sqlite/worker/inspect.ts';
import { collect, createFixture, execute, type Fixture, SIGNAL } from './fixture.ts';

const opened: Fixture[] = [];

afterEach(async () => {
  for (const { driver } of opened.splice(0)) await driver.close();
});

async function database(sql: string): Promise<Fixture> {
  const fixture = await createFixture(sql, { lock: false });
  opened.push(fixture);
  return fixture;
}

/** As the worker reads it; the other tests take the way through the driver. */
function schemaOf(sql: string): Schema {
  const memory = new Database(':memory:');
  try {
    memory.exec(sql);
    return inspectDatabase(memory, new Set());
  } finally {
    memory.close();
  }
}

function inspect(driver: Driver): Promise<Schema> {
  return driver.inspect(SIGNAL);
}

describe('schema', () => {
  it('tells all that defines a table', () => {
    const { objects, tables } = schemaOf(`
      create table owner (id integer primary key, tag text unique);
      create table lead (
        id integer primary key autoincrement,
        name VarChar( 20 ) collate nocase not null on conflict ignore default 'x  y',
        owner_id references owner (id) on delete cascade deferrable initially deferred,
        tag text references owner (tag),
        size int check (size > 0),
        twice int generated always as (size * 2) stored,
        thrice as (size*3),
        unique (name, tag), check (size < 100)
      );
    `);
    expect(tables).toEqual([{ name: 'lead' }, { name: 'owner' }]);
    expect(objects).toHaveLength(2);
    expect(objects[0]).toMatchObject({
      kind: 'table',
      name: 'lead',
      definition: {
        autoincrement: true,
        withoutRowid: false,
        strict: false,
        checks: ['size < 100', 'size > 0'],
        conflictRules: ['not null name: ignore'],
        keys: [
          {
            kind: 'unique',
            columns: [
              { name: 'name', collation: 'nocase', descending: false },
              { name: 'tag', collation: 'binary', descending: false },
            ],
          },
        ],
        foreignKeys: [
          { columns: ['owner_id'], parent: 'owner', parentColumns: ['id'], onDelete: 'CASCADE', deferred: true },
          { columns: ['tag'], parent: 'owner', parentColumns: ['tag'], onDelete: 'NO ACTION', deferred: false },
        ],
        columns: [
          { name: 'id', type: 'INTEGER', primaryKey: 1 },
          { name: 'name', type: 'VARCHAR(20)', notNull: true, default: "'x  y'", collation: 'nocase' },
          { name: 'owner_id', type: '' },
          { name: 'tag', type: 'TEXT' },
          { name: 'size', type: 'INT' },
          { name: 'twice', generated: 'stored', expression: 'size * 2' },
          { name: 'thrice', generated: 'virtual', expression: 'size * 3' },
        ],
      },
    });
  });

  it.each([
    ['a column type', 'create table a (b int)', 'create table a (b text)'],
    ['the order of columns', 'create table a (b, c)', 'create table a (c, b)'],
    ['not null', 'create table a (b)', 'create table a (b not null)'],
    ['a default', 'create table a (b default 1)', 'create table a (b default 2)'],
    ['the case of a default', "create table a (b default 'X')", "create table a (b default 'x')"],
    ['a check', 'create table a (b check (b > 1))', 'create table a (b check (b > 2))'],
    ['text inside a check', "create table a (b check (b <> 'A'))", "create table a (b check (b <> 'a'))"],
    ['a collation', 'create table a (b)', 'create table a (b collate nocase)'],
    ['autoincrement', 'create table a (b integer primary key)', 'create table a (b integer primary key autoincrement)'],
    ['without rowid', 'create table a (b primary key)', 'create table a (b primary key) without rowid'],
    ['strict', 'create table a (b int)', 'create table a (b int) strict'],
    [
      'a deferred key',
      'create table a (b references c)',
      'create table a (b references c deferrable initially deferred)',
    ],
    [
      'a key not deferrable',
      'create table a (b references c deferrable initially deferred)',
      'create table a (b references c not deferrable initially deferred)',
    ],
    ['an action of a key', 'create table a (b references c)', 'create table a (b references c on update cascade)'],
    ['a generated column', 'create table a (b, c as (b + 1))', 'create table a (b, c as (b + 2))'],
    ['its storage', 'create table a (b, c as (b + 1))', 'create table a (b, c as (b + 1) stored)'],
    ['a rule for conflicts', 'create table a (b unique)', 'create table a (b unique on conflict replace)'],
    [
      'the order of an index',
      'create table a (b); create index i on a (b)',
      'create table a (b); create index i on a (b desc)',
    ],
    [
      'the where of an index',
      'create table a (b); create index i on a (b) where b > 1',
      'create table a (b); create index i on a (b) where b > 2',
    ],
    [
      'an indexed expression',
      'create table a (b); create index i on a (b + 1)',
      'create table a (b); create index i on a (b + 2)',
    ],
    ['uniqueness', 'create table a (b); create index i on a (b)', 'create table a (b); create unique index i on a (b)'],
    ['a view', 'create view v as select 1', 'create view v as select 2'],
    [
      'a trigger',
      'create table a (b); create trigger t after insert on a begin select 1; end',
      'create table a (b); create trigger t after insert on a begin select 2; end',
    ],
  ])('sees a change of %s', (_what, before, after) => {
    expect(schemaOf(after)).not.toEqual(schemaOf(before));
  });

  it.each([
    [
      'white space and comments',
      'create table a (b int, c text)',
      'create table a(\n  b int, -- why\n  c /* ! */ text\n)',
    ],
    ['the case of words', 'create table a (b int check (b > 1))', 'CREATE TABLE a (b INT CHECK (B > 1))'],
    ['the place of a check', 'create table a (b check (b > 1), c)', 'create table a (b, c, check (b > 1))'],
    ['the place of a key', 'create table a (b references c)', 'create table a (b, foreign key (b) references c)'],
    ['quotes that are not needed', 'create table a (b check (b > 1))', 'create table "a" ([b] check (`b` > 1))'],
    [
      'missing commas',
      'create table a (b, check (b > 1), check (b < 9))',
      'create table a (b, check (b > 1) check (b < 9))',
    ],
    [
      'names of constraints',
      'create table a (b, check (b > 1))',
      'create table a (b, constraint "check" check (b > 1))',
    ],
    ['asc', 'create table a (b); create index i on a (b + 1)', 'create table a (b); create index i on a (b + 1 asc)'],
  ])('sees no change in %s', (_what, one, other) => {
    expect(schemaOf(other)).toEqual(schemaOf(one));
  });

  it('is as before when a change was taken back', async () => {
    const { driver, path } = await database(`
      create table person (id integer primary key, first_name text check (first_name <> ''));
      create table pet (id integer primary key, owner references person (id));
      create index person_name on person (upper(first_name)) where first_name > 'a';
      create view names as select first_name from person;
      create trigger t after insert on person begin update pet set owner = new.id where owner is null; end;
    `);
    const before = await inspect(driver);
    execute(
      path,
      `alter table person rename to human;
       alter table human rename column first_name to given;
       alter table human add column age int default 7;`,
    );
    const changed = await inspect(driver);
    expect(changed.tables).toEqual([{ name: 'human' }, { name: 'pet' }]);
    execute(
      path,
      `alter table human drop column age;
       alter table human rename column given to first_name;
       alter table human rename to person;`,
    );
    expect(await inspect(driver)).toEqual(before);
  });

  it('leaves out the tables of Sluice with all that belongs to them, and those of SQLite', async () => {
    const { driver, path } = await database('create table a (id integer primary key autoincrement)');
    const before = await inspect(driver);
    await driver.lock.acquire('me', 1000);
    execute(path, 'create index by_stage on sluice_journal (stage); insert into a default values; analyze;');
    expect(await inspect(driver)).toEqual(before);
    expect(before.objects.map(({ name }) => name)).toEqual(['a']);
  });

  it('names a virtual table, and leaves its shadow tables out', () => {
    const { objects, tables } = schemaOf('create virtual table doc using fts5 (body); create table a (b)');
    expect(objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['table a', 'virtual-table doc']);
    expect(tables).toEqual([{ name: 'a' }]);
  });

  it('reads a database with a virtual table whose module is missing', async () => {
    const { driver, path } = await database('create table a (b)');
    execute(
      path,
      `create table a2 (b);
       create trigger t after insert on a2 begin select 1; end;`,
    );
    const connection = new Database(path);
    connection.unsafeMode(true);
    connection.pragma('writable_schema = on');
    connection.exec(
      `insert into sqlite_schema values ('table', 'far', 'far', 0, 'CREATE VIRTUAL TABLE far USING unknown_module(x)')`,
    );
    connection.close();
    expect((await inspect(driver)).objects.map(({ name }) => name)).toEqual(['a', 'a2', 't', 'far']);
  });

  it('handles names of any characters', async () => {
    const { driver } = await database(`
      create table "we ""ird'; --" ("a b" int, "check" int check ("check" > 0), "as" int);
      create index "пример 世界" on "we ""ird'; --" ("a b");
      insert into "we ""ird'; --" ("a b") values (1);
    `);
    const { tables, objects } = await inspect(driver);
    expect(tables).toEqual([{ name: `we "ird'; --` }]);
    expect(objects.find(({ kind }) => kind === 'table')?.definition).toMatchObject({ checks: ['check > 0'] });
    const digests = await collect(driver.verify.digests(tables, SIGNAL));
    expect(digests[0]?.rows).toBe(1);
  });
});
