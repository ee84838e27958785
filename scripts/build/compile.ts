import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { runNode } from './run.ts';

/**
 * Compiles the entry and all that it imports to JavaScript in `out`, laid out as below `src/`.
 * Types are stripped, not checked: `npm run types` does that, and a build stays quick.
 */
export async function compile(root: string, entry: string, out: string): Promise<void> {
  const config = join(out, '..', 'tsconfig.json');
  const fromConfig = (path: string): string => relative(join(out, '..'), path).split(sep).join('/');
  await mkdir(out, { recursive: true });
  await writeFile(
    config,
    JSON.stringify({
      extends: fromConfig(join(root, 'tsconfig.json')),
      compilerOptions: {
        noEmit: false,
        noCheck: true,
        allowImportingTsExtensions: false,
        rootDir: fromConfig(join(root, 'src')),
        outDir: fromConfig(out),
        newLine: 'lf',
        typeRoots: [fromConfig(join(root, 'node_modules/@types'))],
      },
      files: [fromConfig(entry)],
      include: [],
    }),
  );
  await runNode([join(root, 'node_modules/typescript/bin/tsc'), '-p', config], root);
}
