import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../src/report/report.ts';
import { type AnyEngine, createDatabase, type CreateOptions, type TestDatabase } from './databases.ts';
import { runHosted } from './cli-host.ts';
import { environmentOf, type ProcessResult, ROOT, type RunningProcess, startProcess } from './process.ts';
import { temporaryDirectory } from './temporary.ts';

/** How to run the command line once. */
export interface SluiceOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A module of `test/support/` that is loaded before the program. */
  readonly preload?: string;
  /** Default: the project's folder. */
  readonly cwd?: string;
}

/** What one command came to. */
export interface SluiceResult extends ProcessResult {
  /** The report that the command left; null when it left none. */
  readonly report: Report | null;
  /** stdout's `name: value` lines. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** A folder with a configuration and migrations, and a database to go with it. */
export interface Project {
  readonly directory: string;
  readonly database: TestDatabase;
  /** Writes a file below the folder. */
  write(path: string, text: string | Uint8Array): Promise<void>;
  /** Adds settings to `sluice.yml`. */
  configure(yaml: string): Promise<void>;
  /**
   * Runs `sluice` in the folder with the database's URL in `DATABASE_URL`, to its end. Without a preload the process is
   * shared with other commands of the test file, one after the other.
   */
  sluice(args: readonly string[], options?: SluiceOptions): Promise<SluiceResult>;
  /** Starts `sluice` as {@link Project.sluice} does, in a process of its own. */
  start(args: readonly string[], options?: SluiceOptions): RunningProcess;
  drop(): Promise<void>;
}

/** Reads the report that a command named on stdout. */
async function reportOf(stdout: string): Promise<Report | null> {
  const path = /^report: (.*\.json)$/mu.exec(stdout)?.[1];
  return path === undefined ? null : (JSON.parse(await readFile(path, 'utf8')) as Report);
}

/** stdout's `name: value` lines. */
function outputsOf(stdout: string): Record<string, string> {
  return Object.fromEntries(
    [...stdout.matchAll(/^([a-z-]+): (.*)$/gmu)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** A new project with an empty database of the engine. */
export async function createProject(engine: AnyEngine, options: CreateOptions = {}): Promise<Project> {
  const database = await createDatabase(engine, options);
  return projectOf(database);
}

/** A new project around an existing database. */
export async function projectOf(database: TestDatabase): Promise<Project> {
  const directory = await temporaryDirectory();
  const write = async (path: string, text: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  };
  await mkdir(join(directory, 'migrations'));
  const start = (
    args: readonly string[],
    { env = {}, preload, cwd = directory }: SluiceOptions = {},
  ): RunningProcess => {
    const imports = preload === undefined ? [] : ['--import', pathToFileURL(join(ROOT, 'test/support', preload)).href];
    return startProcess(['node', ...imports, join(ROOT, 'src/cli/main.ts'), ...args], {
      cwd,
      env: { DATABASE_URL: database.url, ...env },
    });
  };
  return {
    directory,
    database,
    write,
    configure: (yaml) => write('sluice.yml', `version: 1\n${yaml}`),
    start,
    async sluice(args, sluiceOptions = {}) {
      const { env = {}, preload, cwd = directory } = sluiceOptions;
      const result =
        preload === undefined
          ? await runHosted({ args, cwd, env: environmentOf({ DATABASE_URL: database.url, ...env }) })
          : await start(args, sluiceOptions).result;
      return { ...result, report: await reportOf(result.stdout), outputs: outputsOf(result.stdout) };
    },
    drop: () => database.drop(),
  };
}

/** The newest report in a project's folder, for runs that printed none. */
export async function newestReport(directory: string): Promise<Report> {
  const folder = join(directory, 'migration_logs');
  const names = (await readdir(folder)).filter((name) => /^migration_report_.*\.json$/u.test(name)).toSorted();
  const newest = names.at(-1);
  if (newest === undefined) throw new Error(`There is no report in ${folder}.`);
  return JSON.parse(await readFile(join(folder, newest), 'utf8')) as Report;
}
