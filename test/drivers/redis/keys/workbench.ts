import { Redis } from 'ioredis';
import { systemClock } from '../../../../src/clock.ts';
import { parseDatabaseUrl } from '../../../../src/database-url.ts';
import type { Driver, Fence, KeyChange, KeyGroup, KeyTransform, KeyValue, Limits } from '../../../../src/driver.ts';
import { openDatabase } from '../../../../src/drivers/index.ts';
import { createDatabase } from '../../../support/databases.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';

/** A server, a client of it as an application has it, and the driver that owns the lock. */
export interface Workbench {
  readonly url: string;
  readonly redis: Redis;
  readonly driver: Driver;
  readonly keys: KeyGroup;
  readonly fence: Fence;
  readonly limits: Limits;
  /** Ends the connections; the server ends with the test file. */
  close(): Promise<void>;
}

/** Opens the driver as a run does. */
export async function openDriver(url: string, runId = 'run-1'): Promise<Driver> {
  return openDatabase(parseDatabaseUrl(url), {
    signal: new AbortController().signal,
    clock: systemClock,
    names: { schema: null, prefix: 'sluice_' },
    runId,
    connectTimeoutMs: 15_000,
    temporaryDirectory: await temporaryDirectory(),
  });
}

/** A client as an application has it. */
export function clientOf(url: string): Redis {
  return new Redis(url, { retryStrategy: null, disconnectTimeout: 50, protocol: 2 });
}

/** A server of its own, with everything that works on its keys. */
export async function workbench(): Promise<Workbench> {
  const database = await createDatabase('redis');
  const redis = clientOf(database.url);
  const driver = await openDriver(database.url);
  const close = async (): Promise<void> => {
    redis.disconnect();
    await driver.close();
  };
  const fence = { owner: 'run-1', leaseMs: 600_000 };
  await driver.lock.acquire(fence.owner, fence.leaseMs);
  const { keys } = driver;
  if (keys === undefined) throw new Error('the driver changes no keys');
  const limits = { lockTimeoutMs: 0, statementTimeoutMs: 0, signal: new AbortController().signal };
  return { url: database.url, redis, driver, keys, fence, limits, close };
}

/** A transform whose function returns a value, or what is to become of the key. */
export function transformOf(
  change: (value: never, key: string | Buffer) => unknown,
  options: Partial<Omit<KeyTransform, 'change'>> = {},
): KeyTransform {
  return {
    id: '1:up',
    match: '*',
    type: null,
    batchSize: null,
    ...options,
    change: async (value, key) => {
      const result = await change(value as never, key);
      const isChange = typeof result === 'object' && result !== null && 'kind' in result;
      return isChange ? (result as KeyChange) : { kind: 'set', value: result as KeyValue };
    },
  };
}

/** For transforms that nobody watches. */
export const unwatched = (): Promise<void> => Promise.resolve();
