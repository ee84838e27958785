/**
 * A run in a process of its own, to be killed: `node child.ts <url> <statement>` opens the database, takes the
 * run lock and runs the statement; `node child.ts <url> --replace <folder>` restores the dump in the folder.
 */
import { createReadStream, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/clock.ts';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import { open } from '../../../src/drivers/mysql/driver.ts';

const [url = '', what = '', folder = ''] = process.argv.slice(2);
const signal = new AbortController().signal;
const driver = await open(parseDatabaseUrl(url), {
  signal,
  clock: systemClock,
  names: { schema: null, prefix: 'sluice_' },
  runId: 'doomed',
  connectTimeoutMs: 10_000,
  temporaryDirectory: process.env['SLUICE_TEST_ROOT'] ?? tmpdir(),
});
const fence = { owner: 'doomed', leaseMs: 1_000 };
const limits = { lockTimeoutMs: 600_000, statementTimeoutMs: 0, signal };
await driver.lock.acquire(fence.owner, fence.leaseMs);
process.stdout.write('ready\n');
if (what === '--replace') {
  const source = {
    mode: 'full' as const,
    parts: readdirSync(folder),
    open: (part: string) => createReadStream(join(folder, part)),
  };
  await driver.snapshot?.replace(fence, source, limits);
} else {
  await driver.apply.standalone(fence, limits, { index: 0, line: 1, text: what, hash: '' });
}
process.stdout.write('done\n');
await driver.close();
