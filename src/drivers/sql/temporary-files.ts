import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a temporary file of a client program is for; part of its name. */
export type TemporaryPurpose = 'list' | 'schema' | 'roots' | 'login';

/** The owner's pid tells what a killed run has left. */
const PATTERN = /^sluice-(?:list|schema|roots|login)-(?<pid>\d+)-[\da-f]{12}(?:\.[a-z]+)?$/;

/** A new path in the folder for temporary files; the name says whose it is. */
export function temporaryPath(folder: string, purpose: TemporaryPurpose, extension = ''): string {
  return join(folder, `sluice-${purpose}-${String(process.pid)}-${randomBytes(6).toString('hex')}${extension}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what processes that no longer live have left in the folder for temporary files; returns the paths, sorted. */
export async function sweepTemporaryFiles(folder: string): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(PATTERN.exec(name)?.groups?.['pid'] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const path = join(folder, name);
    await rm(path, { recursive: true, force: true });
    removed.push(path);
  }
  return removed.toSorted();
}
