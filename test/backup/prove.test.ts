import { appendFile, cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { proveBackup, type ProofRequest } from '../../src/backup/prove.ts';
import { dumpSource } from '../../src/backup/source.ts';
import { loadBackup, type StoredBackup } from '../../src/backup/stored-backup.ts';
import { systemClock } from '../../src/clock.ts';
import type { Driver, Scratch, SnapshotGroup } from '../../src/driver.ts';
import { InterruptedError, SluiceError } from '../../src/errors.ts';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import { openDriver } from '../support/state.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { backUpDatabase, fill, signal } from './databases.ts';

let database: TestDatabase;
let driver: Driver;
let backup: StoredBackup;
let scratchFolder: string;

beforeAll(async () => {
  database = await createDatabase('sqlite');
  driver = await openDriver(database.url);
  await fill(database, driver, 300);
  scratchFolder = await temporaryDirectory();
  backup = await backUpDatabase(driver, await temporaryDirectory());
});

afterAll(async () => {
  await driver?.close();
  await database?.drop();
});

type Restore = SnapshotGroup['scratch'];

/** A proof whose restoring goes through `restore`. */
function request(restore: (real: Restore) => Restore, changes: Partial<ProofRequest> = {}): ProofRequest {
  const real: Restore = (...args) => {
    if (driver.snapshot === undefined) throw new Error('SQLite has backups.');
    return driver.snapshot.scratch(...args);
  };
  return {
    driver: { engine: 'sqlite', snapshot: { scratch: restore(real) } },
    scratchUrl: `sqlite:${join(scratchFolder, 'scratch.db')}`,
    clock: systemClock,
    signal,
    progress: () => {},
    ...changes,
  };
}

async function expectUnproven(): Promise<void> {
  expect((await loadBackup(backup.directory)).manifest.verified).toBe('none');
  expect(await readdir(scratchFolder)).toEqual([]);
}

/** Changes the restored copy before it is compared. */
function tampering(sql: string): (real: Restore) => Restore {
  return (real) =>
    async (...args) => {
      const scratch = await real(...args);
      const copy = new Database(scratch.name);
      copy.exec(sql);
      copy.close();
      return scratch;
    };
}

describe('proveBackup', () => {
  it.each([
    ['a row that is missing', 'delete from leads where id = 7', /table leads has 299 rows instead of 300/],
    ['a value that differs', 'update leads set score = 7 where id = 8', /table leads has the checksum/],
    [
      'a swap that keeps all values',
      "update owners set name = case id when 1 then (select name from owners where id = 2) when 2 then 'Ada' else name end",
      /table owners has the checksum/,
    ],
    ['an index that is missing', 'drop index leads_email', /index leads_email is missing/],
    [
      'a view that is defined differently',
      'drop view owned_leads; create view owned_leads as select 1',
      /view owned_leads is defined differently/,
    ],
    ['a table too many', 'create table more (id integer)', /table more was not in the database/],
    [
      'a table that is missing',
      'drop view owned_leads; drop table leads',
      /^(?!.*(table leads is missing).*\1).*the table leads is missing/,
    ],
    ['a migration that is not on record', 'delete from sluice_migrations', /record of migration 20260101 is missing/],
  ])('finds %s in the copy', async (_, sql, message) => {
    await expect(proveBackup(backup, request(tampering(sql)))).rejects.toMatchObject({
      code: 'BACKUP_003',
      message: expect.stringMatching(message),
    });
    await expectUnproven();
  });

  it('names the first differences and counts the rest', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `create table more_${index} (id integer)`).join(';');
    const error = await proveBackup(backup, request(tampering(many))).catch((thrown: unknown) => thrown);
    expect((error as SluiceError).message).toMatch(/; and 10 more\.$/);
    expect((error as SluiceError).details['differences']).toHaveLength(30);
    await expectUnproven();
  });

  it('says which file is corrupt, whatever the driver makes of it', async () => {
    const part = join(backup.directory, backup.manifest.parts[0]?.file ?? '');
    const bytes = await readFile(part);
    const swallowing =
      (real: Restore): Restore =>
      async (...args) => {
        try {
          return await real(...args);
        } catch (cause) {
          throw new SluiceError('BACKUP_001', 'The program ended with status 1.', { cause });
        }
      };
    try {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bytes.length - 3) ^ 8, bytes.length - 3);
      await writeFile(part, flipped);
      await expect(proveBackup(backup, request(swallowing))).rejects.toMatchObject({
        code: 'BACKUP_002',
        message: expect.stringContaining(part),
      });
      await truncate(part, 100);
      await expect(
        proveBackup(
          backup,
          request((real) => real),
        ),
      ).rejects.toMatchObject({ code: 'BACKUP_002' });
    } finally {
      await writeFile(part, bytes);
    }
    await expectUnproven();
  });

  it('does not restore what does not belong to the backup', async () => {
    const stowaway = join(backup.directory, 'stowaway');
    await writeFile(stowaway, '');
    try {
      const restored = (): Restore => () => Promise.reject(new Error('It was restored.'));
      await expect(proveBackup(backup, request(restored))).rejects.toMatchObject({
        code: 'BACKUP_002',
        message: expect.stringContaining(stowaway),
      });
    } finally {
      await rm(stowaway);
    }
    await expectUnproven();
  });

  it('checks what the driver left unread', async () => {
    const whole = join(await temporaryDirectory(), 'whole');
    await cp(backup.directory, whole, { recursive: true });
    const source = dumpSource(await loadBackup(whole));
    const elsewhere =
      (real: Restore): Restore =>
      (_source, ...rest) =>
        real(source, ...rest);
    const part = join(backup.directory, backup.manifest.parts[0]?.file ?? '');
    const bytes = await readFile(part);
    try {
      await appendFile(part, 'x');
      await expect(proveBackup(backup, request(elsewhere))).rejects.toMatchObject({
        code: 'BACKUP_002',
        message: expect.stringContaining(part),
      });
    } finally {
      await writeFile(part, bytes);
    }
    await expectUnproven();
  });

  it('drops the scratch database when it is stopped, and gives the reason', async () => {
    const stop = new AbortController();
    const reason = new InterruptedError('SIGTERM');
    const stopping =
      (real: Restore): Restore =>
      async (...args) => {
        const scratch = await real(...args);
        stop.abort(reason);
        return scratch;
      };
    await expect(proveBackup(backup, request(stopping, { signal: stop.signal }))).rejects.toBe(reason);
    await expectUnproven();
    const early = new AbortController();
    const cancelled = (): Restore => () => {
      early.abort(reason);
      return Promise.reject(new SluiceError('CONN_001', 'The statement was cancelled.'));
    };
    await expect(proveBackup(backup, request(cancelled, { signal: early.signal }))).rejects.toBe(reason);
    const during = new AbortController();
    const progress = (): void => during.abort(reason);
    await expect(
      proveBackup(
        backup,
        request((real) => real, { signal: during.signal, progress }),
      ),
    ).rejects.toBe(reason);
    await expectUnproven();
  });

  it('does not count when the copy could not be dropped', async () => {
    const left = new SluiceError('PERM_001', 'The scratch database could not be dropped.');
    const keeping =
      (real: Restore): Restore =>
      async (...args) => {
        const scratch: Scratch = await real(...args);
        return { ...scratch, drop: () => scratch.drop().then(() => Promise.reject(left)) };
      };
    await expect(proveBackup(backup, request(keeping))).rejects.toBe(left);
    await expectUnproven();
  });

  it('is BACKUP_003 for an engine that cannot restore', async () => {
    await expect(
      proveBackup(
        backup,
        request((real) => real, { driver: { engine: 'redis' } }),
      ),
    ).rejects.toMatchObject({
      code: 'BACKUP_003',
    });
  });

  it('measures the restore alone', async () => {
    let time = 0;
    const clock = { ...systemClock, monotonic: () => time };
    const slow =
      (real: Restore): Restore =>
      async (...args) => {
        time += 1_234.4;
        const scratch = await real(...args);
        return { ...scratch, drop: () => scratch.drop().finally(() => (time += 9_999)) };
      };
    const proven = await proveBackup(backup, request(slow, { clock }));
    expect(proven.manifest.proof?.durationMs).toBe(1_234);
    expect(dirname(proven.directory)).toBe(dirname(backup.directory));
  });
});
