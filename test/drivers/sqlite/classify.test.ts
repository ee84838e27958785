import { describe, expect, it } from '@jest/globals';
import { classify, pragmaOf } from '../../../src/drivers/sqlite/classify.ts';

describe('classify', () => {
  it.each([
    ['create table a (id integer)', 'transactional'],
    ['insert into a values (1)', 'transactional'],
    ['create temp table a (id)', 'transactional'],
    ['reindex', 'transactional'],
    ['/* vacuum */ select 1', 'transactional'],
    ['-- begin\nupdate a set b = 1', 'transactional'],
    ['pragma user_version = 3', 'transactional'],
    ['PRAGMA main.foreign_key_check(a)', 'transactional'],
    ['pragma defer_foreign_keys = on', 'transactional'],
    ['VACUUM', 'standalone'],
    ["-- why\n/* and */ vacuum into 'x'", 'standalone'],
    ['pragma journal_mode = wal', 'standalone'],
    ['pragma main . journal_mode=wal', 'standalone'],
    ['pragma "journal_mode"(delete)', 'standalone'],
    ['PRAGMA wal_checkpoint(TRUNCATE)', 'standalone'],
    ['PRAGMA foreign_keys=OFF', 'session'],
    ['pragma foreign_keys(1)', 'session'],
    ['pragma synchronous = off', 'session'],
    ["attach 'x.db' as x", 'session'],
    ['detach x', 'session'],
    ['begin immediate', 'transaction-control'],
    ['  COMMIT', 'transaction-control'],
    ['end transaction', 'transaction-control'],
    ['rollback to x', 'transaction-control'],
    ['savepoint x', 'transaction-control'],
    ['release x', 'transaction-control'],
    ['', 'transactional'],
    ['-- nothing', 'transactional'],
  ])('%j is %s', (text, kind) => {
    expect(classify({ text })).toBe(kind);
  });

  it('reads no more of a long statement than its beginning', () => {
    const long = `insert into a values ${"('x'),".repeat(2_000_000)}`;
    expect(classify({ text: long })).toBe('transactional');
    expect(pragmaOf(long)).toBeNull();
  });
});
