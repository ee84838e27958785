import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { listBackups, pruneBackups } from '../../src/backup/catalog.ts';
import { fingerprintObjects } from '../../src/plan/fingerprint.ts';
import { proveBackup, type ProofProgress } from '../../src/backup/prove.ts';
import { dumpSource } from '../../src/backup/source.ts';
import { loadBackup, type StoredBackup } from '../../src/backup/stored-backup.ts';
import { recordChecksum, verifyBackup } from '../../src/backup/verify.ts';
import { systemClock } from '../../src/clock.ts';
import type { BackupMode, Driver } from '../../src/driver.ts';
import { createDatabase, ENGINES, type TestDatabase, type TestEngine } from '../support/databases.ts';
import { openDriver, stateOf } from '../support/state.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { backUpDatabase, claim, fence, fill, limits, signal } from './databases.ts';

// A proof makes and drops a database on a server that other tests use, too.
jest.setTimeout(180_000);

function prove(
  backup: StoredBackup,
  driver: Driver,
  progress: (event: ProofProgress) => void = () => {},
): Promise<StoredBackup> {
  return proveBackup(backup, { driver, scratchUrl: null, clock: systemClock, signal, progress });
}

/** Known to the server by its scratch databases: their names in MariaDB, their comments in PostgreSQL. */
const RUN = `backup${randomBytes(4).toString('hex')}`;

/** What a proof could have left: scratch databases of this run, files beside a SQLite database. */
async function leftovers(database: TestDatabase): Promise<readonly unknown[]> {
  switch (database.engine) {
    case 'sqlite':
      return (await readdir(dirname(database.name))).filter((name) => name.includes('scratch'));
    case 'mariadb':
      return database.query(`select schema_name from information_schema.schemata where schema_name like '%${RUN}%'`);
    default:
      return database.query(
        `select datname from pg_database where shobj_description(oid, 'pg_database') like '%${RUN}%'`,
      );
  }
}

/** The pg_dump of this machine is older than PostgreSQL 18. */
const WITH_TOOLS = ENGINES.filter((engine) => engine !== 'postgresql18');

