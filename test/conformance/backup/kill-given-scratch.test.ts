import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { openSession } from '../../support/session.ts';
import { bank } from './accounts.ts';
import { execute } from './execute.ts';
import { type Scene, sceneOf } from './scene.ts';

/** MariaDB: a database of the user's that `backup.scratch` names, and proofs that are killed in it. */
describe('SIGKILL of a proof in backup.scratch', () => {
  let scene: Scene;
  let given: TestDatabase;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const database = await createDatabase('mariadb');
    scene = await sceneOf(database);
    given = await createDatabase('mariadb');
    env = { SCRATCH: given.url };
    await scene.project.configure(
      'backup: { scratch: "${SCRATCH}" }\nmigrations: { run-lease: 1s, run-lock-wait: 30s }\n',
    );
    await execute(database, [
      ...bank('mariadb'),
      'create procedure tidy() delete from touched',
      'create sequence numbers',
    ]);
  });

  afterAll(async () => {
    await scene.drop();
    await given.drop();
  });

  /** Names of all that the database holds, sorted. */
  async function content(): Promise<readonly string[]> {
    const rows = await given.query(
      'select table_name as name from information_schema.tables where table_schema = database()' +
        ' union all select trigger_name from information_schema.triggers where trigger_schema = database()' +
        ' union all select routine_name from information_schema.routines where routine_schema = database()' +
        ' union all select event_name from information_schema.events where event_schema = database()',
    );
    return rows.map((row) => String(row['name'])).toSorted();
  }

  it.each([
    'create table if not exists#1',
    'insert into#1',
    'CREATE TABLE `accounts`#1',
    'INSERT INTO `filling`#1',
    '50003 CREATE*/#1',
    'VIEW `rich`#1',
    'drop table if exists#3',
    'drop table if exists#5',
    '`sluice_scratch`#4',
  ])('at %s: the next proof empties it and passes', async (moment) => {
    const { stderr, signal } = await scene.sluice(['backup', '--verify', 'restore'], {
      preload: 'kill-moment.ts',
      env: { ...env, SLUICE_KILL_MOMENT: moment },
    });
    expect({ stderr, signal }).toEqual({ stderr: expect.stringContaining('killed at'), signal: 'SIGKILL' });
    const { manifest } = await scene.backUp({ verify: 'restore' }, env);
    expect(manifest.verified).toBe('restore');
    expect(await content()).toEqual([]);
  });

  it.each([
    ['a table', ['create table theirs (id int)', 'insert into theirs values (1)'], ['theirs']],
    ['a table named like the mark', ['create table sluice_scratch (id int)'], ['sluice_scratch']],
    ['a view', ['create view theirs as select 1 as one'], ['theirs']],
    ['a routine', ['create procedure theirs() select 1'], ['theirs']],
    ['an event', ['create event theirs on schedule every 1 day do select 1'], ['theirs']],
  ])('%s that was there before is refused, and stays', async (_what, statements, names) => {
    await execute(given, statements);
    const { status, errors } = await scene.run('backup', { verify: 'restore' }, env);
    expect({ status, codes: errors.map(({ code }) => code) }).toEqual({ status: 'failed', codes: ['BACKUP_001'] });
    expect(await content()).toEqual(names);
    const [kind] = /table|view|procedure|event/u.exec(statements[0] ?? '') ?? [];
    await given.query(`drop ${String(kind)} ${String(names[0])}`);
  });

  it('a proof that is under way is not disturbed by another one', async () => {
    const session = await openSession(given);
    try {
      // What the proof of another run holds and has made.
      const [lock] = await session.query(`select concat('sluice:scratch:', left(sha2(database(), 256), 16)) as name`);
      await session.query(`do get_lock('${String(lock?.['name'])}', 0)`);
      await session.query('create table restored (id int)');
      const { errors } = await scene.run('backup', { verify: 'restore' }, env);
      expect(errors).toMatchObject([
        { code: 'BACKUP_001', message: expect.stringContaining('is used by another proof') },
      ]);
      expect(await content()).toEqual(['restored']);
    } finally {
      await session.query('drop table if exists restored');
      await session.close();
    }
  });
});
