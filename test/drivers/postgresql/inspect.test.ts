import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Schema } from '../../../src/driver.ts';
import { createFixture, type Fixture, NEVER, SERVERS } from './fixture.ts';
import { RICH_ROWS, RICH_SCHEMA } from './rich-schema.ts';

describe.each(SERVERS)('inspecting %s', (server) => {
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await createFixture(server);
    await fixture.database.query(RICH_SCHEMA);
    await fixture.database.query(RICH_ROWS);
  });
  afterAll(() => fixture.drop());

  const inspect = (): Promise<Schema> => fixture.driver.inspect(NEVER);
  const definition = async (kind: string, name: string): Promise<unknown> =>
    (await inspect()).objects.find((one) => one.kind === kind && one.name === name)?.definition;

  it('finds objects of every kind, sorted, each once, none of Sluice', async () => {
    const { objects, tables } = await inspect();
    const names = objects.map(({ kind, name }) => `${kind} ${name}`);
    expect(names).toMatchSnapshot();
    expect(new Set(names).size).toBe(names.length);
    expect(objects.toSorted((a, b) => (a.kind < b.kind || (a.kind === b.kind && a.name < b.name) ? -1 : 1))).toEqual(
      objects,
    );
    expect(JSON.stringify(objects)).not.toContain('sluice_');
    expect(tables).toMatchSnapshot();
  });

  it('describes a table with all that it has', async () => {
    expect(await definition('table', 'app.customers')).toMatchSnapshot();
    expect(await definition('table', 'app.orders')).toMatchSnapshot();
    expect(await definition('table', 'app.events_2025')).toMatchSnapshot();
    expect(await definition('sequence', 'app.counter')).toMatchSnapshot();
    expect(await definition('domain', 'app.email')).toMatchSnapshot();
  });

  it('is the same whatever the settings of the database', async () => {
    const before = await inspect();
    for (const setting of [
      `datestyle = 'German, DMY'`,
      `timezone = 'Asia/Tokyo'`,
      `search_path = app, public`,
      `intervalstyle = 'iso_8601'`,
      'extra_float_digits = -5',
      'quote_all_identifiers = on',
    ]) {
      await fixture.database.query(`alter database "${fixture.database.name}" set ${setting}`);
    }
    const other = await fixture.another({ names: { schema: 'public', prefix: 'sluice_' } });
    expect(await other.inspect(NEVER)).toEqual({ ...before, objects: before.objects });
    await fixture.database.query(`alter database "${fixture.database.name}" reset all`);
  });

  it('does not see data, counters and statistics', async () => {
    const before = await inspect();
    await fixture.database.query(
      `insert into app.base values (7, 'seven'); select nextval('app.counter'); analyze; select setval('app.customers_id_seq', 5000)`,
    );
    expect(await inspect()).toEqual(before);
  });

  it('is the same when everything is made anew in another database', async () => {
    const other = await createFixture(server);
    // Other OIDs, and a gap where a column was dropped.
    await other.database.query('create table filler (a int); drop table filler');
    await other.database.query(
      RICH_SCHEMA.replace('create table app.base (a int', 'create table app.base (gone int, a int'),
    );
    await other.database.query('alter table app.base drop column gone');
    expect(await other.driver.inspect(NEVER)).toEqual(await inspect());
    await other.drop();
  });

  it.each([
    ['alter table app.base add column n int', 'alter table app.base drop column n', 'table app.base'],
    [
      'alter table app.base alter column b set not null',
      'alter table app.base alter column b drop not null',
      'table app.base',
    ],
    [
      "alter table app.base alter column b set default 'x'",
      'alter table app.base alter column b drop default',
      'table app.base',
    ],
    [
      'alter table app.base alter column b type varchar(9)',
      'alter table app.base alter column b type text',
      'table app.base',
    ],
    [
      'alter table app.base alter column b set storage main',
      'alter table app.base alter column b set storage extended',
      'table app.base',
    ],
    ["comment on column app.base.b is 'x'", 'comment on column app.base.b is null', 'table app.base'],
    ['alter table app.base set (fillfactor = 50)', 'alter table app.base reset (fillfactor)', 'table app.base'],
    [
      'grant select on app.base to pg_monitor with grant option',
      'revoke all on app.base from pg_monitor',
      'table app.base',
    ],
    ['grant truncate on app.base to public', 'revoke truncate on app.base from public', 'table app.base'],
    ['grant select (a) on app.base to public', 'revoke select (a) on app.base from public', 'table app.base'],
    ['alter table app.cache set logged', 'alter table app.cache set unlogged', 'table app.cache'],
    [
      'alter table app.base replica identity nothing',
      'alter table app.base replica identity default',
      'table app.base',
    ],
    [
      'alter table app.orders no force row level security',
      'alter table app.orders force row level security',
      'table app.orders',
    ],
    [
      'alter index app.customers_email set (fillfactor = 50)',
      'alter index app.customers_email reset (fillfactor)',
      'index app.customers_email',
    ],
    ['alter table app.customers validate constraint grown', null, 'constraint app.customers.grown'],
    [
      'alter table app.customers enable trigger touch',
      'alter table app.customers disable trigger touch',
      'trigger app.customers.touch',
    ],
    [
      'alter policy add_orders on app.orders with check (total > 0)',
      'alter policy add_orders on app.orders with check (total >= 0)',
      'policy app.orders.add_orders',
    ],
    ["alter type app.mood add value 'bored'", null, 'enum app.mood'],
    ['alter domain app.email drop not null', 'alter domain app.email set not null', 'domain app.email'],
    ['alter type app.pair add attribute c int', 'alter type app.pair drop attribute c', 'composite-type app.pair'],
    ['alter sequence app.counter no cycle', 'alter sequence app.counter cycle', 'sequence app.counter'],
    [
      'alter sequence app.counter owned by app.base.a',
      'alter sequence app.counter owned by none',
      'sequence app.counter',
    ],
    [
      "create or replace function app.double_it(x int) returns int language sql immutable as 'select x + x'",
      "create or replace function app.double_it(x int) returns int language sql immutable as 'select x * 2'",
      'function app.double_it(x integer)',
    ],
    [
      'grant execute on function app.double_it(int) to public',
      'revoke execute on function app.double_it(int) from public',
      'function app.double_it(x integer)',
    ],
    [
      "create or replace view app.happy with (security_barrier) as select id, email from app.customers where mood = 'sad'",
      null,
      'view app.happy',
    ],
    [
      'alter publication some_tables drop table app.base',
      'alter publication some_tables add table app.base',
      'publication some_tables',
    ],
    [
      'alter statistics app.name_mood set statistics 20',
      'alter statistics app.name_mood set statistics -1',
      'statistics app.name_mood',
    ],
    [
      'alter default privileges in schema app revoke select on tables from public',
      'alter default privileges in schema app grant select on tables to public',
      'default-privileges postgres:app:r',
    ],
    ['create schema "new"', 'drop schema "new"', 'schema new'],
    ["comment on schema app is 'x'", "comment on schema app is 'the application''s'", 'schema app'],
    ['revoke usage on schema public from public', 'grant usage on schema public to public', 'schema public'],
    ['create event trigger et on ddl_command_end execute function ddl()', 'drop event trigger et', 'event-trigger et'],
  ])('sees: %s', async (change, undo, named) => {
    if (change.includes('event trigger'))
      await fixture.database.query(
        'create or replace function ddl() returns event_trigger language plpgsql as $$ begin end $$',
      );
    const before = await inspect();
    await fixture.database.query(change);
    const after = await inspect();
    const changed = [
      ...after.objects.filter((one) => !before.objects.some((other) => JSON.stringify(other) === JSON.stringify(one))),
      ...before.objects.filter(
        (one) => !after.objects.some(({ kind, name }) => kind === one.kind && name === one.name),
      ),
    ].map(({ kind, name }) => `${kind} ${name}`);
    if (named !== null) expect(changed).toContain(named);
    else expect(changed).not.toEqual([]);
    if (undo === null) return;
    await fixture.database.query(undo);
    expect(await inspect()).toEqual(before);
  });

  it('knows the order of columns, labels and attributes', async () => {
    const other = await createFixture(server);
    await other.database.query(`create table t (a int, b int); create type e as enum ('x', 'y')`);
    const before = await other.driver.inspect(NEVER);
    await other.database.query(
      `drop table t; create table t (b int, a int); drop type e; create type e as enum ('y', 'x')`,
    );
    const after = await other.driver.inspect(NEVER);
    for (const kind of ['table', 'enum']) {
      expect(after.objects.find((one) => one.kind === kind)).not.toEqual(
        before.objects.find((one) => one.kind === kind),
      );
    }
    await other.drop();
  });

  it('leaves out the schema that was configured for Sluice, and keeps one that was not', async () => {
    const other = await createFixture(server, { lock: false });
    const driver = await other.another({ names: { schema: 'ops', prefix: 'mig_' } });
    expect(await driver.inspect(NEVER)).toEqual({ objects: [], tables: [] });
    await driver.lock.acquire('me', 1000);
    expect(await driver.inspect(NEVER)).toEqual({ objects: [], tables: [] });
    expect((await other.driver.inspect(NEVER)).tables).toHaveLength(4);
    await other.drop();
  });

  it('names an INVALID index as such', async () => {
    await fixture.database.query('create table dup (a int); insert into dup values (1), (1)');
    await fixture.database.query('create unique index concurrently dup_a on dup (a)').catch(() => {});
    expect(await definition('index', 'public.dup_a')).toMatchObject({ invalid: true });
  });
});
