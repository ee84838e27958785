import { constants } from 'node:fs';
import { access, mkdtemp, rmdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Facts, Privilege } from '../../driver.ts';
import type { Connections } from './connections.ts';
import type { DatabaseFacts } from './protocol.ts';

/** The oldest SQLite that the driver's statements are tested with; the library that comes along is newer. */
const MINIMUM = { text: '3.35', parts: [3, 35] } as const;

/** Why nobody else's locks can be seen. */
const NO_LOCK_LIST = 'only Linux tells which process holds a lock on a file';

function isAtLeast(parts: readonly number[], minimum: readonly number[]): boolean {
  for (const [index, least] of minimum.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** Whether the file system lets this account do it; true for a file that is not there yet. */
async function may(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** Tries for real: on Windows, and on full or odd file systems, the rights alone do not tell. */
async function canCreateIn(folder: string): Promise<boolean> {
  try {
    await rmdir(await mkdtemp(join(folder, '.sluice-probe-')));
    return true;
  } catch {
    return false;
  }
}

async function privileges(path: string): Promise<readonly Privilege[]> {
  const folder = dirname(path);
  const [read, write, create] = await Promise.all([
    may(path, constants.R_OK),
    may(path, constants.W_OK),
    canCreateIn(folder),
  ]);
  return [
    { name: 'read the file', granted: read, neededFor: 'everything', fix: `chmod u+r '${path}'` },
    { name: 'write the file', granted: write, neededFor: 'migrate, rollback', fix: `chmod u+w '${path}'` },
    {
      name: 'create files in the folder',
      granted: create,
      neededFor: 'migrate, rollback: the journal lies beside the file',
      fix: `chmod u+wx '${folder}'`,
    },
  ];
}

/** Bytes free to this account; null when the file system does not say. */
async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Gathers the facts of a database file. */
export async function probe(connections: Connections, facts: DatabaseFacts): Promise<Facts> {
  const { path } = connections;
  const parts = facts.version.split('.').map(Number);
  const [granted, free, blockers] = await Promise.all([
    privileges(path),
    freeBytes(dirname(path)),
    connections.blockers(),
  ]);
  return {
    engine: 'sqlite',
    serverVersion: facts.version,
    serverVersionParts: parts,
    supported: { minimum: MINIMUM.text, ok: isAtLeast(parts, MINIMUM.parts) },
    database: path,
    tls: null,
    sizeBytes: facts.sizeBytes,
    serverDiskFreeBytes: free,
    readOnly: granted.some((one) => !one.granted && one.name !== 'read the file'),
    connections: null,
    privileges: granted,
    longTransactions: [],
    replication: null,
    // SQLite locks the whole file.
    heldLocks: blockers.map((blocker) => ({ ...blocker, table: '(whole database)' })),
    invalidIndexes: [],
    tools: [],
    unknown: [
      ...(process.platform === 'linux' ? [] : [{ fact: 'heldLocks', why: NO_LOCK_LIST }]),
      ...(free === null ? [{ fact: 'serverDiskFreeBytes', why: 'the file system does not say' }] : []),
    ],
  };
}
