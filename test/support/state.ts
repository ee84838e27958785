import { createHash } from 'node:crypto';
import { fingerprint } from '../../src/plan/fingerprint.ts';
import { openDatabase } from '../../src/drivers/index.ts';
import { parseDatabaseUrl } from '../../src/database-url.ts';
import { systemClock } from '../../src/clock.ts';
import type { Driver } from '../../src/driver.ts';
import { qualifiedName } from '../../src/checksum/table-name.ts';
import { temporaryDirectory } from './temporary.ts';

/** Opens a driver as the commands do. */
export async function openDriver(url: string, runId = 'test'): Promise<Driver> {
  return openDatabase(parseDatabaseUrl(url), {
    signal: new AbortController().signal,
    clock: systemClock,
    names: { schema: null, prefix: 'sluice_' },
    runId,
    connectTimeoutMs: 10_000,
    temporaryDirectory: await temporaryDirectory(),
  });
}

/** Schema and data of a database in one comparable value; Sluice's own tables are no part of it. */
export async function stateOf(
  url: string,
): Promise<{ readonly schema: string; readonly data: Readonly<Record<string, string>> }> {
  const driver = await openDriver(url);
  try {
    const { signal } = new AbortController();
    const schema = await driver.inspect(signal);
    const data: Record<string, string> = {};
    for await (const { table, rows, checksum } of driver.verify.digests(schema.tables, signal)) {
      data[qualifiedName(table)] = `${String(rows)} ${checksum}`;
    }
    return { schema: fingerprint(schema).fingerprint, data };
  } finally {
    await driver.close();
  }
}

/** {@link stateOf} as one hash. */
export async function stateHash(url: string): Promise<string> {
  return createHash('sha256')
    .update(JSON.stringify(await stateOf(url)))
    .digest('hex');
}
