import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CheckResult } from '../../journal/entries.ts';
import { failed, passed, skipped } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

/** A backup beside its proof, or a rewritten table beside the old one, needs as much again. */
const TIMES_THE_DATABASE = 2;

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Free bytes of the volume that holds a path, existing or not. */
async function freeBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) throw error;
    return freeBytes(parent);
  }
}

function verdict(where: string, free: number, needed: number): CheckResult {
  const name = {
    id: 'disk-space',
    title: `Disk space ${where}`,
    expected: `at least ${megabytes(needed)} free (twice the database)`,
  };
  return free >= needed
    ? passed(name, `${megabytes(free)} free`)
    : failed(
        name,
        'DISK_001',
        `${megabytes(free)} free`,
        `Free ${megabytes(needed - free)} ${where}, or add a volume.`,
      );
}

/** Twice the database's size must be free where the backups go, and where the server keeps its data. */
export const checkDiskSpace: ReadinessCheck = async ({ facts, directories }) => {
  const needed = facts.sizeBytes * TIMES_THE_DATABASE;
  const server =
    facts.serverDiskFreeBytes === null
      ? skipped(
          { id: 'disk-space', title: 'Disk space on the server', expected: `at least ${megabytes(needed)} free` },
          'only the server knows',
        )
      : verdict('on the server', facts.serverDiskFreeBytes, needed);
  return [verdict('for backups', await freeBytes(directories.backups), needed), server];
};
