import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { listBackups } from '../../../src/backup/catalog.ts';
import { verifyBackup } from '../../../src/backup/verify.ts';
import { scratchPrefixOf } from '../../../src/drivers/mysql/scratch-names.ts';
import { Seeded } from '../../backup/seeded.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { uniqueName } from '../../support/databases/test-database.ts';
import { bank } from './accounts.ts';
import { execute } from './execute.ts';
import { type BACKUP_ENGINES, type Scene, sceneOf } from './scene.ts';

type Engine = (typeof BACKUP_ENGINES)[number];

/** When to kill: `words#n`, the n-th moment whose text holds the words. See `test/support/kill-moment.ts`. */
export interface Moments {
  readonly backup: readonly string[];
  readonly rollback: readonly string[];
}

/** A database whose scratch databases can be told from those of other tests. */
interface Owned {
  readonly database: TestDatabase;
  scratches(): Promise<readonly string[]>;
}

async function ownDatabase(engine: Engine): Promise<Owned> {
  const database = await createDatabase(engine);
  switch (engine) {
    case 'sqlite':
      return { database, scratches: () => Promise.resolve([]) };
    case 'mariadb': {
      const prefix = scratchPrefixOf(database.name);
      const sql = `select schema_name as name from information_schema.schemata where left(schema_name, ${String(prefix.length)}) = '${prefix}'`;
      return { database, scratches: async () => (await database.query(sql)).map((row) => String(row['name'])) };
    }
    case 'postgresql': {
      const name = uniqueName('sluice_user');
      const url = await database.createUser({ password: 'x', name });
      await database.query(`alter role ${name} createdb`);
      const sql = `select datname from pg_database where datdba = '${name}'::regrole and datname <> current_database()`;
      return {
        database: { ...database, url },
        scratches: async () => (await database.query(sql)).map((row) => String(row['datname'])),
      };
    }
  }
}

/** What happens to the database between the backup and the rollback. */
const CHANGES = [
  'update accounts set balance = balance + 1 where id < 20',
  'create table later (id integer not null primary key)',
  'insert into later values (1)',
  'drop view rich',
  'create view rich as select id from accounts',
];

/** How long a server may take to notice that a client is gone. */
const PATIENCE_MS = 15_000;

/** Expects that nothing is left but backups. */
async function expectClean(owned: Owned, scene: Scene, where: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const files = await readdir(scene.temporary);
    if (owned.database.engine === 'sqlite') {
      files.push(...(await readdir(dirname(owned.database.name))).filter((name) => /sluice-|-journal$/u.test(name)));
    }
    const partials = (await readdir(scene.backups)).filter((name) => name.includes('partial'));
    const left = { where, files, partials, scratches: await owned.scratches() };
    const clean = { where, files: [], partials: [], scratches: [] };
    if (performance.now() > deadline) expect(left).toEqual(clean);
    if (JSON.stringify(left) === JSON.stringify(clean)) return;
    await delay(100);
  }
}

/** Expects that whatever is listed as a backup is whole. */
async function expectWholeBackups(scene: Scene, where: string): Promise<void> {
  const { backups, broken } = await listBackups(scene.backups);
  for (const backup of backups) await verifyBackup(backup);
  expect({ where, broken }).toEqual({ where, broken: [] });
}

/** Runs a command and kills it; returns where, or null when it ended before. */
async function killAt(scene: Scene, args: readonly string[], moment: string): Promise<string | null> {
  const { signal, stderr, stdout } = await scene.sluice(args, {
    preload: 'kill-moment.ts',
    env: { SLUICE_KILL_MOMENT: moment, SLUICE_KILL_WATCH: `${scene.database.name}-journal` },
  });
  const where = /killed at (.*)/u.exec(stderr)?.[1];
  expect({ moment, signal, output: where ?? stderr + stdout }).toEqual({
    moment,
    signal: where === undefined ? null : 'SIGKILL',
    output: where ?? expect.stringContaining('status: passed'),
  });
  return where === undefined ? null : `${moment}: ${where}`;
}

