import { expect, it, jest } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { builtBundle } from '../../support/bundle.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { startProcess } from '../../support/process.ts';
import { watchMemory } from '../../support/process-memory.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { BACKUP_ENGINES } from './scene.ts';

jest.setTimeout(180_000);

const onLinux = process.platform === 'linux' ? it : it.skip;

const MEGABYTE = 1_000_000;
const ROWS = 3000;

/** 300 MB in rows of 100 KB, which are quickly made and digested. */
const FILL: Readonly<Record<(typeof BACKUP_ENGINES)[number], string>> = {
  sqlite: `insert into pages with recursive n(i) as (select 1 union all select i + 1 from n where i < ${String(ROWS)}) select i, randomblob(100000) from n`,
  postgresql: `insert into pages select i, repeat(md5(i::text), 3125) from generate_series(1, ${String(ROWS)}) as n(i)`,
  mariadb: `insert into pages select seq, repeat(md5(seq), 3125) from seq_1_to_${String(ROWS)}`,
};

/** Some 100 MB more than what it takes on a quiet machine; whoever keeps the rows needs 300 MB more, or several times as much. */
const MOST = 330 * MEGABYTE;

async function filled(engine: (typeof BACKUP_ENGINES)[number]): Promise<TestDatabase> {
  const database = await createDatabase(engine);
  await database.query(
    `create table pages (id integer primary key, content ${engine === 'mariadb' ? 'longtext' : 'text'})`,
  );
  await database.query(FILL[engine]);
  return database;
}

onLinux.each(BACKUP_ENGINES)(
  'takes and proves a backup of %s in little memory, however large it is',
  async (engine) => {
    const bundle = await builtBundle();
    const database = await filled(engine);
    try {
      const folder = await temporaryDirectory();
      await mkdir(join(folder, 'tmp'));
      const child = startProcess(['node', join(bundle, 'dist/cli.js'), 'backup', 'create', '--verify', 'restore'], {
        cwd: folder,
        env: { DATABASE_URL: database.url, RUNNER_TEMP: join(folder, 'tmp') },
      });
      const peaks = await watchMemory(child.pid, child.result);
      const { exitCode, stderr } = await child.result;
      expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(peaks.together).toBeGreaterThan(0);
      expect(peaks.together).toBeLessThan(MOST);
    } finally {
      await database.drop();
    }
  },
);
