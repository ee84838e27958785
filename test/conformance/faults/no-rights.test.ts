import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ReportedError } from '../../../src/errors.ts';
import { runProcess } from '../../support/process.ts';
import type { Request } from './programs/as-nobody.ts';
import { backUp, createScene, errorOf, expectNothingLeft, namesIn, type Scene } from './scene.ts';

jest.setTimeout(120_000);

describe('an account of the runner without rights to a folder', () => {
  let scene: Scene;
  let forbidden: string;

  beforeAll(async () => {
    scene = await createScene('sqlite', { rows: 10 });
    forbidden = join(scene.directory, 'forbidden');
    await mkdir(forbidden, { mode: 0o755 });
    for (const folder of [scene.directory, scene.temporary, dirname(scene.database.name)]) await chmod(folder, 0o777);
    await chmod(scene.database.name, 0o666);
  });
  afterAll(() => scene?.drop());

  /** Runs a command without rights; it has to fail, to change nothing and to leave nothing. */
  async function refused(
    command: Request['command'],
    given: Request['given'],
    temporary = scene.temporary,
  ): Promise<ReportedError> {
    const before = await scene.state();
    const had = await namesIn(scene.backups);
    const request: Request = {
      command,
      given,
      directory: scene.directory,
      env: { DATABASE_URL: scene.database.url, RUNNER_TEMP: temporary },
    };
    const { stdout, stderr } = await runProcess([
      'node',
      'test/conformance/faults/programs/as-nobody.ts',
      JSON.stringify(request),
    ]);
    expect(stderr).toBe('');
    const { status, errors } = JSON.parse(stdout) as { status: 'failed'; errors: ReportedError[] };
    const result = { status, errors, outputs: {} };
    await expectNothingLeft(scene, result, forbidden);
    expect(await namesIn(forbidden)).toEqual([]);
    expect(await namesIn(scene.backups)).toEqual(had);
    expect(await scene.state()).toEqual(before);
    return errorOf(result);
  }

  it('of the backups: PERM_001 with the folder', async () => {
    expect(await refused('backup', { 'backup-directory': join(forbidden, 'backups') })).toMatchObject({
      code: 'PERM_001',
      message: expect.stringContaining(forbidden),
      fix: expect.stringContaining('backup.directory'),
    });
  });

  it('of the temporary files: PERM_001 with the folder', async () => {
    expect(await refused('backup', { 'backup-directory': join(scene.directory, 'own') }, forbidden)).toMatchObject({
      code: 'PERM_001',
      message: expect.stringContaining(`temporary files in ${forbidden}`),
      fix: expect.stringContaining('RUNNER_TEMP'),
    });
  });

  it('of the backup to restore: PERM_001 with the folder', async () => {
    const id = await backUp(scene);
    expect(await refused('rollback', { to: 'backup', 'backup-id': id, 'accept-data-loss': 'true' })).toMatchObject({
      code: 'PERM_001',
      message: expect.stringContaining(scene.backups),
      fix: expect.stringContaining(scene.backups),
    });
  });

  it('of the database: PERM_001 with the file', async () => {
    const folder = dirname(scene.database.name);
    const id = await backUp(scene);
    await chmod(folder, 0o755);
    try {
      expect(await refused('rollback', { to: 'backup', 'backup-id': id, 'accept-data-loss': 'true' })).toMatchObject({
        code: 'PERM_001',
        message: expect.stringContaining(scene.database.name),
        fix: expect.stringContaining('create files in its folder'),
      });
    } finally {
      await chmod(folder, 0o777);
    }
  });
});