describe.each(WITH_TOOLS)('a backup of %s', (engine: TestEngine) => {
  let database: TestDatabase;
  let driver: Driver;

  beforeAll(async () => {
    database = await createDatabase(engine);
    driver = await openDriver(database.url, RUN);
    await fill(database, driver);
  });

  afterAll(async () => {
    await driver?.close();
    await database?.drop();
  });

  it('is taken, verified, proven, listed and pruned', async () => {
    const directory = join(await temporaryDirectory(), 'копии базы');
    const before = await stateOf(database.url);

    const backup = await backUpDatabase(driver, directory);
    const { manifest } = backup;
    expect(manifest.engine).toBe(driver.engine);
    expect(manifest.applied).toEqual(['20260101']);
    expect(manifest.tables.map(({ table, rows }) => [table.name, rows])).toEqual([
      ['leads', 2_000],
      ['nothing_yet', 0],
      ['owners', 4],
    ]);
    await verifyBackup(backup, signal);

    const steps: ProofProgress[] = [];
    const proven = await prove(backup, driver, (event) => steps.push(event));
    expect(proven.manifest).toMatchObject({
      verified: 'restore',
      digest: manifest.digest,
      proof: { tablesCompared: 3, at: expect.any(String), durationMs: expect.any(Number) },
    });
    expect(steps.filter((one) => one.step === 'compare').map((one) => `${one.done} of ${one.total}`)).toEqual([
      '1 of 3',
      '2 of 3',
      '3 of 3',
    ]);
    expect(steps.some((one) => one.step === 'restore' && one.bytes > 0)).toBe(true);
    expect(await loadBackup(backup.directory)).toEqual(proven);
    expect(await recordChecksum(proven, signal)).toBe(proven);
    expect(await stateOf(database.url)).toEqual(before);
    expect(await leftovers(database)).toEqual([]);

    const unproven = [await backUpDatabase(driver, directory), await backUpDatabase(driver, directory)];
    expect((await listBackups(directory)).backups).toHaveLength(3);
    await pruneBackups(directory, 1, []);
    const kept = (await listBackups(directory)).backups.map((one) => one.manifest.id);
    expect(kept).toHaveLength(2);
    expect(kept).toContain(manifest.id);
    expect(unproven.map((one) => one.manifest.id)).toContain(kept[0]);
  });

  it.each(['schema', 'data'] satisfies BackupMode[])('of mode %s is verified and proven, too', async (mode) => {
    const backup = await backUpDatabase(driver, await temporaryDirectory(), { mode });
    expect(backup.manifest.mode).toBe(mode);
    expect(backup.manifest.tables).toHaveLength(mode === 'schema' ? 0 : 3);
    await verifyBackup(backup, signal);
    const { manifest } = await prove(backup, driver);
    expect(manifest.proof?.tablesCompared).toBe(mode === 'schema' ? 0 : 3);
  });

  it('is not proven when the copy is not what the manifest says', async () => {
    const backup = await backUpDatabase(driver, await temporaryDirectory());
    const claims: readonly (readonly [RegExp, Parameters<typeof claim>[1]])[] = [
      [
        /table (\S+\.)?leads has 2000 rows instead of 1999/,
        ({ tables }) => ({ tables: tables.map((one) => (one.table.name === 'leads' ? { ...one, rows: 1_999 } : one)) }),
      ],
      [
        /table (\S+\.)?owners has the checksum \d+:\d+ instead of 1:2/,
        ({ tables }) => ({
          tables: tables.map((one) => (one.table.name === 'owners' ? { ...one, checksum: '1:2' } : one)),
        }),
      ],
      [
        /was not in the database/,
        ({ objects }) => ({ objects: objects.slice(1), schemaFingerprint: fingerprintObjects(objects.slice(1)) }),
      ],
      [
        /is defined differently/,
        ({ objects }) => {
          const changed = objects.map((one, index) => (index === 0 ? { ...one, hash: '0'.repeat(64) } : one));
          return { objects: changed, schemaFingerprint: fingerprintObjects(changed) };
        },
      ],
      [
        /table (\S+\.)?gone is missing/,
        ({ tables }) => ({
          tables: [...tables, ...tables.slice(0, 1).map((one) => ({ ...one, table: { ...one.table, name: 'gone' } }))],
        }),
      ],
      [/the record of migration 20260102 is missing/, () => ({ applied: ['20260101', '20260102'] })],
      [/the record of migration 20260101 was not in the database/, () => ({ applied: [] })],
    ];
    for (const [message, changes] of claims) {
      const claimed = await claim(backup, changes);
      await expect(prove(claimed, driver)).rejects.toMatchObject({
        code: 'BACKUP_003',
        message: expect.stringMatching(message),
      });
      expect((await loadBackup(claimed.directory)).manifest.verified).toBe('none');
    }
    expect(await leftovers(database)).toEqual([]);
  });

  it('brings back what was there', async () => {
    const before = await stateOf(database.url);
    const backup = await backUpDatabase(driver, await temporaryDirectory());
    for (const sql of [
      'drop view owned_leads',
      'drop table leads',
      'create table later (id integer not null primary key)',
      "update owners set name = 'nobody'",
    ]) {
      await database.query(sql);
    }
    expect(await stateOf(database.url)).not.toEqual(before);
    await verifyBackup(backup, signal);
    await driver.snapshot?.replace(fence, dumpSource(backup), limits);
    expect(await stateOf(database.url)).toEqual(before);
  });
});

describe('a backup of a server that is newer than its client programs', () => {
  it('is TOOL_001 and leaves nothing behind', async () => {
    const database = await createDatabase('postgresql18');
    const directory = await temporaryDirectory();
    try {
      const driver = await openDriver(database.url);
      await expect(backUpDatabase(driver, directory)).rejects.toMatchObject({ code: 'TOOL_001' });
      await driver.close();
    } finally {
      await database.drop();
    }
    expect(await readdir(directory)).toEqual([]);
  });
});
