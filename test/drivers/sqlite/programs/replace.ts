/** Replaces a database by a dump: `node replace.ts <path> <dump>`. */
import { createReadStream } from 'node:fs';
import { dirname } from 'node:path';
import { FENCE, LIMITS, openDriver } from '../fixture.ts';

const [path, dump] = process.argv.slice(2) as [string, string];
const driver = await openDriver(path, dirname(path));
await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
await driver.snapshot?.replace(
  FENCE,
  { parts: ['database.sqlite'], mode: 'full', open: () => createReadStream(dump) },
  LIMITS,
);
await driver.close();
process.stdout.write('replaced\n');