/** One database, many kills. */
async function backupsKilled(engine: Engine, moments: readonly string[]): Promise<void> {
  const owned = await ownDatabase(engine);
  const scene = await sceneOf(owned.database);
  try {
    await execute(owned.database, bank(engine));
    const before = await scene.state();
    let killed = 0;
    for (const moment of moments) {
      const where = await killAt(scene, ['backup', '--verify', 'restore'], moment);
      if (where === null) continue;
      killed += 1;
      await expectWholeBackups(scene, where);
      const { manifest } = await scene.backUp({ verify: 'restore' });
      expect({ where, verified: manifest.verified }).toEqual({ where, verified: 'restore' });
      await expectWholeBackups(scene, where);
      await expectClean(owned, scene, where);
      expect({ where, state: await scene.state() }).toEqual({ where, state: before });
    }
    expect(killed).toBeGreaterThanOrEqual(Math.ceil(moments.length * 0.8));
  } finally {
    await scene.drop();
  }
}

/**
 * Expects one of the states, whole. What a killed process had sent the server may still be at, and whoever reads tables
 * that are just being exchanged may be told so.
 */
async function expectOneOf(scene: Scene, states: readonly Awaited<ReturnType<Scene['state']>>[], where: string) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const late = performance.now() > deadline;
    try {
      const now = await scene.state();
      if (states.some((state) => isDeepStrictEqual(state, now))) return;
      if (late) expect({ where, states }).toEqual({ where, states: [now] });
    } catch (error) {
      if (late) throw error;
    }
    await delay(100);
  }
}

/** One database, one backup, many kills: each begins with the changes done anew. */
async function rollbacksKilled(engine: Engine, moments: readonly string[]): Promise<void> {
  const owned = await ownDatabase(engine);
  const scene = await sceneOf(owned.database);
  try {
    await execute(owned.database, bank(engine));
    const { manifest } = await scene.backUp({ verify: 'none' });
    const backedUp = await scene.state();
    let killed = 0;
    for (const moment of moments) {
      await execute(owned.database, CHANGES);
      const changed = await scene.state();
      const args = ['rollback', '--to', 'backup', '--backup-id', manifest.id, '--accept-data-loss'];
      const where = await killAt(scene, args, moment);
      if (where === null) continue;
      killed += 1;
      await expectOneOf(scene, [changed, backedUp], where);
      const { status, errors } = await scene.run('rollback', {
        to: 'backup',
        'backup-id': manifest.id,
        'accept-data-loss': 'true',
      });
      expect({ where, status, errors }).toEqual({ where, status: 'passed', errors: [] });
      expect({ where, state: await scene.state() }).toEqual({ where, state: backedUp });
      await expectWholeBackups(scene, where);
      await expectClean(owned, scene, where);
    }
    expect(killed).toBeGreaterThanOrEqual(Math.ceil(moments.length * 0.8));
  } finally {
    await scene.drop();
  }
}

/** Each kill is two commands. */
const timeoutOf = (moments: readonly string[]): number => 60_000 * (1 + moments.length);

/** Kills backups, proofs and restores of one engine; each engine has a file of its own, so that they share the cores. */
export function killSuite(engine: Engine, { backup, rollback }: Moments): void {
  describe(`SIGKILL on ${engine}`, () => {
    it(
      'in a backup or its proof leaves whole backups, and nothing else once it is run again',
      () => backupsKilled(engine, backup),
      timeoutOf(backup),
    );
    it(
      'in a rollback to a backup leaves the old state or the new one, and the new one once it is run again',
      () => rollbacksKilled(engine, rollback),
      timeoutOf(rollback),
    );
  });
}

/** Moments by number, from everywhere in a run of about so many. */
export function spread(purpose: string, about: number, count: number): readonly string[] {
  const random = new Seeded(purpose);
  const step = about / count;
  return Array.from(
    { length: count },
    (_, index) => `#${String(1 + Math.floor(index * step) + random.below(Math.ceil(step)))}`,
  );
}
