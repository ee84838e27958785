import { readdirSync } from 'node:fs';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import Database from 'better-sqlite3';
import type { ReportedError } from '../../../src/errors.ts';
import { canMount, mountFolder, type MountedFolder } from '../../backup/mounts.ts';
import { stateOf } from '../../support/state.ts';
import { fillUp } from './ballast.ts';
import { backUp, createScene, errorOf, expectNothingLeft, namesIn, type Scene } from './scene.ts';

jest.setTimeout(180_000);

const RESTORE = { to: 'backup', 'accept-data-loss': 'true' } as const;

// `mounts.ts` says why, where they are skipped.
const withMounts = canMount ? describe : describe.skip;

withMounts.each(['sqlite', 'postgresql', 'mariadb'] as const)('a full disk on the runner, with %s', (engine) => {
  let scene: Scene;
  let small: MountedFolder;

  beforeAll(async () => {
    scene = await createScene(engine);
    small = await mountFolder('size=256k');
  });
  afterAll(async () => {
    await scene?.drop();
    small?.unmount();
  });

  it('under the backups: DISK_001, and nothing of the backup is left', async () => {
    const before = await scene.state();
    const folder = join(small.path, 'backups');
    const result = await scene.run('backup', { 'backup-directory': folder });
    expect(errorOf(result)).toMatchObject({
      code: 'DISK_001',
      message: expect.stringContaining(folder),
      fix: expect.stringContaining(folder),
    });
    expect(readdirSync(folder)).toEqual([]);
    await expectNothingLeft(scene, result, folder);
    expect(await scene.state()).toEqual(before);
  });

  describe('under the temporary files', () => {
    let fill: () => void;

    beforeEach(() => {
      fill = fillUp(small.path);
    });
    afterEach(() => fill());

    /** Runs a command that finds no room there, and expects nothing to be left or changed. */
    async function refused(command: 'backup' | 'rollback', given: Record<string, string>): Promise<ReportedError> {
      const before = await scene.state();
      const had = command === 'rollback' || given['verify'] === 'restore' ? null : await namesIn(scene.backups);
      const result = await scene.run(command, given, { temporary: small.path });
      fill();
      expect(readdirSync(small.path)).toEqual(['backups']);
      await expectNothingLeft(scene, result, scene.backups);
      if (had !== null) expect(await namesIn(scene.backups)).toEqual(had);
      expect(await scene.state()).toEqual(before);
      const error = errorOf(result);
      expect(error.message).toContain(`temporary files in ${small.path}`);
      expect(error.fix).toMatch(/^Free disk space for .*RUNNER_TEMP/);
      return error;
    }

    if (engine !== 'postgresql') {
      it('of a dump: DISK_001 with the folder', async () => {
        expect((await refused('backup', { verify: 'none' })).code).toBe('DISK_001');
      });
    }

    if (engine === 'sqlite') {
      it('of a proof: DISK_001 with the folder that backup.scratch names', async () => {
        await writeFile(join(scene.directory, 'sluice.yml'), 'version: 1\nbackup: { scratch: "${SCRATCH}" }\n');
        const result = await scene.run(
          'backup',
          { verify: 'restore' },
          { env: { SCRATCH: `sqlite:${small.path}/x.db` } },
        );
        await rm(join(scene.directory, 'sluice.yml'));
        fill();
        expect(errorOf(result)).toMatchObject({
          code: 'DISK_001',
          message: expect.stringContaining(small.path),
          fix: expect.stringContaining('backup.scratch'),
        });
        expect(readdirSync(small.path)).toEqual(['backups']);
        await expectNothingLeft(scene, result, scene.backups);
      });
    } else {
      it('of a proof: DISK_001 with the folder', async () => {
        expect((await refused('backup', { verify: 'restore' })).code).toBe('DISK_001');
      });

      it('of a restore: the live database stays as it was', async () => {
        const id = await backUp(scene);
        const error = await refused('rollback', { ...RESTORE, 'backup-id': id });
        expect(error).toMatchObject({ code: 'ROLL_001', message: expect.stringContaining('DISK_001') });
      });
    }
  });
});

withMounts('a full disk below a SQLite database', () => {
  it.each([
    ['that has no room for the backup’s file', 1_000_000],
    ['that has no room for the journal of the exchange', 3_000_000],
  ])('%s: the live database stays as it was, and the restore works once there is room', async (_name, leave) => {
    const scene = await createScene('sqlite');
    const small = await mountFolder('size=16m');
    try {
      const path = join(small.path, 'app.db');
      await copyFile(scene.database.name, path);
      const url = `sqlite:${path}`;
      const { status, outputs } = await scene.run('backup', { verify: 'none' }, { url });
      expect(status).toBe('passed');
      const given = { ...RESTORE, 'backup-id': outputs['backup-id'] ?? '' };
      // Every page is another one afterwards.
      const later = new Database(path);
      later.exec('update payloads set body = hex(randomblob(500))');
      later.close();
      const before = await stateOf(url);
      const empty = fillUp(small.path, leave);
      const result = await scene.run('rollback', given, { url });
      empty();
      expect(errorOf(result)).toMatchObject({
        code: 'ROLL_001',
        message: expect.stringContaining('DISK_001'),
        fix: expect.stringContaining('Free disk space'),
      });
      expect(readdirSync(small.path).filter((name) => !/^app\.db(?:-wal|-shm)?$/.test(name))).toEqual([]);
      await expectNothingLeft(scene, result, small.path, scene.backups);
      expect(await stateOf(url)).toEqual(before);
      expect(await scene.run('rollback', given, { url })).toMatchObject({ status: 'passed', errors: [] });
    } finally {
      await scene.drop();
      small.unmount();
    }
  });
});
