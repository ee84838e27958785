import { createHash } from 'node:crypto';
import { systemClock } from '../../../src/clock.ts';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import type { Driver, Fence, Limits, OpenOptions, Statement, Transaction } from '../../../src/driver.ts';
import { open } from '../../../src/drivers/postgresql/driver.ts';
import type { SluiceError } from '../../../src/errors.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** The servers that the driver is tested on. */
export const SERVERS = ['postgresql', 'postgresql18'] as const;

export const NEVER: AbortSignal = new AbortController().signal;

/** Generous: no test waits for them unless it says so. */
export const LIMITS: Limits = { lockTimeoutMs: 20_000, statementTimeoutMs: 50_000, signal: NEVER };

export const FENCE: Fence = { owner: 'test-run', leaseMs: 60_000 };

let runs = 0;

/** Opens a driver with options that suit tests. */
export async function openDriver(url: string, options: Partial<OpenOptions> = {}): Promise<Driver> {
  runs += 1;
  return open(parseDatabaseUrl(url), {
    signal: NEVER,
    clock: systemClock,
    names: { schema: null, prefix: 'sluice_' },
    runId: `run-${String(process.pid)}-${String(runs)}`,
    connectTimeoutMs: 10_000,
    temporaryDirectory: await temporaryDirectory(),
    ...options,
  });
}

/** A new database with a driver on it. */
export interface Fixture {
  readonly database: TestDatabase;
  readonly driver: Driver;
  /** Another driver on the same database; closed with the fixture. */
  another(options?: Partial<OpenOptions>, url?: string): Promise<Driver>;
  /** One statement in a transaction of its own. */
  apply(text: string, limits?: Partial<Limits>): Promise<unknown>;
  drop(): Promise<void>;
}

/** Makes a database and a driver; with `lock` it holds the run lock as {@link FENCE}'s owner. */
export async function createFixture(server: (typeof SERVERS)[number], { lock = true } = {}): Promise<Fixture> {
  const database = await createDatabase(server);
  const driver = await openDriver(database.url);
  if (lock) await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
  const drivers = [driver];
  return {
    database,
    driver,
    async another(options, url = database.url) {
      const one = await openDriver(url, options);
      drivers.push(one);
      return one;
    },
    apply: (text, limits) =>
      driver.apply.transaction(FENCE, { ...LIMITS, ...limits }, (tx) => tx.execute(statement(text))),
    async drop() {
      await Promise.all(drivers.map((one) => one.close()));
      await database.drop();
    },
  };
}

/** A statement as the splitter makes it. */
export function statement(text: string, place: Partial<Statement> = {}): Statement {
  return { index: 0, line: 1, text, hash: createHash('sha256').update(text).digest('hex'), ...place };
}

/** Runs several statements one after the other. */
export async function executeAll(tx: Transaction, ...texts: readonly string[]): Promise<void> {
  for (const [index, text] of texts.entries()) await tx.execute(statement(text, { index, line: index + 1 }));
}

/** The failure that a promise ends with. */
export async function failure(work: Promise<unknown>): Promise<SluiceError> {
  try {
    await work;
  } catch (error) {
    return error as SluiceError;
  }
  throw new Error('It did not fail.');
}

/** Asks again until the answer is no longer null; ends with the test's patience, not with a guess at how long it takes. */
export async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + 50_000;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > deadline) throw new Error(`It never came true: ${String(ask)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Asks the server until the only row of the query has a column that is not 0. */
export async function untilCounted(database: TestDatabase, sql: string): Promise<void> {
  await until(async () => (Object.values((await database.query(sql))[0] ?? {})[0] === 0 ? null : true));
}
