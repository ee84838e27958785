import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';

/** Far more than the servers and folders of a run ever hold at once. */
const ROOM = 6 * 1024 ** 3;

/** Makes a folder that the accounts of the servers may cross. */
async function makeRoot(parent: string): Promise<string> {
  const root = await mkdtemp(join(parent, 'sluice-test-'));
  await chmod(root, 0o755);
  return root;
}

/** Containers often forbid to run programs from there, and tests put programs into their folders. */
async function mayRunPrograms(folder: string): Promise<boolean> {
  const program = join(folder, 'probe');
  await writeFile(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  await rm(program);
  return status === 0;
}

async function rootInMemory(): Promise<string | null> {
  const room = await statfs(IN_MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  if (Math.min(room, freemem()) < ROOM) return null;
  const root = await makeRoot(IN_MEMORY);
  if (await mayRunPrograms(root)) return root;
  await rm(root, { recursive: true });
  return null;
}

/**
 * Makes the folder that holds everything of one test run: in memory where there is room for it, because thousands of
 * databases and short-lived files are made in it, for which a file system on a disk takes a quarter of the run's CPU
 * time.
 */
export async function createTestRoot(): Promise<string> {
  const root = (await rootInMemory()) ?? (await makeRoot(tmpdir()));
  const temporary = join(root, 'tmp');
  await mkdir(temporary);
  // As /tmp: programs that run as another account use it, too.
  await chmod(temporary, 0o1777);
  return root;
}
