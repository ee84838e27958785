/** Fails when `dist/` is not what its sources build to: `npm run check:dist`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from './build.ts';
import { compareFolders } from './build/compare.ts';

const committed = resolve(process.argv[2] ?? join(import.meta.dirname, '../dist'));
const temporary = await mkdtemp(join(tmpdir(), 'sluice-dist-'));
try {
  const built = join(temporary, 'dist');
  await build(built);
  const differences = await compareFolders(committed, built);
  if (differences.length === 0) {
    console.log('dist/ is what its sources build to.');
  } else {
    console.error('dist/ is stale. Run `npm run build` and commit the result. Differences:');
    for (const { path, difference } of differences) console.error(`  ${difference}: ${path}`);
    process.exitCode = 1;
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}
