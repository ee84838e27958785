import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/temporary.ts';

/** Whether this account may mount file systems, which the tests of full and read-only disks need. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

if (!canMount) process.stderr.write('SKIPPED: the tests of full and read-only disks have to run as root on Linux.\n');

/** A folder on a file system of its own, in memory. */
export interface MountedFolder {
  readonly path: string;
  /** `ro`, `size=2m`. */
  remount(options: string): void;
  unmount(): void;
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

/** Mounts a tmpfs with these options below `parent`, a folder of its own unless it is given; the caller unmounts it. */
export async function mountFolder(options: string, parent?: string): Promise<MountedFolder> {
  const path = join(parent ?? (await temporaryDirectory()), 'mounted');
  mkdirSync(path);
  run('mount', ['-t', 'tmpfs', '-o', options, 'sluice-test', path]);
  return {
    path,
    remount: (changed) => run('mount', ['-o', `remount,${changed}`, path]),
    unmount: () => run('umount', [path]),
  };
}
