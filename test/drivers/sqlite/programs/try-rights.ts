/**
 * What an account without privileges may do with a database: `node try-rights.ts <path> <temporary folder>`. Prints
 * JSON.
 */
import type { Driver } from '../../../../src/driver.ts';
import { SluiceError } from '../../../../src/errors.ts';
import { digestsOf, openDriver, SIGNAL } from '../fixture.ts';

const NOBODY = 65_534;
const [path, temporary] = process.argv.slice(2) as [string, string];

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof SluiceError ? error.code : String(error);
  }
}

async function look(driver: Driver): Promise<object> {
  const facts = await driver.probe(SIGNAL);
  return {
    readOnly: facts.readOnly,
    privileges: Object.fromEntries(facts.privileges.map(({ name, granted }) => [name, granted])),
    tables: (await driver.inspect(SIGNAL)).tables.map(({ name }) => name),
    rows: (await digestsOf(driver))[0]?.rows,
    write: await codeOf(driver.lock.acquire('me', 1000)),
  };
}

if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
let driver: Driver | undefined;
const opening = openDriver(path, temporary).then((opened) => {
  driver = opened;
});
const opened = await codeOf(opening);
process.stdout.write(JSON.stringify(driver === undefined ? { open: opened } : await look(driver)));
await driver?.close();
