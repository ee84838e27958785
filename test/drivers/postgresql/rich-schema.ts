/** Statements that make at least one object of each kind that a user of PostgreSQL is likely to have, with rows. */
export const RICH_SCHEMA = `
create extension if not exists plpgsql;
create schema app;
comment on schema app is 'the application''s';
create schema "Odd ""name""";
grant usage on schema app to public;

create type app.mood as enum ('sad', 'ok', 'happy');
alter type app.mood add value 'so-so' before 'ok';
create type app.pair as (a int, b text collate "C");
create domain app.email as text collate "C" default 'x@y' not null constraint has_at check (value like '%@%');
create type app.price_range as range (subtype = numeric);
comment on type app.mood is 'how it goes';

create sequence app.counter as int start 5 increment 5 minvalue 5 maxvalue 5000 cache 3 cycle;
select nextval('app.counter');

create function app.double_it(x int) returns int language sql immutable as 'select x * 2';
create function app.later() returns trigger language plpgsql as $$ begin new.changed = now(); return new; end $$;
create function app.nothing() returns trigger language plpgsql as 'begin return null; end';
create procedure app.tidy(inout done int default 0) language plpgsql as $$
begin
  COMMIT;
end $$;
create aggregate app.product(int) (sfunc = int4mul, stype = int, initcond = '1');
revoke execute on function app.double_it(int) from public;
comment on function app.double_it(int) is 'twice';

create table app.customers (
  id bigint generated always as identity (start with 100) primary key,
  email app.email,
  mood app.mood default 'ok',
  name text collate "C",
  tags text[] not null default '{}',
  born date default '2000-01-02',
  seen timestamptz default '2026-01-02 03:04:05+02',
  weight float8 default 0.1,
  note text,
  changed timestamptz,
  doubled int generated always as (1 + 1) stored
) with (fillfactor = 70);
alter table app.customers alter column note set storage external;
alter table app.customers alter column name set statistics 50;
alter table app.customers add constraint grown check (born < '2020-01-01') not valid;
comment on table app.customers is 'who buys';
comment on column app.customers.email is 'unique';
comment on constraint grown on app.customers is 'not for children';
create unique index customers_email on app.customers (lower(email) collate "C") where mood <> 'sad';
comment on index app.customers_email is 'by mail';
create index on app.customers using gin (tags);
alter table app.customers cluster on customers_pkey;
create statistics app.name_mood (dependencies) on name, mood from app.customers;
create trigger touch before update of note on app.customers for each row when (old.note is distinct from new.note) execute function app.later();
alter table app.customers disable trigger touch;
create table "Odd ""name"""."T ""x""" ("c ""1" serial primary key, d text default E'a\\nb''c');
create trigger "Touch" after insert on "Odd ""name"""."T ""x""" for each statement execute function app.nothing();
alter table "Odd ""name"""."T ""x""" enable always trigger "Touch";

create table app.orders (
  id int primary key,
  customer bigint not null references app.customers on delete cascade deferrable initially deferred,
  at timestamp not null default now(),
  total numeric(12, 2),
  excluded int4range,
  exclude using gist (excluded with &&)
);
alter table app.orders enable row level security;
alter table app.orders force row level security;
create policy own_orders on app.orders as restrictive for select to public using (customer > 0);
create policy add_orders on app.orders for insert with check (total >= 0);
create rule no_delete as on delete to app.orders do instead nothing;
alter table app.orders replica identity full;
grant select (id, total) on app.orders to public;
grant insert, update on app.orders to public;

create table app.events (id int not null, at date not null, what jsonb, primary key (id, at)) partition by range (at);
create table app.events_2025 partition of app.events for values from ('2025-01-01') to ('2026-01-01');
create table app.events_rest partition of app.events default;
create index events_what on app.events using gin (what);
create trigger part_touch after insert on app.events for each row execute function app.nothing();
alter table app.events add foreign key (id) references app.orders;
create table app.base (a int constraint positive check (a > 0), b text);
create table app.derived (c int) inherits (app.base);
create unlogged table app.cache (k text primary key, v bytea);

create view app.happy with (security_barrier) as select id, email from app.customers where mood = 'happy' and seen > '2026-01-01';
create materialized view app.totals as select customer, sum(total) as total from app.orders group by customer;
create unique index on app.totals (customer);
create view app.recent as select * from app.events where at > '2025-06-01' with check option;

alter default privileges in schema app grant select on tables to public;
create publication some_tables for table app.customers, app.base;
create collation app.german (provider = libc, locale = 'C');
create text search configuration app.plain (copy = simple);
create operator app.=== (leftarg = int, rightarg = int, procedure = int4eq);
create function app.mood_number(app.mood) returns int language sql immutable as 'select 1';
create cast (app.mood as int) with function app.mood_number(app.mood);
`;

/** Rows for it; parents and children refer to each other in a circle at the end. */
export const RICH_ROWS = `
insert into app.customers (email, mood, name, tags, note) select 'c' || i || '@x', (array['sad', 'so-so', 'happy'])[i % 3 + 1]::app.mood, 'Nämé ' || i, array['a', null, 'b,c'], E'line\\n\\\\.\\n\\ttab' from generate_series(1, 50) i;
insert into app.orders select i, 100 + i % 50, timestamp '2026-01-02 03:04:05.678' + i * interval '1 hour', i * 1.25, int4range(i, i + 1) from generate_series(1, 200) i;
insert into app.events select i, date '2025-01-01' + i * 3, jsonb_build_object('n', i) from generate_series(1, 200) i;
insert into app.base values (1, 'b'); insert into app.derived values (2, 'd', 3);
insert into app.cache values ('k', '\\x00ff');
insert into "Odd ""name"""."T ""x""" (d) values (default), (null);
refresh materialized view app.totals;
`;
