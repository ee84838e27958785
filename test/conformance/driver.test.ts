import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Driver, Fence, JournalRow, Limits, Statement } from '../../src/driver.ts';
import { splitStatements } from '../../src/migrations/split.ts';
import { createDatabase, ENGINES, type TestDatabase } from '../support/databases.ts';
import { openDriver } from '../support/state.ts';

const LIMITS: Limits = { lockTimeoutMs: 2000, statementTimeoutMs: 20_000, signal: new AbortController().signal };

function row(runId: string, seq: number, kind = 'check'): JournalRow {
  return {
    runId,
    seq,
    at: `2026-01-02T03:04:05.${String(seq % 1000).padStart(3, '0')}Z`,
    stage: 'run',
    kind,
    entry: JSON.stringify({ seq, text: 'ї"\\\n' }),
  };
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Polls the server's own clock; a lease is a matter of its time, not of this process's. */
async function untilExpired(driver: Driver): Promise<void> {
  while ((await driver.lock.holder())?.expired === false);
}

describe.each(ENGINES)('the driver contract on %s', (engine) => {
  let database: TestDatabase;
  let driver: Driver;
  let other: Driver;
  const mine: Fence = { owner: 'run a', leaseMs: 60_000 };
  const theirs: Fence = { owner: 'run b', leaseMs: 60_000 };

  beforeEach(async () => {
    database = await createDatabase(engine);
    driver = await openDriver(database.url, 'a');
    other = await openDriver(database.url, 'b');
  });
  afterEach(async () => {
    await driver.close();
    await driver.close();
    await other.close();
    await database.drop();
  });

  const statement = (text: string): Statement => {
    const [first] = splitStatements(
      text,
      driver.traits.sql ??
        (() => {
          throw new Error('no SQL');
        })(),
    );
    if (first === undefined) throw new Error('no statement');
    return first;
  };

  describe('lock', () => {
    it('is nobody’s on an empty database, and reading it creates nothing', async () => {
      expect(await driver.lock.holder()).toBeNull();
      expect((await driver.inspect(LIMITS.signal)).tables).toEqual([]);
      await expect(database.query('select * from sluice_lock')).rejects.toThrow(/sluice_lock/u);
    });

    it('has one owner, who may renew and give it up; nobody else may', async () => {
      expect(await driver.lock.acquire(mine.owner, mine.leaseMs)).toEqual({ kind: 'acquired', takenOverFrom: null });
      expect(await other.lock.acquire(theirs.owner, theirs.leaseMs)).toMatchObject({
        kind: 'held',
        holder: { owner: 'run a', expired: false },
      });
      expect(await driver.lock.renew(mine)).toBe(true);
      expect(await other.lock.renew(theirs)).toBe(false);
      await other.lock.release(theirs.owner);
      expect(await other.lock.holder()).toMatchObject({ owner: 'run a' });
      await driver.lock.release(mine.owner);
      expect(await other.lock.acquire(theirs.owner, theirs.leaseMs)).toEqual({ kind: 'acquired', takenOverFrom: null });
    });

    it('is taken over once the lease has expired, and the dead owner can write nothing more', async () => {
      await driver.lock.acquire(mine.owner, 1);
      await untilExpired(other);
      expect(await other.lock.acquire(theirs.owner, theirs.leaseMs)).toMatchObject({
        kind: 'acquired',
        takenOverFrom: { owner: 'run a', expired: true },
      });
      expect(await driver.lock.renew(mine)).toBe(false);
      await expect(driver.journal.append(mine, [row('a', 1)])).rejects.toMatchObject({ code: 'LOCK_001' });
      const write = driver.apply.transaction(mine, LIMITS, async (tx) => {
        await tx.recordApplied({
          version: '1',
          name: 'n',
          checksum: 'c',
          appliedAt: '2026-01-02T03:04:05.000Z',
          durationMs: 1,
          statements: 1,
          runId: 'a',
        });
      });
      await expect(write).rejects.toMatchObject({ code: 'LOCK_001' });
      await expect(
        driver.apply.standalone(mine, LIMITS, statement('create table t (id integer)')),
      ).rejects.toMatchObject({ code: 'LOCK_001' });
      expect(await collect(driver.journal.read({}))).toEqual([]);
      expect(await driver.history.list()).toEqual([]);
      await expect(database.query('select * from t')).rejects.toThrow(/\bt\b/u);
    });
  });

  describe('journal, history and control', () => {
    beforeEach(async () => {
      await driver.lock.acquire(mine.owner, mine.leaseMs);
    });

    it('gives back what was appended, in order, more than a page of it, and restricted', async () => {
      const rows = Array.from({ length: 1201 }, (_, index) =>
        row('a', index + 1, index % 2 === 0 ? 'check' : 'control'),
      );
      for (let first = 0; first < rows.length; first += 100)
        await driver.journal.append(mine, rows.slice(first, first + 100));
      await driver.journal.append(mine, [{ ...row('b', 1), at: '2026-01-02T03:04:06.000Z' }]);
      expect(await collect(other.journal.read({ runIds: ['a'] }))).toEqual(rows);
      expect(await collect(other.journal.read({ kinds: ['control'] }))).toHaveLength(600);
      expect((await collect(other.journal.read({}))).at(-1)?.runId).toBe('b');
      expect(await collect(other.journal.read({ runIds: [] }))).toEqual([]);
    });

    it('refuses a number twice, and appends all rows or none', async () => {
      await driver.journal.append(mine, [row('a', 1)]);
      await expect(driver.journal.append(mine, [row('a', 2), row('a', 1)])).rejects.toThrow(/unique|duplicate/iu);
      expect(await collect(driver.journal.read({}))).toHaveLength(1);
    });

    it('passes requests in order and forgets them', async () => {
      await other.control.request({ runId: 'a', at: '2026-01-02T03:04:05.001Z', request: 'pause' });
      await other.control.request({ runId: 'a', at: '2026-01-02T03:04:05.002Z', request: 'resume' });
      expect((await driver.control.read('a')).map(({ request }) => request)).toEqual(['pause', 'resume']);
      expect(await driver.control.read('b')).toEqual([]);
      await driver.control.clear('a');
      expect(await driver.control.read('a')).toEqual([]);
    });

    it('commits a statement, its entries and its record together, or nothing of them', async () => {
      await driver.apply.standalone(mine, LIMITS, statement('create table t (id integer not null primary key)'));
      const applied = {
        version: '7',
        name: 'n',
        checksum: 'c',
        appliedAt: '2026-01-02T03:04:05.678Z',
        durationMs: 12,
        statements: 1,
        runId: 'a',
      };
      const failing = driver.apply.transaction(mine, LIMITS, async (tx) => {
        await tx.execute(statement('insert into t values (1)'));
        await tx.append([row('a', 1)]);
        await tx.recordApplied(applied);
        await tx.execute(statement('insert into nowhere values (1)'));
      });
      await expect(failing).rejects.toMatchObject({ code: 'SQL_001' });
      expect(await database.query('select * from t')).toEqual([]);
      expect(await collect(driver.journal.read({}))).toEqual([]);
      await driver.apply.transaction(mine, LIMITS, async (tx) => {
        expect((await tx.execute(statement('insert into t values (1), (2)'))).rows).toBe(2);
        await tx.append([row('a', 1)]);
        await tx.recordApplied(applied);
      });
      expect(await database.query('select count(*) as n from t')).toEqual([{ n: 2 }]);
      expect(await driver.history.list()).toEqual([applied]);
      await driver.apply.transaction(mine, LIMITS, (tx) => tx.removeApplied('7'));
      expect(await driver.history.list()).toEqual([]);
    });
  });

  describe('verification', () => {
    it('sees every change of a row, and none in the order of rows', async () => {
      await database.query('create table t (id integer not null primary key, a varchar(50), b varchar(50))');
      await database.query("insert into t values (1, 'x', null), (2, '', 'y'), (3, 'ї\u{1F600}', 'z')");
      const digest = async (): Promise<string> => {
        const { tables } = await driver.inspect(LIMITS.signal);
        return (await collect(driver.verify.digests(tables, LIMITS.signal)))
          .map(({ rows, checksum }) => `${String(rows)} ${checksum}`)
          .join();
      };
      const first = await digest();
      await database.query('delete from t where id = 1');
      await database.query("insert into t values (1, 'x', null)");
      expect(await digest()).toBe(first);
      const changes = [
        'update t set a = null where id = 2',
        "update t set a = 'y', b = '' where id = 2",
        "update t set b = 'N' where id = 1",
        'delete from t where id = 3',
      ];
      const seen = new Set([first]);
      for (const change of changes) {
        await database.query(change);
        seen.add(await digest());
      }
      expect(seen.size).toBe(changes.length + 1);
    });

    it('answers a rule’s query with one value, and refuses to write', async () => {
      await database.query('create table t (id integer)');
      expect(await driver.verify.scalar('select count(*) from t', LIMITS)).toBe('0');
      expect(await driver.verify.scalar('select max(id) from t', LIMITS)).toBeNull();
      await expect(driver.verify.scalar('select id from t', LIMITS)).rejects.toMatchObject({ code: 'CONF_001' });
      await expect(driver.verify.scalar('insert into t values (1) returning id', LIMITS)).rejects.toThrow(
        /read|write|RETURNING/iu,
      );
      expect(await database.query('select * from t')).toEqual([]);
    });

    it('gathers facts that are plausible, and names what it cannot know', async () => {
      const facts = await driver.probe(LIMITS.signal);
      expect(facts.serverVersionParts.length).toBeGreaterThan(0);
      expect(facts.supported.ok).toBe(true);
      expect(facts.readOnly).toBe(false);
      expect(facts.privileges.filter((privilege) => !privilege.granted)).toEqual([]);
      if (facts.serverDiskFreeBytes === null) expect(facts.unknown.map(({ fact }) => fact).join()).toMatch(/disk/iu);
    });
  });
});

describe('one checksum for all engines', () => {
  it('is the same for the same rows', async () => {
    const texts = new Set<string>();
    for (const engine of ENGINES) {
      const database = await createDatabase(engine);
      const driver = await openDriver(database.url);
      try {
        const binary = { sqlite: 'blob', mariadb: 'longblob', postgresql: 'bytea', postgresql18: 'bytea' }[engine];
        const text = engine === 'mariadb' ? 'text character set utf8mb4' : 'text';
        const bytes = engine.startsWith('postgresql') ? "'\\x00ff10'::bytea" : "x'00ff10'";
        await database.query(
          `create table t (id bigint not null primary key, t ${text}, f double precision, d decimal(20, 4), b ${binary})`,
        );
        await database.query(
          `insert into t values (1, 'a|b', 1.5, 2.5, ${bytes}), (9007199254740993, '', -0.1, 1000000, null), (-3, null, 1e21, null, null), (4, 'ї\u{1F600}', 1e-7, 0.0001, null)`,
        );
        const { tables } = await driver.inspect(LIMITS.signal);
        for (const { rows, checksum } of await collect(driver.verify.digests(tables, LIMITS.signal)))
          texts.add(`${String(rows)} ${checksum}`);
      } finally {
        await driver.close();
        await database.drop();
      }
    }
    expect([...texts]).toHaveLength(1);
  });
});
