import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runNode } from './run.ts';

/**
 * Bundles compiled JavaScript with everything it imports into ESM: `index.js`, one chunk for each
 * dynamic import, the native prebuilds, and `licenses.txt`. Runs from the project's root, so that
 * no path in the result says where the project lies.
 */
export async function bundle(root: string, entry: string, out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await runNode(
    [
      join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js'),
      'build',
      relative(root, entry),
      '--out',
      relative(root, out),
      '--license',
      'licenses.txt',
      '--target',
      'es2022',
      '--no-cache',
      '--quiet',
    ],
    root,
  );
}
