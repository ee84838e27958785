import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from '../../scripts/build.ts';
import { ROOT } from './process.ts';

/** What a bundle is made of. */
const SOURCES = [
  'src',
  'scripts/build',
  'scripts/build.ts',
  'package-lock.json',
  'tsconfig.json',
  'actions',
  'action.yml',
];
const PREFIX = 'sluice-bundle-';
/** Bundles of older sources are removed once nobody can be running them any more. */
const STALE_MS = 60 * 60_000;

async function filesOf(path: string): Promise<readonly string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function sourceHash(): Promise<string> {
  const files = (await Promise.all(SOURCES.map((source) => filesOf(join(ROOT, source))))).flat();
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(`${relative(ROOT, file)}\0`).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function removeStale(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(tmpdir(), name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}

/**
 * A folder with `dist/`, `actions/` and `action.yml` as a runner checks them out, built from the present sources and far
 * from any `node_modules`. Built once for each state of the sources; later runs find it again. Never write into it.
 */
export async function builtBundle(): Promise<string> {
  const finished = join(tmpdir(), `${PREFIX}${await sourceHash()}`);
  const isThere = (): Promise<boolean> =>
    stat(finished).then(
      () => true,
      () => false,
    );
  if (await isThere()) return finished;
  await removeStale();
  const work = await mkdtemp(join(tmpdir(), `${PREFIX}work-`));
  try {
    await build(join(work, 'dist'));
    await mkdir(join(work, 'actions'));
    await cp(join(ROOT, 'actions'), join(work, 'actions'), { recursive: true });
    await cp(join(ROOT, 'action.yml'), join(work, 'action.yml'));
    // Another worker may have been faster; then its bundle is as good.
    await rename(work, finished).catch(async (error: unknown) => {
      if (!(await isThere())) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return finished;
}
