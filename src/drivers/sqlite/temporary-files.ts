import { randomBytes } from 'node:crypto';
import { open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What a temporary file is for; part of its name. */
export type Purpose = 'dump' | 'scratch' | 'restore';

/** The owner's pid tells what a killed run has left. */
const PATTERN = /^\.?sluice-(?:dump|scratch|restore)-(?<pid>\d+)-[\da-f]{12}\.sqlite(?:-journal|-wal|-shm)?$/;

/** What SQLite lays beside a database file. */
const COMPANIONS = ['', '-journal', '-wal', '-shm'] as const;

/**
 * Makes an empty file, mode 0600, that only this run knows. Beside a database its name begins with a
 * dot, so that programs which take every file of a folder leave it alone.
 */
export async function temporaryFile(folder: string, purpose: Purpose, hidden = false): Promise<string> {
  const name = `${hidden ? '.' : ''}sluice-${purpose}-${String(process.pid)}-${randomBytes(6).toString('hex')}.sqlite`;
  const path = join(folder, name);
  const handle = await open(path, 'wx', 0o600);
  await handle.close();
  return path;
}

/** Removes a database file and what SQLite laid beside it. */
export async function removeDatabase(path: string): Promise<void> {
  for (const companion of COMPANIONS) await rm(path + companion, { force: true, maxRetries: 3 });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes the temporary files of processes that no longer live; returns their paths, sorted. */
export async function sweepTemporaryFiles(folders: readonly string[]): Promise<readonly string[]> {
  const removed = new Set<string>();
  for (const folder of new Set(folders)) {
    for (const name of await readdir(folder).catch(() => [])) {
      const pid = Number(PATTERN.exec(name)?.groups?.['pid'] ?? Number.NaN);
      if (Number.isNaN(pid) || isAlive(pid)) continue;
      const path = join(folder, name);
      await rm(path, { force: true });
      removed.add(join(dirname(path), basename(path).replace(/-(?:journal|wal|shm)$/, '')));
    }
  }
  return [...removed].toSorted();
}
