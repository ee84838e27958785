import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { systemClock } from '../../../src/clock.ts';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import type { Driver, Fence, Limits, OpenOptions, Statement } from '../../../src/driver.ts';
import { SluiceError } from '../../../src/errors.ts';
import { open } from '../../../src/drivers/mysql/driver.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import type { CreateOptions } from '../../support/databases/test-database.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const opened: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

/** A new database that goes with the test file. */
export async function newDatabase(options: CreateOptions = {}): Promise<TestDatabase> {
  const database = await createDatabase('mariadb', options);
  // A server of the test's own takes its databases with it.
  if (options.server === undefined) opened.push(() => database.drop());
  return database;
}

/** Opens a database as a run would; closed with the test file. */
export async function openDriver(url: string, options: Partial<OpenOptions> = {}): Promise<Driver> {
  const driver = await open(parseDatabaseUrl(url), {
    signal: new AbortController().signal,
    clock: systemClock,
    names: { schema: null, prefix: 'sluice_' },
    runId: 'test-run',
    connectTimeoutMs: 10_000,
    temporaryDirectory: await temporaryDirectory(),
    ...options,
  });
  opened.push(() => driver.close());
  return driver;
}

/** A statement of a migration. */
export function statement(text: string, index = 0): Statement {
  return { index, line: index + 1, text, hash: createHash('sha256').update(text).digest('hex') };
}

/** Limits that no test comes near, unless it says so. */
export function limits(changed: Partial<Limits> = {}): Limits {
  return { lockTimeoutMs: 20_000, statementTimeoutMs: 0, signal: new AbortController().signal, ...changed };
}

/** Takes the run lock. */
export async function fenceOf(driver: Driver, owner = 'owner'): Promise<Fence> {
  const fence: Fence = { owner, leaseMs: 60_000 };
  const attempt = await driver.lock.acquire(owner, fence.leaseMs);
  if (attempt.kind !== 'acquired') throw new Error('The run lock is held.');
  return fence;
}

/** The SluiceError that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<SluiceError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** InnoDB shows its transactions as they were when nobody had looked for a tenth of a second. */
export const TRANSACTIONS_SETTLE_MS = 150;

/** Asks until the answer is not empty, with a pause between the questions; fails after half a minute. */
export async function until<T>(ask: () => Promise<readonly T[]>, pauseMs = 0): Promise<readonly T[]> {
  const end = performance.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer.length > 0) return answer;
    // Even no pause has to let everything else happen: the answer may have come without I/O.
    await setTimeout(pauseMs);
    if (performance.now() > end) throw new Error('It did not come about.');
  }
}

/** Asks until there is nothing left. */
export async function untilGone(ask: () => Promise<readonly unknown[]>): Promise<void> {
  await until(async () => ((await ask()).length === 0 ? [true] : []));
}
