import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CheckResult } from '../../journal/entries.ts';
import { failed, passed } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The nearest folder that exists at or above a path. */
async function existingParent(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch {
    const parent = dirname(path);
    return parent === path ? path : existingParent(parent);
  }
}

async function readable(title: string, path: string): Promise<CheckResult> {
  const name = { id: 'file-system', title, expected: 'a folder that can be read' };
  try {
    if (!(await stat(path)).isDirectory())
      return failed(name, 'CONF_001', `${path} is not a folder`, 'Correct the path.');
    await access(path, constants.R_OK | constants.X_OK);
    return passed(name, path);
  } catch (error) {
    return failed(name, 'PERM_001', `${path}: ${reason(error)}`, `Create the folder, or let the runner read it.`);
  }
}

/** Tries it: permissions, quotas and read-only mounts cannot be read off the mode bits. */
async function writable(title: string, path: string): Promise<CheckResult> {
  const name = { id: 'file-system', title, expected: 'a folder that can be written' };
  try {
    const parent = await existingParent(path);
    if (parent === path) await mkdir(path, { recursive: true });
    const trial = await mkdtemp(join(parent, '.sluice-trial-'));
    await rm(trial, { recursive: true });
    return passed(name, path);
  } catch (error) {
    return failed(name, 'PERM_001', `${path}: ${reason(error)}`, 'Let the runner write there, or name another folder.');
  }
}

/** The folders that the lifecycle reads and writes. */
export const checkFileSystem: ReadinessCheck = async ({ directories }) => [
  await readable('Migrations folder', directories.migrations),
  await writable('Backup folder', directories.backups),
  await writable('Report folder', directories.logs),
  await writable('Temporary folder', directories.temporary),
];
