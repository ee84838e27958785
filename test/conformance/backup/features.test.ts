import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createDatabase } from '../../support/databases.ts';
import { execute } from './execute.ts';
import { CHANGES, FEATURES } from './features.ts';
import { BACKUP_ENGINES, type Scene, sceneOf } from './scene.ts';

jest.setTimeout(180_000);

let scene: Scene | null = null;

afterEach(async () => {
  await scene?.drop();
  scene = null;
});

async function featured(engine: (typeof BACKUP_ENGINES)[number]): Promise<Scene> {
  const database = await createDatabase(engine);
  scene = await sceneOf(database);
  await execute(database, FEATURES[engine]);
  return scene;
}

/** Takes a backup, changes the database, and goes back. */
async function thereAndBack(
  here: Scene,
  engine: (typeof BACKUP_ENGINES)[number],
  mode: 'full' | 'data',
  url: string = here.database.url,
): Promise<void> {
  const before = await here.state();
  const backup = await here.backUp({ mode, verify: 'restore' }, { DATABASE_URL: url });
  expect(backup.manifest).toMatchObject({ mode, verified: 'restore', engine });
  await execute(here.database, CHANGES[engine]);
  expect((await here.state()).data).not.toEqual(before.data);
  const { status, errors } = await here.run('rollback', {
    to: 'backup',
    'backup-id': backup.manifest.id,
    'accept-data-loss': 'true',
  });
  expect({ status, errors }).toEqual({ status: 'passed', errors: [] });
  expect(await here.state()).toEqual(before);
}

describe.each(BACKUP_ENGINES)('a database of %s as people have them', (engine) => {
  it('comes back from a backup, schema and rows, whole and the rows alone', async () => {
    const here = await featured(engine);
    await thereAndBack(here, engine, 'full');
    await thereAndBack(here, engine, 'data');
    const { manifest } = await here.backUp({ mode: 'schema', verify: 'restore' });
    expect(manifest).toMatchObject({ mode: 'schema', verified: 'restore', tables: [] });
  });
});

it('comes back on MariaDB when the rows are read in one session', async () => {
  const here = await featured('mariadb');
  const { database } = here;
  const url = await database.createUser({ password: 'x', grants: READING });
  await thereAndBack(here, 'mariadb', 'full', url);
});

/** All that a backup needs, but nothing to hold writing off with. */
const READING: readonly string[] = [
  'select, trigger, show view, event, create routine on *',
  'select on mysql.proc',
  'all privileges on `sluice\\_scratch\\_%`.*',
  'set user on *.*',
];
