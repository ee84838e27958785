import { systemClock } from '../../../src/clock.ts';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import type { Driver, Limits, OpenOptions } from '../../../src/driver.ts';
import { open } from '../../../src/drivers/redis/driver.ts';
import { connector } from '../../../src/drivers/redis/connect.ts';
import { Links } from '../../../src/drivers/redis/link.ts';
import { serverName } from '../../../src/drivers/redis/server-name.ts';
import { SluiceError } from '../../../src/errors.ts';

export const { signal: NEVER } = new AbortController();

export const LIMITS: Limits = { lockTimeoutMs: 2000, statementTimeoutMs: 20_000, signal: NEVER };

/** Opens a driver as a run would. */
export function openAt(url: string, options: Partial<OpenOptions> = {}): Promise<Driver> {
  return open(parseDatabaseUrl(url), {
    signal: NEVER,
    clock: systemClock,
    names: { schema: null, prefix: 'sluice_' },
    runId: 'test',
    connectTimeoutMs: 20_000,
    temporaryDirectory: '/nowhere',
    ...options,
  });
}

/** Links without a driver around them. */
export function linksTo(url: string): Links {
  const parsed = parseDatabaseUrl(url);
  return new Links(connector(parsed, { connectTimeoutMs: 20_000 }), serverName(parsed));
}

/** The expected failure of a promise. */
export async function failureOf(promise: Promise<unknown>): Promise<SluiceError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Everything that an error says, with its causes. */
export function allOf(error: SluiceError): string {
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) causes.push(cause.message);
  return [error.message, error.fix, JSON.stringify(error.details), ...causes].join('\n');
}

/** Asks until it holds; fails after half a minute. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = systemClock.monotonic() + 30_000;
  while (!(await holds())) {
    if (systemClock.monotonic() > end) throw new Error('It did not come about.');
    await systemClock.sleep(10);
  }
}
