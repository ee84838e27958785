import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemClock } from '../../../src/clock.ts';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import type { Driver, Fence, JournalRow, Limits, Statement, TableDigest } from '../../../src/driver.ts';
import { open } from '../../../src/drivers/sqlite/driver.ts';
import { SluiceError } from '../../../src/errors.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** A database file of one test, with a driver on it. */
export interface Fixture {
  readonly folder: string;
  readonly path: string;
  readonly driver: Driver;
}

export const FENCE: Fence = { owner: 'owner', leaseMs: 60_000 };

/** Limits that a test only reaches when something is wrong. */
export const LIMITS: Limits = { lockTimeoutMs: 5_000, statementTimeoutMs: 0, signal: new AbortController().signal };

export const SIGNAL = LIMITS.signal;

/** Opens a driver as a run does. */
export function openDriver(path: string, temporary: string, prefix = 'sluice_'): Promise<Driver> {
  return open(parseDatabaseUrl(`sqlite:${path}`), {
    signal: SIGNAL,
    clock: systemClock,
    names: { schema: null, prefix },
    runId: 'run-1',
    connectTimeoutMs: 5_000,
    temporaryDirectory: temporary,
  });
}

/** A new database, made by `sql`; the driver has the run lock unless `lock` is false. */
export async function createFixture(sql = '', { lock = true, name = 'app.db' } = {}): Promise<Fixture> {
  const folder = await temporaryDirectory();
  const path = join(folder, name);
  execute(path, sql);
  const driver = await openDriver(path, folder);
  if (lock) await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
  return { folder, path, driver };
}

/** Runs SQL on a connection of its own, past Sluice. */
export function execute(path: string, sql: string): void {
  const database = new Database(path);
  database.pragma('foreign_keys = off');
  database.exec(sql);
  database.close();
}

/** The rows of a query on a connection of its own. */
export function rows(path: string, sql: string): unknown[] {
  const database = new Database(path);
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** A statement as the splitter makes it. */
export function statement(text: string, index = 0): Statement {
  return { index, line: index + 1, text, hash: createHash('sha256').update(text).digest('hex') };
}

export function journalRow(seq: number, entry = '{}'): JournalRow {
  return { runId: 'run-1', seq, at: '2026-01-02T03:04:05.678Z', stage: 'run', kind: 'note', entry };
}

/** Applies statements in one transaction. */
export function apply(driver: Driver, texts: readonly string[], limits: Limits = LIMITS): Promise<void> {
  return driver.apply.transaction(FENCE, limits, async (tx) => {
    for (const [index, text] of texts.entries()) await tx.execute(statement(text, index));
  });
}

export async function digestsOf(driver: Driver, tables?: readonly string[]): Promise<readonly TableDigest[]> {
  const names = tables?.map((name) => ({ name })) ?? (await driver.inspect(SIGNAL)).tables;
  return collect(driver.verify.digests(names, SIGNAL));
}

/** All that a loop would see. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The expected failure that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<SluiceError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A statement that runs far longer than any test. */
export const ENDLESS =
  'with recursive n (i) as (select 1 union all select i + 1 from n where i < 1e12) select max(i) from n';

/** Writes 200,000 rows into `a`, more than fit into its cache, and then goes on for ever. */
export const SPILLING = [
  'pragma cache_size = 10',
  `insert into a with recursive n (i) as (select 1 union all select i + 1 from n where i < 1e12)
   select i from n where i < 200000`,
] as const;

/** The living processes that a process has started; empty where there is no /proc. */
export function childrenOf(parent: number): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}
