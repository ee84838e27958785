/**
 * Where this machine keeps the servers and their tools. Plain JavaScript for Node 20, as it also runs before anything
 * is installed.
 */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps servers out of a user's PATH; Homebrew keeps keg-only versions out of everybody's. */
const EXTRA_FOLDERS = [
  '/usr/sbin',
  '/usr/libexec',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
];

/** The folders of PostgreSQL's programs, newest version first. */
function postgresFolders() {
  const parent = '/usr/lib/postgresql';
  const versions = existsSync(parent) ? readdirSync(parent).map(Number).filter(Number.isInteger) : [];
  return versions.toSorted((a, b) => b - a).map((version) => `${parent}/${version}/bin`);
}

/** The path of a program, or null. PostgreSQL's own come from its newest version. */
export function findProgram(name) {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [...postgresFolders(), ...path, ...EXTRA_FOLDERS]) {
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** What the tests run, and the Debian package that brings it. */
export const SYSTEM_PROGRAMS = [
  { program: 'postgres', debian: 'postgresql' },
  { program: 'initdb', debian: 'postgresql' },
  { program: 'pg_dump', debian: 'postgresql-client' },
  { program: 'psql', debian: 'postgresql-client' },
  { program: 'mariadbd', debian: 'mariadb-server' },
  { program: 'mariadb-install-db', debian: 'mariadb-server' },
  { program: 'mariadb-dump', debian: 'mariadb-client' },
  { program: 'redis-server', debian: 'redis-server' },
  { program: 'redis-cli', debian: 'redis-tools' },
  { program: 'age', debian: 'age' },
  { program: 'age-keygen', debian: 'age' },
  { program: 'openssl', debian: 'openssl' },
  { program: 'ps', debian: 'procps' },
];
