/** Begins to replace a database by a dump, gives half of it, says so, and waits to be killed. */
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { systemClock } from '../../../../src/clock.ts';
import { parseDatabaseUrl } from '../../../../src/database-url.ts';
import { open } from '../../../../src/drivers/postgresql/driver.ts';
import { tmpdir } from 'node:os';

const [url = '', file = '', owner = ''] = process.argv.slice(2);
const { signal } = new AbortController();
const driver = await open(parseDatabaseUrl(url), {
  signal,
  clock: systemClock,
  names: { schema: null, prefix: 'sluice_' },
  runId: 'killed',
  connectTimeoutMs: 10_000,
  temporaryDirectory: tmpdir(),
});
const bytes = readFileSync(file);
let opened = 0;
await driver.snapshot?.replace(
  { owner, leaseMs: 60_000 },
  {
    parts: ['database.dump'],
    mode: 'full',
    open() {
      opened += 1;
      const stream = new PassThrough();
      if (opened === 1) stream.end(bytes);
      else {
        stream.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
        process.stdout.write('half\n');
      }
      return stream;
    },
  },
  { lockTimeoutMs: 20_000, statementTimeoutMs: 0, signal },
);
