import { describe, expect, it } from '@jest/globals';
import { classify, endsTransaction } from '../../../src/drivers/postgresql/classify.ts';
import { tokens } from '../../../src/drivers/postgresql/tokens.ts';

describe('classify', () => {
  it.each([
    ['create table t (a int)', 'transactional'],
    ['create index i on t (a)', 'transactional'],
    ['CREATE INDEX CONCURRENTLY i ON t (a)', 'standalone'],
    ['create unique index concurrently if not exists i on t (a)', 'standalone'],
    ['create unique index i on "concurrently" (a)', 'transactional'],
    ['/* a /* nested */ comment */ -- and a line\n  create index concurrently i on t (a)', 'standalone'],
    ['drop index concurrently if exists i', 'standalone'],
    ['drop index i', 'transactional'],
    ['drop index "concurrently"', 'transactional'],
    ['reindex table t', 'transactional'],
    ['reindex table concurrently t', 'standalone'],
    ['reindex (verbose, concurrently) index i', 'standalone'],
    ['reindex (concurrently false) index i', 'transactional'],
    ['reindex (concurrently = off) index i', 'transactional'],
    ['reindex schema public', 'standalone'],
    ['reindex database d', 'standalone'],
    ['reindex system d', 'standalone'],
    ['refresh materialized view concurrently v', 'transactional'],
    ['vacuum', 'standalone'],
    ['vacuum (analyze) t', 'standalone'],
    ['analyze t', 'transactional'],
    ['create database d', 'standalone'],
    ['drop database d', 'standalone'],
    ['alter database d set tablespace s', 'standalone'],
    ['alter database d set work_mem = 1', 'transactional'],
    ["create tablespace s location '/x'", 'standalone'],
    ['drop tablespace s', 'standalone'],
    ['alter system set work_mem = 1', 'standalone'],
    ['alter table p detach partition c concurrently', 'standalone'],
    ['alter table p detach partition c', 'transactional'],
    ['alter table p detach partition c finalize', 'transactional'],
    ['alter table t add column concurrently int', 'transactional'],
    ['cluster', 'standalone'],
    ['cluster verbose', 'standalone'],
    ['cluster (verbose)', 'standalone'],
    ['cluster t using i', 'transactional'],
    ["create subscription s connection 'x' publication p", 'standalone'],
    ["create subscription s connection 'x' publication p with (connect = false)", 'transactional'],
    ["create subscription s connection 'x' publication p with (create_slot = 'off')", 'transactional'],
    ['drop subscription s', 'standalone'],
    ['alter subscription s refresh publication', 'standalone'],
    ['alter subscription s add publication p', 'standalone'],
    ['alter subscription s set publication p with (refresh = false)', 'transactional'],
    ['alter subscription s disable', 'transactional'],
    ["alter type t add value 'x'", 'transactional'],
    ['call p()', 'transactional'],
    ['do $$ begin commit; end $$', 'transactional'],
    ['set search_path = a', 'session'],
    ["set session time zone 'UTC'", 'session'],
    ['set local search_path = a', 'transactional'],
    ['set constraints all deferred', 'transactional'],
    ['set transaction isolation level serializable', 'transactional'],
    ['set role app', 'session'],
    ['reset all', 'session'],
    ['listen c', 'session'],
    ['discard all', 'session'],
    ['prepare s as select 1', 'session'],
    ['deallocate s', 'session'],
    ["prepare transaction 'x'", 'transaction-control'],
    ["select pg_catalog.set_config('search_path', '', false)", 'session'],
    ["SELECT set_config('a.b', 'x', false)", 'session'],
    ["select set_config('search_path', '', true)", 'transactional'],
    ["select set_config('a', 'b', false) from t", 'transactional'],
    ['create temp table t (a int)', 'session'],
    ['create temporary view v as select 1', 'session'],
    ['create or replace temp view v as select 1', 'session'],
    ['create local temporary table t (a int)', 'session'],
    ['create table temp (a int)', 'transactional'],
    ['begin', 'transaction-control'],
    ['start transaction', 'transaction-control'],
    ['commit', 'transaction-control'],
    ['end', 'transaction-control'],
    ['rollback to savepoint a', 'transaction-control'],
    ['abort', 'transaction-control'],
    ['savepoint a', 'transaction-control'],
    ['release a', 'transaction-control'],
    ['with x as (select 1) select * from x', 'transactional'],
    ['(select 1)', 'transactional'],
    ['', 'transactional'],
    ['-- nothing', 'transactional'],
    ['/* never closed', 'transactional'],
  ] as const)('%s → %s', (text, kind) => {
    expect(classify({ text })).toBe(kind);
  });

  it.each([
    ['commit', true],
    ['END', true],
    ['rollback', true],
    ['rollback work', true],
    ['abort', true],
    ["prepare transaction 'x'", true],
    ['rollback to a', false],
    ['rollback transaction to savepoint a', false],
    ['savepoint commit', false],
    ['begin', false],
    ["insert into t values ('commit')", false],
  ])('%s ends a transaction: %s', (text, ends) => {
    expect(endsTransaction({ text })).toBe(ends);
  });

  it('reads a text of many megabytes as fast as its first words', () => {
    const literal = "''".repeat(5_000_000);
    expect(classify({ text: `select '${literal}'` })).toBe('transactional');
    expect(classify({ text: `insert into t values ('${literal}')` })).toBe('transactional');
  });
});

describe('tokens', () => {
  it('follows the lexical rules of the server', () => {
    const text = `SELECT E'it\\'s', 'it''s', U&'d\\0061t', $t$ $u$ ' $t$, "a""B".c, ä1, $1, 1.5e3 -- end`;
    expect([...tokens(text)].map((token) => `${token.kind} ${token.text}`)).toEqual([
      'word SELECT',
      "literal E'it\\'s'",
      'symbol ,',
      "literal 'it''s'",
      'symbol ,',
      "literal U&'d\\0061t'",
      'symbol ,',
      "literal $t$ $u$ ' $t$",
      'symbol ,',
      'name a"B',
      'symbol .',
      'word C',
      'symbol ,',
      'word Ä1',
      'symbol ,',
      'literal $1',
      'symbol ,',
      'literal 1.5e3',
    ]);
  });
});
