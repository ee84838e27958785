import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatManifest, parseManifest, sealManifest } from '../../src/backup/manifest.ts';
import type { Stamped } from '../../src/journal/entries.ts';
import { createProject, type Project, type SluiceResult } from '../support/project.ts';

let project: Project;

beforeAll(async () => {
  project = await createProject('sqlite');
  await project.configure(
    'environments:\n  production:\n    url: ${DATABASE_URL}\n    protected: true\n  staging:\n    url: ${DATABASE_URL}\n',
  );
});
afterAll(() => project.drop());

beforeEach(async () => {
  for (const table of ['leads', 'orders', 'empty', 'later', 'altered']) {
    await project.database.query(`drop table if exists ${table}`);
  }
  await project.database.query('create table leads (id integer primary key, email text)');
  await project.database.query('create table orders (id integer primary key, total integer)');
  await project.database.query('create table altered (id integer primary key)');
  await project.database.query('create table empty (id integer primary key)');
  await project.database.query("insert into leads values (1, 'a'), (2, 'b')");
  await project.database.query('insert into orders values (1, 10), (2, 20)');
  await project.database.query('insert into altered values (1)');
});

/** Takes a backup; returns its id. */
async function backUp(environment: string, verify: string): Promise<string> {
  const { outputs } = await project.sluice(['backup', '--environment', environment, '--verify', verify]);
  return outputs['backup-id'] ?? '';
}

async function goBack(environment: string, backupId: string, ...more: readonly string[]): Promise<SluiceResult> {
  const args = ['rollback', '--environment', environment, '--to', 'backup', '--backup-id', backupId, ...more];
  return project.sluice(environment === 'production' ? [...args, '--confirm', 'production'] : args);
}

describe('going back to a backup', () => {
  it('needs the proof where the environment is protected, and says how to get it', async () => {
    const id = await backUp('production', 'checksum');
    const refused = await goBack('production', id);
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'BACKUP_003' } });
    const command = /`sluice (backup verify [^`]*)`/u.exec(refused.stderr)?.[1] ?? '';
    expect(command).toContain(id);
    expect(await project.sluice(command.split(' '))).toMatchObject({ exitCode: 0 });
    expect(await goBack('production', id)).toMatchObject({ exitCode: 0, outputs: { verified: 'true' } });
  });

  it('warns elsewhere of a backup that nobody proved', async () => {
    const id = await backUp('staging', 'none');
    const restored = await goBack('staging', id);
    expect(restored).toMatchObject({ exitCode: 0, outputs: { 'rows-restored': '5' } });
    expect(restored.stderr).toContain(`the backup ${id} was never restored to prove it (verified: none)`);
  });

  it.each([
    ['nothing', []],
    ['another name', ['--confirm', 'staging']],
    ['the name in other letters', ['--confirm', 'Production']],
  ])('of a protected environment is refused when %s confirms it', async (_, confirm) => {
    const args = ['rollback', '--environment', 'production', '--to', 'backup', ...confirm];
    const refused = await project.sluice(args);
    expect(refused).toMatchObject({ exitCode: 2, outputs: { 'error-code': 'CONF_001' } });
    expect(refused.stderr).toContain('confirm: production');
  });

  it('says of each table what is known of the rows that would be lost, and what is not', async () => {
    const id = await backUp('staging', 'checksum');
    await project.database.query("insert into leads values (3, 'c'), (4, 'd')");
    await project.database.query('update orders set total = 11 where id = 1');
    await project.database.query('alter table altered add column note text');
    await project.database.query('create table later (id integer)');
    await project.database.query('insert into later values (1)');
    const refused = await goBack('staging', id);
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DATA_001' } });
    const sentence = /^DATA_001: (.*)$/mu.exec(refused.stderr)?.[1] ?? '';
    expect(
      sentence
        .split(' would be lost: ')[1]
        ?.replace(/\. Of each .*/u, '')
        .split('; '),
    ).toEqual([
      'altered: its 1 rows cannot be compared, because its definition changed since',
      'later: not in the backup, 1 rows now',
      'leads: 2 rows in the backup, 4 now (2 more)',
      'orders: content of its 2 rows changed',
    ]);
    expect(sentence).toMatch(/how many rows were added, changed or removed cannot be known\.$/u);
    expect(await project.database.query('select count(*) as n from leads')).toEqual([{ n: 4 }]);
  });

  it('names what was accepted to be lost, in the journal as well', async () => {
    const id = await backUp('staging', 'checksum');
    await project.database.query('delete from leads where id = 1');
    const restored = await goBack('staging', id, '--accept-data-loss');
    expect(restored).toMatchObject({ exitCode: 0, outputs: { verified: 'true', 'rolled-back-to': id } });
    expect(restored.stderr).toContain('will be lost: leads: 2 rows in the backup, 1 now (1 fewer)');
    const { stdout } = await project.sluice(['history', '--json', '--run-id', restored.outputs['run-id'] ?? '']);
    const entries = JSON.parse(stdout) as readonly Stamped[];
    const started = entries.map(({ entry }) => entry).find(({ kind }) => kind === 'rollback-started');
    expect(started).toMatchObject({ reason: expect.stringContaining('leads: 2 rows in the backup, 1 now') as unknown });
  });

  it('asks nothing when no row changed', async () => {
    const id = await backUp('staging', 'checksum');
    await project.database.query('create table later (id integer)');
    expect(await goBack('staging', id)).toMatchObject({ exitCode: 0 });
  });

  it('refuses another backup under an id that the journal knows', async () => {
    const id = await backUp('staging', 'checksum');
    expect(await goBack('staging', id)).toMatchObject({ exitCode: 0 });
    const path = join(project.directory, '.sluice/backups', id, 'manifest.json');
    const { verified: _, proof, proofDigest, digest, ...content } = parseManifest(await readFile(path, 'utf8'));
    expect({ proof, digest: digest.length, proofDigest: proofDigest?.length }).toEqual({
      proof: null,
      digest: 64,
      proofDigest: 64,
    });
    await writeFile(path, formatManifest(sealManifest({ ...content, runId: 'another-run' })));
    const refused = await goBack('staging', id);
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'BACKUP_002' } });
    expect(refused.stderr).toContain('another one under the same id');
  });
});
