import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { ClientTool } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';

/** The programs of PostgreSQL's client package that backups need. */
export const PROGRAMS = ['pg_dump', 'pg_restore', 'psql'] as const;

/** One of {@link PROGRAMS}. */
export type Program = (typeof PROGRAMS)[number];

/** A program that can be used with the server. */
export interface UsableTool {
  readonly program: Program;
  readonly path: string;
  readonly version: string;
}

/** Asking a program for its version may take this long, in ms. */
const VERSION_TIMEOUT_MS = 10_000;

/** Where packages put the programs: folders whose names end in a major version, with `bin` below. */
const INSTALLED: Partial<Record<NodeJS.Platform, readonly { readonly folder: string; readonly name: RegExp }[]>> = {
  linux: [
    { folder: '/usr/lib/postgresql', name: /^(\d+)$/ },
    { folder: '/usr', name: /^pgsql-(\d+)$/ },
  ],
  darwin: [
    { folder: '/Applications/Postgres.app/Contents/Versions', name: /^(\d+)$/ },
    { folder: '/opt/homebrew/opt', name: /^postgresql@(\d+)$/ },
    { folder: '/usr/local/opt', name: /^postgresql@(\d+)$/ },
    { folder: '/Library/PostgreSQL', name: /^(\d+)$/ },
  ],
  win32: [{ folder: 'C:\\Program Files\\PostgreSQL', name: /^(\d+)$/ }],
};

async function installedFolders(): Promise<readonly { readonly folder: string; readonly major: number }[]> {
  const found: { folder: string; major: number }[] = [];
  for (const { folder, name } of INSTALLED[process.platform] ?? []) {
    for (const entry of await readdir(folder).catch(() => [])) {
      const major = name.exec(entry)?.[1];
      if (major !== undefined) found.push({ folder: join(folder, entry, 'bin'), major: Number(major) });
    }
  }
  return found;
}

/**
 * Folders to look in: installed versions from the server's own upwards, nearest first, because a newer pg_dump writes
 * what an older server may not read; then the PATH; then versions that are too old, to be able to say so.
 */
async function folders(serverMajor: number): Promise<readonly string[]> {
  const installed = await installedFolders();
  const fitting = installed.filter(({ major }) => major >= serverMajor).toSorted((a, b) => a.major - b.major);
  const older = installed.filter(({ major }) => major < serverMajor).toSorted((a, b) => b.major - a.major);
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...fitting.map(({ folder }) => folder), ...path, ...older.map(({ folder }) => folder)];
}

const run = promisify(execFile);

/** `15.18` out of `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`; null when it cannot be run. */
async function versionOf(path: string): Promise<string | null> {
  try {
    const { stdout } = await run(path, ['--version'], {
      timeout: VERSION_TIMEOUT_MS,
      env: plainEnvironment(),
      windowsHide: true,
    });
    return /\)\s+(\d+[^\s]*)/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** The environment of a client program: without settings of libpq but PGOPTIONS, which our own connections obey too; in English. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:PG(?!OPTIONS$)[A-Z]|LC_|LANG$|LANGUAGE$)/.test(name),
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

interface Found {
  readonly path: string;
  readonly version: string;
}

async function find(program: Program, places: readonly string[], serverMajor: number): Promise<Found | null> {
  let best: Found | null = null;
  for (const folder of places) {
    const path = join(folder, process.platform === 'win32' ? `${program}.exe` : program);
    const version = await versionOf(path);
    if (version === null) continue;
    if (Number.parseInt(version, 10) >= serverMajor) return { path, version };
    best ??= { path, version };
  }
  return best;
}

/** Looks for the client programs and says which of them fit a server of this major version. */
export async function findTools(serverMajor: number): Promise<readonly ClientTool[]> {
  const places = await folders(serverMajor);
  const major = String(serverMajor);
  const fix = `Install the package postgresql-client-${major} (or newer) on the runner.`;
  return Promise.all(
    PROGRAMS.map(async (program): Promise<ClientTool> => {
      const found = await find(program, places, serverMajor);
      if (found === null) {
        return { program, path: null, version: null, problem: `${program} was not found on this machine.`, fix };
      }
      const fits = Number.parseInt(found.version, 10) >= serverMajor;
      return {
        program,
        ...found,
        problem: fits ? null : `${program} ${found.version} is older than the server, which is version ${major}.`,
        fix,
      };
    }),
  );
}

/** The client programs, by name. @throws SluiceError `TOOL_001` when one is missing or older than the server */
export async function requireTools(serverMajor: number): Promise<Readonly<Record<Program, UsableTool>>> {
  const found = await findTools(serverMajor);
  const usable = found.map(({ program, path, version, problem, fix }) => {
    if (path === null || version === null || problem !== null)
      throw new SluiceError('TOOL_001', problem ?? program, { fix });
    return [program, { program, path, version }] as const;
  });
  return Object.fromEntries(usable) as Record<Program, UsableTool>;
}
