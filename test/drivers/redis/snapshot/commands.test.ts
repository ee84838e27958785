import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { watchArguments } from '../../../support/arguments.ts';
import { createDatabase, type TestDatabase } from '../../../support/databases.ts';
import { projectOf, type Project } from '../../../support/project.ts';
import { until } from '../open.ts';

let database: TestDatabase;
let project: Project;

beforeEach(async () => {
  database = await createDatabase('redis');
  project = await projectOf(database);
  await database.query('mset lead:1 a lead:2 b');
  await database.query('set session:1 x ex 100000');
  await database.query('xadd stream 1-1 field value');
});
afterEach(() => database.drop());

describe('commands', () => {
  it('back up, prove, and go back to the backup', async () => {
    await database.query('set brief x ex 15');
    const backup = await project.sluice(['backup']);
    expect(backup).toMatchObject({ exitCode: 0, outputs: { verified: 'restore' } });
    const verified = await project.sluice(['backup', 'verify']);
    expect(verified).toMatchObject({ exitCode: 0 });
    await project.write(
      'migrations/1_upper.mjs',
      "export const match = 'lead:*';\nexport const up = (value) => value.toUpperCase();\n",
    );
    const migrated = await project.sluice(['migrate']);
    expect(migrated).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    expect(await database.query('get lead:1')).toEqual([{ value: 'A' }]);
    await database.query('set later x');
    // What has expired since the backup is no difference from it.
    await until(async () => (await database.query('exists brief'))[0]?.['value'] === 0);
    const back = await project.sluice(['rollback', '--to', 'backup', '--accept-data-loss']);
    expect({ exitCode: back.exitCode, stderr: back.stderr }).toEqual({ exitCode: 0, stderr: expect.any(String) });
    expect(await database.query('mget lead:1 lead:2 session:1 later')).toEqual(
      ['a', 'b', 'x', null].map((value) => ({ value })),
    );
    expect(await database.query('exists sluice:beside sluice:replacing sluice:lock')).toEqual([{ value: 0 }]);
    expect(await database.query('hlen sluice:migrations')).toEqual([{ value: 0 }]);
    expect((await project.sluice(['history'])).stdout).toContain('rollback');
    // Nothing of the migration is remembered that went with its keys.
    expect(await project.sluice(['migrate'])).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    expect(await database.query('mget lead:1 lead:2')).toEqual([{ value: 'A' }, { value: 'B' }]);
  }, 120_000);

  it('keep an encrypted backup from everybody else, and show no password of the server for the proof', async () => {
    const identity = await generateIdentity();
    await project.configure(`backup:\n  encrypt-to: [${await identityToRecipient(identity)}]\n`);
    await database.query('set secret zQ7mK-in-plain-text');
    const argv = watchArguments();
    const backup = await project.sluice(['backup']);
    const seen = await argv.stop();
    expect({ exitCode: backup.exitCode, stderr: backup.stderr }).toEqual({ exitCode: 0, stderr: expect.any(String) });
    // Of the server for the proof and its keeper; other servers of this machine are none of ours.
    const own = seen.filter((line) => line.includes('/sluice-server-') || /redis-server\0-\0/u.test(line));
    expect(own).not.toEqual([]);
    expect(own.filter((line) => /requirepass|[\da-f]{48}/u.test(line))).toEqual([]);
    for (const entry of await readdir(project.directory, { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        expect((await readFile(join(entry.parentPath, entry.name), 'latin1')).includes('zQ7mK')).toBe(false);
    await database.query('set secret other');
    const env = { SLUICE_IDENTITY: identity };
    const back = await project.sluice(['rollback', '--to', 'backup', '--accept-data-loss'], { env });
    expect({ exitCode: back.exitCode, stderr: back.stderr }).toEqual({ exitCode: 0, stderr: expect.any(String) });
    expect(await database.query('get secret')).toEqual([{ value: 'zQ7mK-in-plain-text' }]);
  }, 120_000);
});
