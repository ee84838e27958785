import { appendFile, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../src/clock.ts';
import { systemClock } from '../../src/clock.ts';
import { findBackup, listBackups, NEWEST, pruneBackups } from '../../src/backup/catalog.ts';
import type { BackupRequest } from '../../src/backup/create.ts';
import { type StoredBackup, writeVerdict } from '../../src/backup/stored-backup.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { backUp } from './streams.ts';

/** A clock that stands still, minutes after noon. */
function at(minute: number): Clock {
  return { ...systemClock, now: () => new Date(Date.UTC(2026, 0, 31, 12, minute)) };
}

function take(directory: string, minute: number, changes: Partial<BackupRequest> = {}): Promise<StoredBackup> {
  return backUp(directory, undefined, { clock: at(minute), ...changes });
}

function prove(backup: StoredBackup): Promise<StoredBackup> {
  return writeVerdict(backup, { at: '2026-02-01T00:00:00.000Z', durationMs: 5, tablesCompared: 2 });
}

function ids(backups: readonly StoredBackup[]): readonly string[] {
  return backups.map((backup) => backup.manifest.id);
}

async function names(directory: string): Promise<readonly string[]> {
  return (await readdir(directory)).toSorted();
}

describe('listBackups', () => {
  it('lists nothing for a folder that is not there', async () => {
    const directory = join(await temporaryDirectory(), 'none yet');
    expect(await listBackups(directory)).toEqual({ backups: [], broken: [] });
  });

  it('lists the newest first, whatever their folders are called', async () => {
    const directory = join(await temporaryDirectory(), 'мои копии');
    const taken = [await take(directory, 2), await take(directory, 1), await take(directory, 3)];
    const [second, first, third] = taken as [StoredBackup, StoredBackup, StoredBackup];
    await rename(third.directory, join(directory, 'before the great change'));
    const { backups, broken } = await listBackups(directory);
    expect(ids(backups)).toEqual(ids([third, second, first]));
    expect(backups[0]?.directory).toBe(join(directory, 'before the great change'));
    expect(broken).toEqual([]);
  });

  it('names what is broken, and passes over what is no backup', async () => {
    const directory = await temporaryDirectory();
    const good = await take(directory, 1);
    const changed = await take(directory, 2);
    const bare = await take(directory, 3);
    await appendFile(changed.manifestPath, ' ');
    await rm(bare.manifestPath);
    await mkdir(join(directory, 'notes'));
    await writeFile(join(directory, 'README.md'), 'mine');
    await mkdir(join(directory, `${good.manifest.id}.partial-1-00000000`));
    const { backups, broken } = await listBackups(directory);
    expect(backups).toEqual([good]);
    expect(broken.map((one) => `${one.error.code} ${one.directory}`).toSorted()).toEqual([
      `BACKUP_002 ${changed.directory}`,
      `BACKUP_002 ${bare.directory}`,
    ]);
    expect(broken.map((one) => one.error.message).join('\n')).toContain('so the backup was never completed');
  });

  it('says so when the folder is a file', async () => {
    const file = join(await temporaryDirectory(), 'file');
    await writeFile(file, '');
    await expect(listBackups(file)).rejects.toMatchObject({ code: 'BACKUP_003', details: { directory: file } });
  });
});

describe('findBackup', () => {
  it('finds by id, by path, by manifest, and the newest', async () => {
    const directory = await temporaryDirectory();
    const older = await take(directory, 1);
    const newer = await take(directory, 2);
    const elsewhere = join(await temporaryDirectory(), 'из артефакта');
    await cp(older.directory, elsewhere, { recursive: true });

    expect(await findBackup(directory, older.manifest.id)).toEqual(older);
    expect(await findBackup(directory, older.directory)).toEqual(older);
    expect(await findBackup(directory, older.manifestPath)).toEqual(older);
    expect(await findBackup(directory, NEWEST)).toEqual(newer);
    expect(await findBackup(directory, NEWEST, (one) => one.manifest.id !== newer.manifest.id)).toEqual(older);
    expect(await findBackup(directory, elsewhere)).toEqual({
      manifest: older.manifest,
      directory: elsewhere,
      manifestPath: join(elsewhere, 'manifest.json'),
    });
    await rename(older.directory, join(directory, 'renamed'));
    expect((await findBackup(directory, older.manifest.id)).directory).toBe(join(directory, 'renamed'));
  });

  it.each([NEWEST, '20260131T120000Z-production-000000', '', '/nowhere/at/all'])(
    'is BACKUP_003 with the way to take one when there is none: %p',
    async (which) => {
      const directory = await temporaryDirectory();
      await expect(findBackup(directory, which)).rejects.toMatchObject({
        code: 'BACKUP_003',
        fix: expect.stringContaining('sluice backup'),
      });
    },
  );

  it('is BACKUP_003 for a backup that is not finished', async () => {
    const directory = await temporaryDirectory();
    const { manifest, directory: whole } = await take(directory, 1);
    const partial = `${manifest.id}.partial-1-00000000`;
    await rename(whole, join(directory, partial));
    for (const which of [partial, join(directory, partial), manifest.id]) {
      await expect(findBackup(directory, which)).rejects.toMatchObject({ code: 'BACKUP_003' });
    }
  });

  it('is BACKUP_002 for a broken one', async () => {
    const directory = await temporaryDirectory();
    const { manifest, directory: path, manifestPath } = await take(directory, 1);
    await appendFile(manifestPath, '\n');
    for (const which of [manifest.id, path, manifestPath, NEWEST]) {
      await expect(findBackup(directory, which)).rejects.toMatchObject({
        code: 'BACKUP_002',
        message: expect.stringContaining(manifestPath),
      });
    }
  });

  it('does not put an older one in the place of the newest when that is broken', async () => {
    const directory = await temporaryDirectory();
    const good = await take(directory, 2);
    const brokenOlder = await take(directory, 1);
    const brokenOther = await take(directory, 4, { environment: 'staging' });
    await rm(brokenOlder.manifestPath);
    await rm(brokenOther.manifestPath);
    expect(await findBackup(directory, NEWEST)).toEqual(good);

    const brokenNewer = await take(directory, 3);
    await rm(brokenNewer.manifestPath);
    await expect(findBackup(directory, NEWEST)).rejects.toMatchObject({
      code: 'BACKUP_002',
      message: expect.stringContaining(brokenNewer.directory),
      fix: expect.stringContaining(good.manifest.id),
    });
  });
});

describe('pruneBackups', () => {
  it('keeps the newest, the newest proven, and what is protected', async () => {
    const directory = await temporaryDirectory();
    const taken: StoredBackup[] = [];
    for (let minute = 0; minute < 7; minute += 1) taken.push(await take(directory, minute));
    const [first, second, third, fourth, fifth, sixth, seventh] = taken as [StoredBackup, ...StoredBackup[]];
    await prove(second as StoredBackup);
    await prove(fourth as StoredBackup);
    const removed = await pruneBackups(directory, 2, [first.manifest.id]);
    expect(removed.toSorted()).toEqual(ids([second, third, fifth] as StoredBackup[]));
    expect(await names(directory)).toEqual(ids([first, fourth, sixth, seventh] as StoredBackup[]));
    expect(await pruneBackups(directory, 2, [first.manifest.id])).toEqual([]);
  });

  it('counts each database, environment and mode for itself', async () => {
    const directory = await temporaryDirectory();
    const facts = { engine: 'sqlite', serverVersion: '3.50.0', database: '/data/other.db', sizeBytes: 1 } as const;
    const others = [
      await take(directory, 1),
      await take(directory, 1, { environment: 'staging' }),
      await take(directory, 1, { environment: null }),
      await take(directory, 1, { mode: 'schema' }),
      await take(directory, 1, { facts }),
    ];
    expect(await pruneBackups(directory, 1, [])).toEqual([]);
    const newer = await take(directory, 2);
    expect(await pruneBackups(directory, 1, [])).toEqual(ids(others.slice(0, 1)));
    expect(await names(directory)).toEqual(ids([...others.slice(1), newer]).toSorted());
  });

  it('leaves what is broken and what is not its own', async () => {
    const directory = await temporaryDirectory();
    const broken = await take(directory, 1);
    await appendFile(broken.manifestPath, ' ');
    await writeFile(join(directory, 'README.md'), 'mine');
    const good = await take(directory, 2);
    expect(await pruneBackups(directory, 1, [])).toEqual([]);
    expect(await names(directory)).toEqual([basename(broken.directory), good.manifest.id, 'README.md'].toSorted());
  });

  it.each([0, -1, 1.5, Number.NaN])('is CONF_001 for keep = %p, and removes nothing', async (keep) => {
    const directory = await temporaryDirectory();
    const { manifest } = await take(directory, 1);
    await expect(pruneBackups(directory, keep, [])).rejects.toMatchObject({ code: 'CONF_001' });
    expect(await names(directory)).toEqual([manifest.id]);
  });
});
