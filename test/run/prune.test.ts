import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase } from '../support/databases.ts';
import { createProject, type Project } from '../support/project.ts';
import type { TestDatabase } from '../support/databases.ts';

let project: Project;
let staging: TestDatabase;
let recipient: string;
let folder: string;

beforeAll(async () => {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  recipient = await identityToRecipient(await generateX25519Identity());
  project = await createProject('sqlite');
  staging = await createDatabase('sqlite');
  await project.configure(
    'environments:\n  production:\n    url: ${DATABASE_URL}\n  staging:\n    url: ${STAGING_URL}\nvalidate:\n  checksums: false\n',
  );
  for (const database of [project.database, staging]) {
    await database.query('create table leads (id integer primary key)');
  }
});
afterAll(async () => {
  await staging.drop();
  await project.drop();
});

let run = 0;
beforeEach(() => {
  run += 1;
  folder = `backups-${String(run)}`;
});

interface Options {
  readonly environment?: string;
  readonly verify?: string;
  readonly keep?: number;
  readonly encrypted?: boolean;
}

/** Takes a backup into the folder of the test, and prunes; returns its id. */
async function backUp({
  environment = 'production',
  verify = 'none',
  keep = 1,
  encrypted = false,
}: Options = {}): Promise<string> {
  const { exitCode, outputs, stderr } = await project.sluice(
    [
      ...['backup', '--environment', environment, '--backup-directory', folder],
      ...['--verify', verify, '--keep', String(keep)],
      ...(encrypted ? ['--encrypt-to', recipient] : []),
    ],
    { env: { STAGING_URL: staging.url } },
  );
  if (exitCode !== 0) throw new Error(stderr);
  return outputs['backup-id'] ?? '';
}

/** A run of production that fails, stays where it is, and has this backup as its way back. */
async function failWith(backupId: string): Promise<void> {
  run += 1;
  await project.write('migrations/1_bad.up.sql', `insert into nowhere values (${String(run)});\n`);
  await project.configure(
    `environments:\n  production:\n    url: \${DATABASE_URL}\n  staging:\n    url: \${STAGING_URL}\nvalidate:\n  checksums: false\nbackup:\n  directory: ${folder}\n`,
  );
  const args = ['migrate', '--environment', 'production', '--on-failure', 'stop', '--backup-id', backupId];
  const { outputs } = await project.sluice(args);
  expect(outputs['error-code']).toBe('SQL_001');
}

async function succeed(): Promise<void> {
  await project.write('migrations/1_bad.up.sql', 'insert into leads select max(id) + 1 from leads;\n');
  const { exitCode, stderr } = await project.sluice(['migrate', '--environment', 'production', '--on-failure', 'stop']);
  expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  await project.database.query('delete from sluice_migrations');
}

const kept = async (): Promise<readonly string[]> => (await readdir(join(project.directory, folder))).toSorted();

describe('pruning', () => {
  it('never removes the newest backup that was proven by restoring', async () => {
    const older = await backUp({ verify: 'restore', keep: 9 });
    const proven = await backUp({ verify: 'restore', keep: 9 });
    await backUp({ keep: 9 });
    const newest = await backUp({ encrypted: true });
    expect(await kept()).toEqual([proven, newest].toSorted());
    expect(await kept()).not.toContain(older);
  });

  it('never removes what an encrypted one proves, for one that is not', async () => {
    const proven = await backUp({ verify: 'restore', encrypted: true });
    await backUp();
    const newest = await backUp();
    expect(await kept()).toEqual([proven, newest].toSorted());
  });

  it('never removes what open runs name as their rollback points, until one has ended well', async () => {
    const first = await backUp({ keep: 9 });
    const second = await backUp({ keep: 9, encrypted: true });
    await failWith(first);
    await failWith(second);
    const third = await backUp();
    expect(await kept()).toEqual([first, second, third].toSorted());
    const fourth = await backUp();
    expect(await kept()).toEqual([first, second, fourth].toSorted());
    await succeed();
    const last = await backUp();
    expect(await kept()).toEqual([last]);
  });

  it('leaves the backups of another environment alone: their runs are in another journal', async () => {
    const needed = await backUp({ keep: 9 });
    await failWith(needed);
    const newest = await backUp();
    for (let count = 0; count < 2; count += 1) await backUp({ environment: 'staging' });
    const staged = await backUp({ environment: 'staging' });
    expect(await kept()).toEqual([needed, newest, staged].toSorted());
    await succeed();
  });
});
