/**
 * Builds `dist/`: one shared bundle in `dist/sluice/`, and a stub for each action and for the command
 * line. `npm run build` writes `dist/`; `npm run check:dist` builds elsewhere and compares.
 */
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { entryNames } from '../src/entries/main.ts';
import { bundle } from './build/bundle.ts';
import { compile } from './build/compile.ts';
import { withLock } from './build/lock.ts';
import { patchChunks } from './build/patch.ts';
import { writeStubs } from './build/stubs.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Replaces a folder by another in one step, so that nobody sees half of it. */
async function putInPlace(finished: string, destination: string): Promise<void> {
  await mkdir(dirname(destination), { recursive: true });
  const staged = join(dirname(destination), `.${basename(destination)}.${String(process.pid)}`);
  await rm(staged, { recursive: true, force: true });
  await cp(finished, staged, { recursive: true });
  await rm(destination, { recursive: true, force: true });
  await rename(staged, destination);
}

/** Builds the bundle and its stubs into `destination`, which is replaced. The same sources give the same bytes. */
export async function build(destination: string): Promise<void> {
  const work = join(ROOT, 'build');
  await mkdir(work, { recursive: true });
  await withLock(join(work, 'lock'), async () => {
    const compiled = join(work, 'js');
    const finished = join(work, 'dist');
    const chunks = join(finished, 'sluice');
    await rm(compiled, { recursive: true, force: true });
    await rm(finished, { recursive: true, force: true });
    await compile(ROOT, join(ROOT, 'src/entries/main.ts'), compiled);
    await bundle(ROOT, join(compiled, 'entries/main.js'), chunks);
    await patchChunks(chunks, ROOT);
    await rename(join(chunks, 'licenses.txt'), join(finished, 'licenses.txt'));
    await rm(join(chunks, 'package.json'));
    await writeStubs(finished, entryNames);
    await putInPlace(finished, destination);
  });
}

if (import.meta.main) {
  const destination = resolve(process.argv[2] ?? join(ROOT, 'dist'));
  await build(destination);
  console.log(`Built ${destination}.`);
}
