import { mkdir, readdir, statfs, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ReadinessContext } from '../../../src/checks/readiness/context.ts';
import { checkDiskSpace } from '../../../src/checks/readiness/disk-space.ts';
import { checkFileSystem } from '../../../src/checks/readiness/file-system.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { context } from './fixtures.ts';

let root: string;
beforeEach(async () => {
  root = await temporaryDirectory();
  await mkdir(join(root, 'migrations'));
  await writeFile(join(root, 'file'), 'text');
});

describe('file-system', () => {
  /** `status code` of each folder. */
  async function look(changes: Partial<ReadinessContext['directories']>): Promise<readonly string[]> {
    const directories = {
      migrations: join(root, 'migrations'),
      backups: root,
      logs: root,
      temporary: root,
      ...changes,
    };
    const before = await readdir(root, { recursive: true });
    const results = await checkFileSystem(context({ directories }));
    // It leaves nothing of what it tried.
    expect(await readdir(root, { recursive: true })).toEqual(before);
    return results.map(({ title, status, code }) => `${title}: ${status}${code === null ? '' : ` ${code}`}`);
  }

  const good = {
    migrations: 'Migrations folder: pass',
    backups: 'Backup folder: pass',
    logs: 'Report folder: pass',
    temporary: 'Temporary folder: pass',
  };

  it('passes folders that can be read and written', async () => {
    expect(await look({})).toEqual(Object.values(good));
  });

  it.each<[string, keyof typeof good, string, string]>([
    ['a missing migrations folder', 'migrations', 'nowhere', 'Migrations folder: fail PERM_001'],
    ['a migrations folder that is a file', 'migrations', 'file', 'Migrations folder: fail CONF_001'],
    ['a backup folder that can be made', 'backups', 'a/b/c', 'Backup folder: pass'],
    ['a backup folder that is a file', 'backups', 'file', 'Backup folder: fail PERM_001'],
    ['a report folder below a file', 'logs', 'file/logs', 'Report folder: fail PERM_001'],
    // Where not even root may write; /proc exists on Linux alone, elsewhere the folder below it cannot be made either.
    [
      'a temporary folder that nobody may write',
      'temporary',
      '../../../../../../../../proc/sluice',
      'Temporary folder: fail PERM_001',
    ],
  ])('looks at %s', async (_title, which, path, expected) => {
    expect(await look({ [which]: join(root, path) })).toEqual(Object.values({ ...good, [which]: expected }));
  });

  it('follows links', async () => {
    await symlink(join(root, 'migrations'), join(root, 'link'));
    expect(await look({ migrations: join(root, 'link'), backups: join(root, 'link') })).toEqual(Object.values(good));
  });

  it('says which path, and why', async () => {
    const directories = { migrations: join(root, 'nowhere'), backups: root, logs: root, temporary: root };
    const [first] = await checkFileSystem(context({ directories }));
    expect(first?.observed).toContain(join(root, 'nowhere'));
    expect(first?.observed).toContain('ENOENT');
    expect(first?.fix).not.toBe('');
  });
});

describe('disk-space', () => {
  const needing = (sizeBytes: number, serverDiskFreeBytes: number | null, backups = root): ReadinessContext =>
    context(
      { directories: { migrations: root, backups, logs: root, temporary: root } },
      { sizeBytes, serverDiskFreeBytes },
    );

  it('wants twice the database free for backups, also in a folder that is still to be made', async () => {
    const { bavail, bsize } = await statfs(root);
    const free = bavail * bsize;
    const deep = join(root, 'a', 'b');
    // Other programs write to this volume, too: half and double are far enough from the limit.
    const [enough] = await checkDiskSpace(needing(Math.floor(free / 4), null, deep));
    const [little] = await checkDiskSpace(needing(free, null, deep));
    expect(enough).toMatchObject({ status: 'pass', title: 'Disk space for backups' });
    expect(little).toMatchObject({ status: 'fail', code: 'DISK_001' });
    expect(little?.fix).toMatch(/^Free \d+\.\d MB for backups/u);
  });

  it.each([
    [1_000_000, 2_000_000, 'pass', '2.0 MB free', ''],
    [1_000_000, 1_999_999, 'fail', '2.0 MB free', 'Free 0.0 MB on the server, or add a volume.'],
    [3_000_000, 1_000_000, 'fail', '1.0 MB free', 'Free 5.0 MB on the server, or add a volume.'],
    [1_000_000, null, 'skip', 'only the server knows', ''],
  ])('wants twice %d bytes on the server, where %s are free: %s', async (size, free, status, observed, fix) => {
    const [, server] = await checkDiskSpace(needing(size, free));
    expect(server).toMatchObject({ status, observed, fix });
  });
});
