import { createBackup, type BackupRequest } from '../../src/backup/create.ts';
import { formatManifest, type ManifestContent, sealManifest } from '../../src/backup/manifest.ts';
import { loadBackup, type StoredBackup } from '../../src/backup/stored-backup.ts';
import { systemClock } from '../../src/clock.ts';
import type { AppliedMigration, Driver, Fence, Limits } from '../../src/driver.ts';
import type { TestDatabase } from '../support/databases.ts';
import { rmSync, writeFileSync } from 'node:fs';

export const signal = new AbortController().signal;

export const fence: Fence = { owner: 'test', leaseMs: 60_000 };

export const limits: Limits = { lockTimeoutMs: 5_000, statementTimeoutMs: 0, signal };

/** Tables with rows, text of several alphabets, bytes, NULL, a foreign key, an index and a view; SQL that every engine takes. */
const STATEMENTS = [
  'create table owners (id integer not null primary key, name varchar(80) not null)',
  'create table leads (id integer not null primary key, owner_id integer, email varchar(120), score decimal(12,3), ' +
    'constraint leads_owner foreign key (owner_id) references owners (id))',
  'create table nothing_yet (id integer not null primary key)',
  'create index leads_email on leads (email)',
  'create view owned_leads as select leads.id, owners.name from leads join owners on owners.id = leads.owner_id',
  "insert into owners (id, name) values (1, 'Ada'), (2, 'Борис'), (3, '李雷 😀'), (4, 'O''Hara; -- \"x\"')",
];

/** Fills an empty database, and takes Sluice's lock in it with one migration on record. */
export async function fill(database: TestDatabase, driver: Driver, leads = 2_000): Promise<void> {
  for (const statement of STATEMENTS) await database.query(statement);
  const rows = Array.from({ length: leads }, (_, id) => {
    const email = id % 7 === 0 ? 'null' : `'lead${id}@пример.example'`;
    return `(${id}, ${1 + (id % 4)}, ${email}, ${id}.125)`;
  });
  for (let first = 0; first < rows.length; first += 500) {
    const values = rows.slice(first, first + 500).join(', ');
    await database.query(`insert into leads (id, owner_id, email, score) values ${values}`);
  }
  await driver.lock.acquire(fence.owner, fence.leaseMs);
  await driver.apply.transaction(fence, limits, (transaction) => transaction.recordApplied(MIGRATION));
}

const MIGRATION: AppliedMigration = {
  version: '20260101',
  name: 'leads',
  checksum: 'c'.repeat(64),
  appliedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 5,
  statements: STATEMENTS.length,
  runId: 'test',
};

/** Backs a database up as the command does. */
export async function backUpDatabase(
  driver: Driver,
  directory: string,
  changes: Partial<BackupRequest> = {},
): Promise<StoredBackup> {
  const facts = await driver.probe(signal);
  const applied = (await driver.history.list()).map((row) => row.version);
  return createBackup({
    driver,
    facts,
    directory,
    mode: 'full',
    environment: 'production',
    encryption: null,
    runId: 'test',
    workflowRun: null,
    planDigest: null,
    retentionDays: null,
    sluiceVersion: '0.1.0',
    applied,
    clock: systemClock,
    signal,
    progress: () => {},
    ...changes,
  });
}

/** Rewrites what a backup says of the database, with all digests right: the dump no longer holds what it claims. */
export async function claim(
  { manifest, directory, manifestPath }: StoredBackup,
  changes: (content: ManifestContent) => Partial<ManifestContent>,
): Promise<StoredBackup> {
  const { verified: _verified, proof: _proof, digest: _digest, proofDigest: _proofDigest, ...content } = manifest;
  rmSync(manifestPath);
  writeFileSync(manifestPath, formatManifest(sealManifest({ ...content, ...changes(content) })), { mode: 0o600 });
  return loadBackup(directory);
}
