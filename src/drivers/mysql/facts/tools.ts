import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { ClientTool } from '../../../driver.ts';

/** The server's flavour, which decides on the client programs. */
export interface Flavour {
  readonly mariadb: boolean;
  /** `[10, 11, 6]`. */
  readonly version: readonly number[];
}

const VERSION_TIMEOUT_MS = 10_000;

/** What a client program says of itself. */
export interface ProgramVersion {
  readonly mariadb: boolean;
  readonly version: string;
}

/**
 * Reads the output of `--version`: `… Ver 10.19 Distrib 10.11.6-MariaDB, for …`, `mariadb-dump from 11.4.2-MariaDB, …`,
 * `mysqldump  Ver 8.0.36 for Linux …`. Null when it is none of these.
 */
export function readVersion(output: string): ProgramVersion | null {
  const mariadb = /(?:Distrib|from) (\d+\.\d+\.\d+)-MariaDB/.exec(output);
  if (mariadb) return { mariadb: true, version: mariadb[1] ?? '' };
  const mysql = /(?:Ver|Distrib) (\d+\.\d+\.\d+)/.exec(output);
  return mysql ? { mariadb: false, version: mysql[1] ?? '' } : null;
}

/** Numbers of a version: `[10, 11, 6]`. */
export function versionParts(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '')
    .split('.')
    .filter((part) => part !== '')
    .map(Number);
}

async function findProgram(
  names: readonly string[],
): Promise<{ readonly program: string; readonly path: string } | null> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const program of names) {
    for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(directory, program + suffix);
      try {
        if (directory === '') continue;
        await access(path, constants.X_OK);
        return { program, path };
      } catch {
        // Not in this one.
      }
    }
  }
  return null;
}

/** Why a program does not fit the server; null when it does. */
export function problemOf(found: ProgramVersion | null, server: Flavour): string | null {
  if (found === null) return 'it does not tell its version';
  const flavour = (mariadb: boolean): string => (mariadb ? 'MariaDB' : 'MySQL');
  if (found.mariadb !== server.mariadb)
    return `it is of ${flavour(found.mariadb)}, and the server is ${flavour(server.mariadb)}`;
  const [major = 0] = versionParts(found.version);
  const [serverMajor = 0] = server.version;
  if (major < serverMajor) return `its version ${found.version} is older than the server's ${server.version.join('.')}`;
  return null;
}

async function tool(names: readonly string[], server: Flavour, signal: AbortSignal): Promise<ClientTool> {
  const fix = server.mariadb
    ? 'Install the package mariadb-client in a version not older than the server.'
    : 'Install the package mysql-client in a version not older than the server.';
  const found = await findProgram(names);
  const program = names[0] ?? '';
  if (found === null) return { program, path: null, version: null, problem: `${program} is not in PATH`, fix };
  let output = '';
  try {
    const result = await promisify(execFile)(found.path, ['--version'], { timeout: VERSION_TIMEOUT_MS, signal });
    output = result.stdout;
  } catch {
    signal.throwIfAborted();
    return { ...found, version: null, problem: 'it cannot be started', fix };
  }
  const version = readVersion(output);
  return { ...found, version: version?.version ?? null, problem: problemOf(version, server), fix };
}

/** Finds the program that dumps, and the one that loads. */
export async function clientTools(
  server: Flavour,
  signal: AbortSignal,
): Promise<{ readonly dump: ClientTool; readonly client: ClientTool }> {
  const dumpNames = server.mariadb ? ['mariadb-dump', 'mysqldump'] : ['mysqldump'];
  const clientNames = server.mariadb ? ['mariadb', 'mysql'] : ['mysql'];
  return { dump: await tool(dumpNames, server, signal), client: await tool(clientNames, server, signal) };
}
