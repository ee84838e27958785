import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CommandResult } from '../../../src/run/types.ts';
import { canMount, mountFolder, type MountedFolder } from '../../backup/mounts.ts';
import { startMariadb, startPostgres, type TestServer } from '../../support/servers.ts';
import { serverDirectory } from '../../support/servers/root-directory.ts';
import { fillUp } from './ballast.ts';
import { backUp, createScene, errorOf, expectNothingLeft, type Scene } from './scene.ts';

jest.setTimeout(180_000);

const RESTORE = { to: 'backup', 'accept-data-loss': 'true' } as const;

// `mounts.ts` says why, where they are skipped.
const withMounts = canMount ? describe : describe.skip;

/** A server of the test's own, whose data lies on a small file system; a database needs about 8 MB in PostgreSQL. */
const SERVERS = {
  postgresql: {
    start: (dataIn: string) => startPostgres({ dataIn }),
    size: 'size=120m',
    leave: { proof: [3_000_000, 10_000_000, 13_000_000], restore: 4_000_000 },
  },
  mariadb: {
    start: (dataIn: string) => startMariadb({ dataIn }),
    size: 'size=240m',
    leave: { proof: [5_000_000], restore: 5_000_000 },
  },
} as const;

withMounts.each(['postgresql', 'mariadb'] as const)('a full disk below the server: %s', (engine) => {
  const { start, size, leave } = SERVERS[engine];
  let small: MountedFolder;
  let server: TestServer;
  let scene: Scene;

  beforeAll(async () => {
    small = await mountFolder(size, await serverDirectory('small'));
    server = await start(small.path);
    scene = await createScene(engine, { rows: 8_000, server: server.url() });
  });
  afterAll(async () => {
    // The database goes with its server.
    await server?.stop();
    small?.unmount();
  });

  /** Runs a command while the disk is nearly full; afterwards there is room again. */
  async function whenFull(leaveBytes: number, run: () => Promise<CommandResult>): Promise<CommandResult> {
    const before = await scene.state();
    // Pages that the server has yet to write would find no room either.
    if (engine === 'postgresql') await scene.database.query('checkpoint');
    const empty = fillUp(small.path, leaveBytes);
    const result = await run().finally(empty);
    await expectNothingLeft(scene, result, scene.backups);
    expect(await scratches()).toEqual([]);
    expect(await scene.state()).toEqual(before);
    return result;
  }

  /** Nobody else uses this server, so whatever scratch database there is was left. */
  async function scratches(): Promise<readonly unknown[]> {
    return scene.database.query(
      engine === 'mariadb'
        ? "select schema_name from information_schema.schemata where schema_name like 'sluice\\_scratch%'"
        : "select datname from pg_database where datname like 'sluice\\_scratch%'",
    );
  }

  it.each(leave.proof)('with %d bytes left ends a proof with DISK_001, and there is none of it left', async (bytes) => {
    const result = await whenFull(bytes, () => scene.run('backup', { verify: 'restore' }));
    // Where nearly all of it finds room, the copy may just fit; then the room is missing for dropping it.
    if (bytes > 12_000_000 && result.status === 'passed') return;
    expect(errorOf(result)).toMatchObject({
      code: 'DISK_001',
      fix: expect.stringMatching(/^Free (?:disk )?space on the volume of the database server/),
    });
  });

  it('proves once there is room again', async () => {
    expect((await scene.run('backup', { verify: 'restore' })).outputs).toMatchObject({ verified: 'restore' });
  });

  it('ends a restore; the live database stays as it was, and the restore works once there is room', async () => {
    const id = await backUp(scene);
    const restore = (): Promise<CommandResult> => scene.run('rollback', { ...RESTORE, 'backup-id': id });
    await scene.database.query("insert into owners values (3, 'later')");
    expect(errorOf(await whenFull(leave.restore, restore))).toMatchObject({
      code: 'ROLL_001',
      message: expect.stringMatching(/\(DISK_001\).* as it was before/s),
      fix: expect.stringMatching(/^Free disk space on the volume of the database server/),
    });
    expect(await restore()).toMatchObject({ status: 'passed', errors: [] });
    expect(await scene.database.query('select count(*) as n from owners')).toEqual([{ n: 2 }]);
  });
});
