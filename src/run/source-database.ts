import { tmpdir } from 'node:os';
import type { Baseline } from '../checks/validation/context.ts';
import { parseDatabaseUrl, secretsOf } from '../database-url.ts';
import { openDatabase } from '../drivers/index.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { digestTables } from '../stages/rollback-point.ts';
import { CONNECT_TIMEOUT_MS, type Execution } from './execution.ts';

/** Reads a second database as the baseline to compare with. */
export async function openSource({ context, target, runId }: Execution, url: string): Promise<Baseline> {
  context.redactor.register(...secretsOf(url));
  const { schema, prefix } = target.config.migrations;
  const driver = await openDatabase(parseDatabaseUrl(url), {
    signal: context.signal,
    clock: context.clock,
    names: { schema, prefix },
    runId,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    temporaryDirectory: context.env['RUNNER_TEMP'] ?? tmpdir(),
  });
  try {
    const source = await driver.inspect(context.signal);
    return {
      name: 'the source database',
      tables: await digestTables(driver, source, context.signal),
      objects: fingerprint(source).objects,
      performance: {},
    };
  } finally {
    await driver.close();
  }
}
