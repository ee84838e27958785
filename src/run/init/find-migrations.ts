import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '../../errors.ts';
import { detectFormat, requireSupported } from '../../migrations/detect.ts';
import { type Folder, listFolder } from '../../migrations/folder.ts';
import { FILE_FORMATS } from '../../migrations/formats/index.ts';
import { keyFormat } from '../../migrations/keys/format.ts';
import { FolderProblems } from '../../migrations/problems.ts';
import { detectFolder } from '../../migrations/read-migrations.ts';
import type { MigrationFormat } from '../../migrations/types.ts';

/** A folder with migrations. */
export interface FoundMigrations {
  /** Relative to the working directory, with `/`. */
  readonly directory: string;
  /** What the files are. */
  readonly kind: 'sql' | 'keys';
  readonly format: MigrationFormat;
  readonly count: number;
}

/** What is known before the folders are looked at. */
export interface MigrationSearch {
  /** Of the option or the configuration; `auto` = the files tell it. */
  readonly format: string;
  /** The text of `go.mod`; empty when there is none. */
  readonly goModule: string;
}

/** Where the tools that Sluice knows keep their files, unless told otherwise. */
const USUAL = [
  'migrations',
  'db/migrations',
  'db/migrate',
  'db/migration',
  'database/migrations',
  'src/migrations',
  'src/main/resources/db/migration',
  'sql/migrations',
  'sql',
  'prisma/migrations',
  'drizzle',
  'supabase/migrations',
] as const;

/** Files that keep their tool's name when the folder has no readable migration. */
const ELSEWHERE = ['sqitch.plan', 'sqitch.conf'] as const;

async function isThere(path: string): Promise<'folder' | 'other' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'other';
  } catch {
    return null;
  }
}

/** How many of the files are migrations by name. */
function count({ files }: Folder, parse: (name: string) => unknown, recursive: boolean): number {
  return files.filter(({ path, name }) => (recursive || path === name) && parse(name) !== null).length;
}

/** golang-migrate names its files as Sluice does; what gives it away is the program that calls it. */
function byTool(format: MigrationFormat, goModule: string): MigrationFormat {
  return format === 'sluice' && goModule.includes('github.com/golang-migrate/migrate') ? 'golang-migrate' : format;
}

/**
 * What one folder holds; null when it has no migrations.
 *
 * @throws SluiceError `CONF_001` when its files are of a tool that Sluice does not read, or of several
 */
async function lookInto(
  workingDirectory: string,
  directory: string,
  { format: given, goModule }: MigrationSearch,
  signal: AbortSignal,
): Promise<FoundMigrations | null> {
  // What is wrong with single files is for the commands that read them.
  const folder = await listFolder(join(workingDirectory, directory), new FolderProblems(directory), signal);
  const modules = count(folder, keyFormat.parseName, false);
  const scripts = folder.files.some(({ name }) => /\.sql$/iu.test(name));
  if (modules > 0 && !scripts) return { directory, kind: 'keys', format: 'sluice', count: modules };
  const detected = given === 'auto' ? byTool(detectFolder(directory, folder, signal), goModule) : null;
  const format = detected ?? requireSupported(given);
  const { parseName, recursive } = FILE_FORMATS[format];
  const found = count(folder, parseName, recursive);
  return found === 0 ? null : { directory, kind: 'sql', format, count: found };
}

/**
 * Looks for the migrations.
 *
 * @returns null when there are none yet
 * @throws SluiceError `CONF_001` when several folders hold some, or the only ones are of a tool that Sluice does not read
 */
export async function findMigrations(
  workingDirectory: string,
  search: MigrationSearch,
  signal: AbortSignal,
): Promise<FoundMigrations | null> {
  const found: FoundMigrations[] = [];
  const refusals: unknown[] = [];
  for (const directory of USUAL) {
    signal.throwIfAborted();
    if (directory === 'sql' && found.some((one) => one.directory.startsWith('sql/'))) continue;
    if ((await isThere(join(workingDirectory, directory))) !== 'folder') continue;
    try {
      const one = await lookInto(workingDirectory, directory, search, signal);
      if (one !== null) found.push(one);
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error;
      refusals.push(error);
    }
  }
  const [only] = found;
  if (found.length > 1) {
    throw new SluiceError(
      'CONF_001',
      `Several folders hold migrations: ${found.map(({ directory, format }) => `${directory} (${format})`).join(', ')}.`,
      { fix: 'Say which one is meant: --migrations-directory FOLDER.' },
    );
  }
  if (only !== undefined) return only;
  if (refusals.length > 0) throw refusals[0];
  for (const path of ELSEWHERE) {
    if ((await isThere(join(workingDirectory, path))) === 'other') detectFormat('.', [{ path, head: '' }]);
  }
  return null;
}

/**
 * What a named folder holds; null when it is not there yet or is empty.
 *
 * @throws SluiceError `CONF_001`
 */
export async function migrationsIn(
  workingDirectory: string,
  directory: string,
  search: MigrationSearch,
  signal: AbortSignal,
): Promise<FoundMigrations | null> {
  if ((await isThere(join(workingDirectory, directory))) === null) return null;
  return lookInto(workingDirectory, directory, search, signal);
}
