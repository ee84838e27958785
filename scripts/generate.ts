/**
 * Writes what is generated from the tables of src/interface and the schema of src/config: the
 * metadata of the actions, the JSON Schema of `sluice.yml`, and the tables in README.md and docs/; and from
 * examples/workflows the module that `sluice init` writes them from.
 * With `--check` it writes nothing and fails when a file is stale.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { generatedFiles } from './generate/files.ts';

const root = join(import.meta.dirname, '..');

function read(path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const pages = globSync(['README.md', 'docs/**/*.md'], { cwd: root }).map((path) => path.replaceAll(sep, '/'));
const stale = [...generatedFiles(read, pages)].filter(([path, text]) => read(path) !== text);
const check = process.argv.includes('--check');
for (const [path, text] of stale) {
  process.stdout.write(`${check ? 'stale' : 'written'}: ${path}\n`);
  if (check) continue;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
if (check && stale.length > 0) {
  process.stdout.write('Run `npm run generate`.\n');
  process.exitCode = 1;
}
