/** Begins a backup in the folder of the first argument, writes some of it to disk, and stays like that. */
import { randomBytes } from 'node:crypto';
import { backUp } from '../streams.ts';

async function* stalling(): AsyncGenerator<Buffer> {
  for (let chunk = 0; chunk < 64; chunk += 1) yield randomBytes(64 * 1024);
  process.stdout.write('stalled\n');
  await new Promise(() => setInterval(() => {}, 60_000));
}

await backUp(process.argv[2] ?? '', { whole: [Buffer.from('whole')], half: stalling() });
