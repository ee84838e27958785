import { createHash } from 'node:crypto';
import type { Driver, Fence, Limits, Statement } from '../../src/driver.ts';
import { SluiceError } from '../../src/errors.ts';
import type { Entry } from '../../src/journal/entries.ts';
import { Journal, type JournalObserver } from '../../src/journal/journal.ts';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import { openDriver } from '../support/state.ts';
import { ManualClock } from './manual-clock.ts';

export const FENCE: Fence = { owner: 'tester', leaseMs: 600_000 };

/** Limits that a test only reaches when something is wrong. */
export const LIMITS: Limits = { lockTimeoutMs: 5_000, statementTimeoutMs: 0, signal: new AbortController().signal };

/** A SQLite database with an open driver that holds the run lock, and a journal in it. */
export interface JournalFixture {
  readonly database: TestDatabase;
  readonly driver: Driver;
  readonly clock: ManualClock;
  /** A journal of a run. */
  journal(runId?: string, observers?: readonly JournalObserver[]): Journal;
  /** What is in the journal table, past Sluice: `run seq stage kind`, in order. */
  rows(): Promise<readonly string[]>;
  /** Empties Sluice's tables; the lock is the tester's again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function openFixture(): Promise<JournalFixture> {
  const database = await createDatabase('sqlite');
  const driver = await openDriver(database.url);
  await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
  const clock = new ManualClock();
  return {
    database,
    driver,
    clock,
    journal: (runId = 'run-1', observers = []) =>
      new Journal(runId, (rows) => driver.journal.append(FENCE, rows), clock, observers),
    async rows() {
      const found = await database.query('select run_id, seq, stage, kind from sluice_journal order by run_id, seq');
      return found.map((row) => [row['run_id'], row['seq'], row['stage'], row['kind']].join(' '));
    },
    async reset() {
      for (const table of ['journal', 'control', 'lock']) await database.query(`delete from sluice_${table}`);
      await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
    },
    async close() {
      await driver.close();
      await database.drop();
    },
  };
}

/** A statement as the splitter makes it. */
export function statement(text: string, index = 0): Statement {
  return { index, line: index + 1, text, hash: createHash('sha256').update(text).digest('hex') };
}

export function runStarted(command = 'migrate'): Entry {
  return { kind: 'run-started', command, environment: null, owner: 'tester', sluiceVersion: '0.0.0' };
}

export function runFinished(status: Extract<Entry, { kind: 'run-finished' }>['status']): Entry {
  return { kind: 'run-finished', status, errorCode: null, schemaFingerprint: null };
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
