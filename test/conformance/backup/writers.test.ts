import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { dumpSource } from '../../../src/backup/source.ts';
import type { StoredBackup } from '../../../src/backup/stored-backup.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { ROOT, type RunningProcess, startProcess } from '../../support/process.ts';
import { openSession } from '../../support/session.ts';
import { openDriver } from '../../support/state.ts';
import { createScene, type BACKUP_ENGINES, type Scene } from './scene.ts';

jest.setTimeout(180_000);

const ACCOUNTS = 40;
const EACH = 100;
const WRITERS = 3;

type Engine = (typeof BACKUP_ENGINES)[number];

/** Rows that take the dump's time between the accounts and the transfers. */
const FILLING: Readonly<Record<Engine, string>> = {
  sqlite:
    'create table filling as with recursive n (id) as (select 1 union all select id + 1 from n where id < 1500) select id, randomblob(4000) as body from n',
  postgresql: 'create table filling as select id, md5(id::text) as body from generate_series(1, 50000) id',
  mariadb: 'create table filling as select seq as id, md5(seq) as body from seq_1_to_50000',
};

function statements(engine: Engine): readonly string[] {
  return [
    'create table accounts (id integer not null primary key, balance integer not null)',
    `insert into accounts (id, balance) values ${Array.from({ length: ACCOUNTS }, (_, id) => `(${String(id)}, ${String(EACH)})`).join(', ')}`,
    FILLING[engine],
    'create table tallies (id integer not null primary key, transfers integer not null)',
    `insert into tallies values ${Array.from({ length: WRITERS }, (_, id) => `(${String(id + 1)}, 0)`).join(', ')}`,
    'create table transfers (id integer not null primary key, giver integer not null, taker integer not null, amount integer not null)',
  ];
}

const INVARIANTS =
  'select (select sum(balance) from accounts) as money,' +
  ' (select sum(transfers) from tallies) - (select count(*) from transfers) as missing, (select count(*) from transfers) as transfers';

/** The URL of another database where this one is. */
function urlOf(database: TestDatabase, name: string): string {
  if (database.engine === 'sqlite') return `sqlite:${name}`;
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** Restores a backup and reads what has to hold in every state of the database. */
async function restored({ database }: Scene, backup: StoredBackup): Promise<Record<string, unknown> | undefined> {
  const driver = await openDriver(database.url, `writers${String(process.pid)}`);
  try {
    const scratch = await driver.snapshot?.scratch(dumpSource(backup), null, new AbortController().signal);
    if (scratch === undefined) throw new Error('There are no snapshots.');
    try {
      return await invariantsOf(database, urlOf(database, scratch.name));
    } finally {
      await scratch.drop();
    }
  } finally {
    await driver.close();
  }
}

async function invariantsOf(database: TestDatabase, url: string): Promise<Record<string, unknown> | undefined> {
  if (database.engine === 'sqlite') {
    const copy = new Database(url.replace('sqlite:', ''), { readonly: true });
    try {
      return copy.prepare<[], Record<string, unknown>>(INVARIANTS).get();
    } finally {
      copy.close();
    }
  }
  const session = await openSession({ ...database, url });
  try {
    const [row] = await session.query(INVARIANTS);
    return row;
  } finally {
    await session.close();
  }
}

let scene: Scene | null = null;
let writers: RunningProcess[] = [];

async function stopWriters(): Promise<void> {
  for (const writer of writers) writer.kill('SIGTERM');
  for (const { result } of writers.splice(0)) {
    const { exitCode, stderr } = await result;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  }
}

afterEach(async () => {
  for (const writer of writers.splice(0)) {
    writer.kill('SIGKILL');
    await writer.result;
  }
  await scene?.drop();
  scene = null;
});

async function startWriters(database: TestDatabase): Promise<void> {
  writers = Array.from({ length: WRITERS }, (_, index) =>
    startProcess([
      'node',
      join(ROOT, 'test/conformance/backup/programs/write.ts'),
      database.engine,
      database.url,
      String(index + 1),
    ]),
  );
  await Promise.all(writers.map((writer) => writer.untilOutput(/writing/u)));
}

/** How often a backup is taken while the writers go on. */
const ROUNDS = 1;

async function backUpWhileWriting(
  engine: Engine,
  url: (database: TestDatabase) => Promise<string>,
): Promise<StoredBackup> {
  const here = await createScene(engine, statements(engine));
  scene = here;
  const as = await url(here.database);
  await startWriters(here.database);
  let last: StoredBackup | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const backup = await here.backUp({ verify: 'restore' }, { DATABASE_URL: as });
    expect(backup.manifest.verified).toBe('restore');
    const row = await restored(here, backup);
    expect({ money: Number(row?.['money']), missing: Number(row?.['missing']) }).toEqual({
      money: ACCOUNTS * EACH,
      missing: 0,
    });
    last = backup;
  }
  const [before] = await here.database.query('select sum(transfers) as n from tallies');
  expect(Number(before?.['n'])).toBeGreaterThan(0);
  await stopWriters();
  if (last === null) throw new Error('There is no backup.');
  return last;
}

const asItself = (database: TestDatabase): Promise<string> => Promise.resolve(database.url);

describe('a backup while others write is of one moment, and proven', () => {
  it('on SQLite', async () => {
    await backUpWhileWriting('sqlite', asItself);
  });

  it('on SQLite in WAL mode', async () => {
    await backUpWhileWriting('sqlite', async (database) => {
      await database.query('pragma journal_mode = wal');
      return database.url;
    });
  });

  it('on PostgreSQL', async () => {
    const { manifest } = await backUpWhileWriting('postgresql', asItself);
    expect(manifest.snapshot).toMatch(/^\w+-\w+-\d+$/u);
  });

  it.each([
    ['that may hold all writing off', [], /FLUSH TABLES WITH READ LOCK/u],
    ['that may lock the tables alone', ['lock tables on *'], /LOCK TABLES … READ/u],
    ['that may do neither', [], /one snapshot of one session/u],
  ] as const)('on MariaDB, with an account %s', async (name, more, guarantee) => {
    const { manifest } = await backUpWhileWriting('mariadb', (database) =>
      name === 'that may hold all writing off'
        ? asItself(database)
        : database.createUser({
            password: 'x',
            grants: [
              'select, trigger, show view, event, create routine on *',
              'all privileges on `sluice\\_scratch\\_%`.*',
              ...more,
            ],
          }),
    );
    expect(manifest.guarantee).toMatch(guarantee);
  });
});
