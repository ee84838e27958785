/** Uses every connection of a driver and closes none: `node leave-open.ts <path>`. */
import { dirname } from 'node:path';
import { apply, digestsOf, FENCE, openDriver } from '../fixture.ts';

const [path] = process.argv.slice(2) as [string];
const driver = await openDriver(path, dirname(path));
await driver.lock.acquire(FENCE.owner, FENCE.leaseMs);
await apply(driver, ['create table a (b)']);
await digestsOf(driver);
