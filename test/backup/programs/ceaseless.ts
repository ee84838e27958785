/** Takes one small backup after the other in the folder of the first argument, checks it, and prints a line a step. */
import { randomBytes } from 'node:crypto';
import { pruneBackups } from '../../../src/backup/catalog.ts';
import { recordChecksum } from '../../../src/backup/verify.ts';
import { backUp } from '../streams.ts';

const directory = process.argv[2] ?? '';

function* chunks(): Generator<Buffer> {
  for (let chunk = 0; chunk < 3; chunk += 1) {
    process.stdout.write('step\n');
    yield randomBytes(16 * 1024);
  }
}

for (;;) {
  const backup = await backUp(directory, { one: chunks(), two: chunks() });
  process.stdout.write('step\n');
  await recordChecksum(backup);
  process.stdout.write('step\n');
  await pruneBackups(directory, 3, []);
  process.stdout.write('step\n');
}
