import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Scaffold } from '../../../src/run/init/scaffold.ts';
import { runHosted } from '../../support/cli-host.ts';
import { environmentOf, type ProcessResult } from '../../support/process.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** A repository that Sluice has not seen yet. */
export interface Checkout {
  readonly directory: string;
  /** Runs `sluice init` in it, with these variables and no other database. */
  init(env?: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<ProcessResult>;
  /** The same with `--json`, where it must work. */
  initJson(env?: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Scaffold>;
  read(path: string): Promise<string>;
  /** Every file outside `.git`, with its text. */
  files(): Promise<Readonly<Record<string, string>>>;
}

/** A new checkout with these files. */
export async function checkoutOf(files: Readonly<Record<string, string>> = {}): Promise<Checkout> {
  const directory = await temporaryDirectory();
  for (const [path, text] of Object.entries({ '.git/config': '', ...files })) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  const init: Checkout['init'] = (env = {}, ...args) =>
    runHosted({ args: ['init', ...args], cwd: directory, env: environmentOf(env) });
  const read: Checkout['read'] = (path) => readFile(join(directory, path), 'utf8');
  return {
    directory,
    init,
    async initJson(env, ...args) {
      const { exitCode, stdout, stderr } = await init(env, ...args, '--json');
      if (exitCode !== 0) throw new Error(`sluice init ended with ${String(exitCode)}: ${stderr}`);
      return JSON.parse(stdout) as Scaffold;
    },
    read,
    async files() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
        .filter((path) => !path.startsWith('.git/'));
      const texts: Record<string, string> = {};
      for (const path of paths.toSorted()) texts[path] = await read(path);
      return texts;
    },
  };
}
