import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The program that `bin` of package.json names; the only stub that a shell starts. */
const COMMAND_LINE = 'cli';

/** The text of `dist/<name>.js`. */
export function stub(name: string): string {
  const shebang = name === COMMAND_LINE ? '#!/usr/bin/env node\n' : '';
  return `${shebang}import { start } from './sluice/index.js';\n\nawait start('${name}');\n`;
}

/** Writes one stub for each entry, and the package.json that makes Node read them as ES modules. */
export async function writeStubs(folder: string, names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of names) await writeFile(join(folder, `${name}.js`), stub(name));
  if (names.includes(COMMAND_LINE)) await chmod(join(folder, `${COMMAND_LINE}.js`), 0o755);
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({ type: 'module' }, null, 2)}\n`);
}
