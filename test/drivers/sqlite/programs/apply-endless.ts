/** Runs a statement without end in a transaction: `node apply-endless.ts <path>`. */
import { dirname } from 'node:path';
import { apply, FENCE, openDriver, SPILLING } from '../fixture.ts';

const [path] = process.argv.slice(2) as [string];
const driver = await openDriver(path, dirname(path));
await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
await apply(driver, SPILLING);
