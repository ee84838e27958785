/** One attempt to take the run lock: `node acquire.ts <path> <owner>`. Prints what came of it. */
import { dirname } from 'node:path';
import { openDriver } from '../fixture.ts';

const [path, owner] = process.argv.slice(2) as [string, string];
const driver = await openDriver(path, dirname(path));
const attempt = await driver.lock.acquire(owner, 60_000);
await driver.close();
process.stdout.write(`${JSON.stringify(attempt)}\n`);
