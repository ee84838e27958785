/**
 * Where the worker's script and the native library lie. From source they are where npm put them; in
 * the bundle they lie beside it or one folder up, where the stubs are.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HERE = import.meta.url;
const IS_SOURCE = HERE.endsWith('.ts');

function besideBundle(name: string): string | undefined {
  return [`./${name}`, `../${name}`].map((path) => fileURLToPath(new URL(path, HERE))).find((path) => existsSync(path));
}

/** Path of the script that a worker runs. */
export function workerScript(): string {
  if (IS_SOURCE) return fileURLToPath(new URL('../../entries/sqlite-worker.ts', HERE));
  const script = besideBundle('sqlite-worker.js');
  if (script === undefined) throw new Error(`sqlite-worker.js is missing beside ${fileURLToPath(HERE)}`);
  return script;
}

/** Alpine and the like run another C library, for which there is a build of its own. */
function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return readFileSync('/proc/self/maps', 'latin1').includes('/ld-musl-');
  } catch {
    return false;
  }
}

/** Path of the native library that came with the bundle; undefined = better-sqlite3 finds its own. */
export function nativeBinding(): string | undefined {
  if (IS_SOURCE) return undefined;
  const platform = isMusl() ? 'linuxmusl' : process.platform;
  return besideBundle(`prebuilds/${platform}-${process.arch}.node`);
}
