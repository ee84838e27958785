import { createHash } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { systemCode } from './file-error.ts';

/**
 * Whatever is not whole yet, or no longer, bears a name of this form beside the backups:
 * `<id>.partial-<pid>-<host>`. It is renamed when it is whole, so that a killed process never leaves half a backup
 * under a backup's name. The host keeps two runners that share a folder from removing each other's work.
 */
const PARTIAL = /^.+\.partial-(?<pid>\d+)-(?<host>[0-9a-f]{8})$/;

/** A partial of another host, whose processes cannot be asked about, is stale after this long without a change. */
const FOREIGN_STALE_MS = 24 * 60 * 60 * 1000;

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Names in use by this process; any other with its pid is of a dead process, as containers give out the same pids again. */
const own = new Set<string>();

/** Whether a name in the backup directory is one of an unfinished work. */
export function isPartial(name: string): boolean {
  return PARTIAL.test(name);
}

/** Reserves a name for unfinished work; call {@link releasePartial} when it is renamed or removed. */
export function partialPath(directory: string, id: string): string {
  const name = `${id}.partial-${process.pid}-${host}`;
  own.add(name);
  return join(directory, name);
}

/** The name is no longer in use. */
export function releasePartial(path: string): void {
  own.delete(basename(path));
}

/**
 * Removes what dead processes left unfinished in a folder of backups; returns the names.
 *
 * @param now the file system's own time in ms, which need not be the clock of this machine
 */
export async function sweepPartials(directory: string, now: number): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await readdir(directory)) {
    const match = PARTIAL.exec(name)?.groups;
    if (match === undefined || own.has(name)) continue;
    const stale =
      match['host'] === host
        ? Number(match['pid']) === process.pid || !isAlive(Number(match['pid']))
        : now - (await lastChange(join(directory, name))) > FOREIGN_STALE_MS;
    if (!stale) continue;
    await rm(join(directory, name), { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another account.
    return systemCode(error) !== 'ESRCH';
  }
}

/** The last change of a file, or of a folder or anything directly in it, in ms; now when it has gone meanwhile. */
async function lastChange(path: string): Promise<number> {
  try {
    const entry = await lstat(path);
    if (!entry.isDirectory()) return entry.mtimeMs;
    const inside = await Promise.all((await readdir(path)).map((name) => lstat(join(path, name))));
    return Math.max(entry.mtimeMs, ...inside.map((one) => one.mtimeMs));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return Number.POSITIVE_INFINITY;
    throw error;
  }
}
