import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppliedMigration, Driver, Fence, JournalRow, Limits, Statement } from '../../src/driver.ts';
import { splitStatements } from '../../src/migrations/split.ts';
import { ALL_ENGINES, createDatabase, ENGINES, type TestDatabase } from '../support/databases.ts';
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

const MINE: Fence = { owner: 'run a', leaseMs: 60_000 };
const THEIRS: Fence = { owner: 'run b', leaseMs: 60_000 };

const APPLIED: AppliedMigration = {
  version: '7',
  name: 'n',
  checksum: 'c',
  appliedAt: '2026-01-02T03:04:05.678Z',
  durationMs: 12,
  statements: 1,
  runId: 'a',
};

/** How many tables or keys of its own Sluice has made. */
async function ownThings(database: TestDatabase): Promise<number> {
  if (database.engine === 'redis') return Number((await database.query('dbsize'))[0]?.['value']);
  return database.query('select * from sluice_lock').then(
    () => 1,
    () => 0,
  );
}

describe.each(ALL_ENGINES)('the driver contract on %s', (engine) => {
  let database: TestDatabase;
  let driver: Driver;
  let other: Driver;

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

  describe('lock', () => {
    it('is nobody’s on an empty database, and reading it creates nothing', async () => {
      expect(await driver.lock.holder()).toBeNull();
      expect((await driver.inspect(LIMITS.signal)).tables).toEqual([]);
      expect(await ownThings(database)).toBe(0);
    });

    it('has one owner, who may renew and give it up; nobody else may', async () => {
      expect(await driver.lock.acquire(MINE.owner, MINE.leaseMs)).toEqual({ kind: 'acquired', takenOverFrom: null });
      expect(await other.lock.acquire(THEIRS.owner, THEIRS.leaseMs)).toMatchObject({
        kind: 'held',
        holder: { owner: 'run a', expired: false },
      });
      expect(await driver.lock.renew(MINE)).toBe(true);
      expect(await other.lock.renew(THEIRS)).toBe(false);
      await other.lock.release(THEIRS.owner);
      expect(await other.lock.holder()).toMatchObject({ owner: 'run a' });
      await driver.lock.release(MINE.owner);
      expect(await other.lock.acquire(THEIRS.owner, THEIRS.leaseMs)).toEqual({ kind: 'acquired', takenOverFrom: null });
    });

    it('is taken over once the lease has expired, and the dead owner can write nothing more', async () => {
      await driver.lock.acquire(MINE.owner, 1);
      await untilExpired(other);
      expect(await other.lock.acquire(THEIRS.owner, THEIRS.leaseMs)).toMatchObject({
        kind: 'acquired',
        takenOverFrom: { owner: 'run a', expired: true },
      });
      expect(await driver.lock.renew(MINE)).toBe(false);
      await expect(driver.journal.append(MINE, [row('a', 1)])).rejects.toMatchObject({ code: 'LOCK_001' });
      const write = driver.apply.transaction(MINE, LIMITS, (tx) => tx.recordApplied(APPLIED));
      await expect(write).rejects.toMatchObject({ code: 'LOCK_001' });
      expect(await collect(driver.journal.read({}))).toEqual([]);
      expect(await driver.history.list()).toEqual([]);
    });
  });

  describe('journal, history and control', () => {
    beforeEach(async () => {
      await driver.lock.acquire(MINE.owner, MINE.leaseMs);
    });

    it('gives back what was appended, in order, more than a page of it, and restricted', async () => {
      const rows = Array.from({ length: 1201 }, (_, index) =>
        row('a', index + 1, index % 2 === 0 ? 'check' : 'control'),
      );
      for (let first = 0; first < rows.length; first += 100)
        await driver.journal.append(MINE, rows.slice(first, first + 100));
      await driver.journal.append(MINE, [{ ...row('b', 1), at: '2026-01-02T03:04:06.000Z' }]);
      expect(await collect(other.journal.read({ runIds: ['a'] }))).toEqual(rows);
      expect(await collect(other.journal.read({ kinds: ['control'] }))).toHaveLength(600);
      expect((await collect(other.journal.read({}))).at(-1)?.runId).toBe('b');
      expect(await collect(other.journal.read({ runIds: [] }))).toEqual([]);
    });

    it('refuses a number twice, and appends all rows or none', async () => {
      await driver.journal.append(MINE, [row('a', 1)]);
      await expect(driver.journal.append(MINE, [row('a', 2), row('a', 1)])).rejects.toThrow(/unique|duplicate/iu);
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

    it('commits entries and records together, or nothing of them', async () => {
      const failing = driver.apply.transaction(MINE, LIMITS, async (tx) => {
        await tx.append([row('a', 1)]);
        await tx.recordApplied(APPLIED);
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      expect(await collect(driver.journal.read({}))).toEqual([]);
      expect(await driver.history.list()).toEqual([]);
      await driver.apply.transaction(MINE, LIMITS, async (tx) => {
        await tx.append([row('a', 1)]);
        await tx.recordApplied(APPLIED);
      });
      expect(await collect(other.journal.read({}))).toEqual([row('a', 1)]);
      expect(await other.history.list()).toEqual([APPLIED]);
      await driver.apply.transaction(MINE, LIMITS, (tx) => tx.removeApplied('7'));
      expect(await driver.history.list()).toEqual([]);
    });
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

describe.each(ENGINES)('the driver contract for statements on %s', (engine) => {
  let database: TestDatabase;
  let driver: Driver;

  beforeEach(async () => {
    database = await createDatabase(engine);
    driver = await openDriver(database.url, 'a');
  });
  afterEach(async () => {
    await driver.close();
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

  describe('apply', () => {
    it('runs no statement for a run that lost its lease', async () => {
      await driver.lock.acquire(THEIRS.owner, THEIRS.leaseMs);
      await expect(
        driver.apply.standalone(MINE, LIMITS, statement('create table t (id integer)')),
      ).rejects.toMatchObject({ code: 'LOCK_001' });
      await expect(database.query('select * from t')).rejects.toThrow(/\bt\b/u);
    });

    it('commits a statement, its entries and its record together, or nothing of them', async () => {
      await driver.lock.acquire(MINE.owner, MINE.leaseMs);
      await driver.apply.standalone(MINE, LIMITS, statement('create table t (id integer not null primary key)'));
      const failing = driver.apply.transaction(MINE, LIMITS, async (tx) => {
        await tx.execute(statement('insert into t values (1)'));
        await tx.append([row('a', 1)]);
        await tx.recordApplied(APPLIED);
        await tx.execute(statement('insert into nowhere values (1)'));
      });
      await expect(failing).rejects.toMatchObject({ code: 'SQL_001' });
      expect(await database.query('select * from t')).toEqual([]);
      expect(await collect(driver.journal.read({}))).toEqual([]);
      await driver.apply.transaction(MINE, LIMITS, async (tx) => {
        expect((await tx.execute(statement('insert into t values (1), (2)'))).rows).toBe(2);
        await tx.append([row('a', 1)]);
        await tx.recordApplied(APPLIED);
      });
      expect(await database.query('select count(*) as n from t')).toEqual([{ n: 2 }]);
      expect(await driver.history.list()).toEqual([APPLIED]);
      await driver.apply.transaction(MINE, LIMITS, (tx) => tx.removeApplied('7'));
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
