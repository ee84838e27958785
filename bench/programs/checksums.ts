/**
 * The checksum pass alone: `node checksums.ts <database URL>` digests every table of one snapshot, as a backup does.
 */
import { tmpdir } from 'node:os';
import { systemClock } from '../../src/clock.ts';
import { parseDatabaseUrl } from '../../src/database-url.ts';
import { openDatabase } from '../../src/drivers/index.ts';

const { signal } = new AbortController();
const url = parseDatabaseUrl(process.argv[2] ?? '');
const driver = await openDatabase(url, {
  signal,
  clock: systemClock,
  names: { schema: null, prefix: 'sluice_' },
  runId: 'bench',
  connectTimeoutMs: 20_000,
  temporaryDirectory: tmpdir(),
});
try {
  const { tables } = await driver.inspect(signal);
  for await (const { table, rows, checksum } of driver.verify.digests(tables, signal)) {
    console.log(table.name, rows, checksum);
  }
} finally {
  await driver.close();
}
