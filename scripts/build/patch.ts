import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of CommonJS that some packages use and that an ES module does not have. */
const SHIM = `import { createRequire as __sluiceCreateRequire } from 'node:module';
import { fileURLToPath as __sluiceFileURLToPath } from 'node:url';
const require = __sluiceCreateRequire(import.meta.url);
const __filename = __sluiceFileURLToPath(import.meta.url);
const __dirname = __sluiceFileURLToPath(new URL('.', import.meta.url)).slice(0, -1);
`;
const NEEDS_SHIM = /\b__(?:dirname|filename)\b|eval\("require"\)/;

/** What the bundler puts in place of a module that it did not find. */
const LEFT_OUT = /eval\("require"\)\("([^"]+)"\)/g;
/** Packages that others use when they happen to be installed, and do without otherwise. */
const OPTIONAL = new Set(['pg-native', 'cardinal']);

/**
 * Gives a chunk the names of CommonJS where it mentions them.
 *
 * @throws Error when a module was not found at build time and would be missed at run time
 */
export function patchChunk(name: string, code: string): string {
  const missing = [...code.matchAll(LEFT_OUT)].flatMap(([, module = '']) => (OPTIONAL.has(module) ? [] : [module]));
  if (missing.length > 0) throw new Error(`${name}: not found while bundling: ${missing.join(', ')}`);
  return NEEDS_SHIM.test(code) ? SHIM + code : code;
}

/** Paths of this machine, which would make every machine build other bytes. */
function machinePaths(root: string): readonly string[] {
  return [root, ...['HOME', 'USERPROFILE'].flatMap((name) => process.env[name] ?? [])].filter(
    (path) => path.length > 1,
  );
}

/**
 * Patches every chunk in the folder.
 *
 * @throws Error when a module is missing, or a chunk says where it was built
 */
export async function patchChunks(folder: string, root: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.js')) continue;
    const path = join(folder, name);
    const patched = patchChunk(name, await readFile(path, 'utf8'));
    const told = machinePaths(root).find((place) => patched.includes(place));
    if (told !== undefined) throw new Error(`${name}: holds the path ${told}`);
    await writeFile(path, patched);
  }
}
