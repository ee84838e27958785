import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from '@jest/globals';
import { listBackups, pruneBackups } from '../../src/backup/catalog.ts';
import { recordChecksum } from '../../src/backup/verify.ts';
import { SluiceError } from '../../src/errors.ts';
import { canMount, mountFolder, type MountedFolder } from './mounts.ts';
import { Seeded } from './seeded.ts';
import { backUp, dumped } from './streams.ts';

const block = new Seeded('disk').bytes(64 * 1024);

function* random(chunks: number): Generator<Buffer> {
  for (let chunk = 0; chunk < chunks; chunk += 1) yield Buffer.from(block.map((byte) => byte ^ chunk));
}

async function withFolder(options: string, work: (folder: MountedFolder) => Promise<void>): Promise<void> {
  const folder = await mountFolder(options);
  try {
    await work(folder);
  } finally {
    folder.unmount();
  }
}

(canMount ? describe : describe.skip)('a full disk', () => {
  it('is DISK_001 naming the folder and the space, and leaves nothing behind', async () => {
    await withFolder('size=1m', async ({ path }) => {
      const directory = join(path, 'backups');
      const error = await backUp(directory, { small: random(2), large: random(400) }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({
        code: 'DISK_001',
        message: expect.stringContaining(directory),
        cause: { code: 'ENOSPC' },
        details: { directory, neededBytes: 1_000_000, freeBytes: expect.any(Number) },
      });
      expect((error as SluiceError).message).toMatch(/takes 1000000 bytes/);
      expect(readdirSync(directory)).toEqual([]);
      // The space is free again.
      await backUp(directory, { small: random(2) });
    });
  });

  it('is DISK_001 also when the driver reports the program that it brought down', async () => {
    await withFolder('size=1m', async ({ path }) => {
      const snapshot = {
        async dump(_mode: unknown, sink: { open(part: string): NodeJS.WritableStream }) {
          await pipeline(random(400), sink.open('main')).catch((cause: unknown) => {
            throw new SluiceError('BACKUP_001', 'pg_dump ended with a broken pipe.', { cause });
          });
          return dumped;
        },
      };
      await expect(backUp(path, undefined, { driver: { engine: 'sqlite', snapshot } })).rejects.toMatchObject({
        code: 'DISK_001',
      });
      expect(readdirSync(path)).toEqual([]);
    });
  });

  it('is DISK_001 when not even the folder can be made', async () => {
    await withFolder('size=1m,nr_inodes=1', async ({ path }) => {
      await expect(backUp(join(path, 'backups'))).rejects.toMatchObject({ code: 'DISK_001' });
    });
  });
});

(canMount ? describe : describe.skip)('a read-only disk', () => {
  it('is PERM_001 for all that writes, and can be listed', async () => {
    await withFolder('size=2m', async (folder) => {
      const older = await backUp(folder.path);
      const newer = await backUp(folder.path);
      folder.remount('ro');
      const before = readdirSync(folder.path);
      await expect(backUp(folder.path)).rejects.toMatchObject({
        code: 'PERM_001',
        details: { directory: folder.path },
      });
      await expect(recordChecksum(newer)).rejects.toMatchObject({ code: 'PERM_001' });
      await expect(pruneBackups(folder.path, 1, [])).rejects.toMatchObject({ code: 'PERM_001' });
      expect(readdirSync(folder.path)).toEqual(before);
      const { backups, broken } = await listBackups(folder.path);
      expect(backups.map((backup) => backup.manifest.id).toSorted()).toEqual(
        [older.manifest.id, newer.manifest.id].toSorted(),
      );
      expect(broken).toEqual([]);
    });
  });
});
