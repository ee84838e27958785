import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { temporaryDirectory } from '../../support/temporary.ts';
import { backUp, createScene, errorOf, expectNothingLeft, namesIn, type Scene } from './scene.ts';

jest.setTimeout(120_000);

const RESTORE = { to: 'backup', 'accept-data-loss': 'true' } as const;

describe('PostgreSQL 18 and the programs of an older version', () => {
  let scene: Scene;
  let older: Scene;

  beforeAll(async () => {
    older = await createScene('postgresql', { rows: 1 });
    // The same name, so that the backup of the older server is one of this database, as after an upgrade.
    scene = await createScene('postgresql18', { rows: 1, name: older.database.name });
  });
  afterAll(async () => {
    await scene?.drop();
    await older?.drop();
  });

  /** Debian's own packages are older; where newer ones are installed there is nothing to refuse. */
  async function isRefused(): Promise<boolean> {
    const { errors } = await scene.run('readiness-check', { checks: 'client-programs' });
    if (errors.some(({ code }) => code === 'TOOL_001')) return true;
    process.stderr.write('SKIPPED: the PostgreSQL programs of this machine are not older than version 18.\n');
    return false;
  }

  it('are found by the readiness check, which says which package to install', async () => {
    if (!(await isRefused())) return;
    const { errors } = await scene.run('readiness-check', {});
    const found = errors.filter(({ code }) => code === 'TOOL_001');
    expect(
      found.map(({ message }) => /(\w+) 1[0-7]\S* is older than the server, which is version 18/.exec(message)?.[1]),
    ).toEqual(['pg_dump', 'pg_restore', 'psql']);
    for (const { fix } of found) expect(fix).toContain('postgresql-client-18');
  });

  it('are refused before anything is dumped', async () => {
    if (!(await isRefused())) return;
    const before = await scene.state();
    const result = await scene.run('backup', {});
    const error = errorOf(result);
    expect(error).toMatchObject({ code: 'TOOL_001', fix: expect.stringContaining('postgresql-client-18') });
    expect(error.message).toMatch(/pg_dump 1[0-7]\S* is older than the server, which is version 18/);
    expect(await namesIn(scene.backups)).toEqual([]);
    await expectNothingLeft(scene, result);
    expect(await scene.state()).toEqual(before);
  });

  it('are refused before anything is restored', async () => {
    if (!(await isRefused())) return;
    await backUp(older, { 'backup-directory': scene.backups });
    const before = await scene.state();
    const result = await scene.run('rollback', RESTORE);
    const error = errorOf(result);
    expect(error).toMatchObject({ code: 'TOOL_001', fix: expect.stringContaining('postgresql-client-18') });
    expect(error.message).toMatch(/1[0-7]\S* is older than the server, which is version 18/);
    await expectNothingLeft(scene, result, scene.backups);
    expect(await scene.state()).toEqual(before);
  });
});

describe('MariaDB and client programs', () => {
  let scene: Scene;
  const path = process.env['PATH'] ?? '';

  beforeAll(async () => {
    scene = await createScene('mariadb', { rows: 1 });
  });
  afterEach(() => {
    process.env['PATH'] = path;
  });
  afterAll(() => scene?.drop());

  /** Puts programs before the real ones that do nothing but tell this version. */
  async function pretend(version: string): Promise<void> {
    const folder = await temporaryDirectory();
    for (const program of ['mariadb-dump', 'mariadb']) {
      const text = `#!/bin/sh\ncase "$*" in --version) echo "${program}  Ver 10.19 ${version}, for Linux";; *) exit 9;; esac\n`;
      await writeFile(join(folder, program), text);
      await chmod(join(folder, program), 0o755);
    }
    process.env['PATH'] = `${folder}${delimiter}${path}`;
  }

  async function leaveNone(): Promise<void> {
    process.env['PATH'] = await temporaryDirectory();
  }

  it.each([
    ['that are older', () => pretend('Distrib 5.5.68-MariaDB'), /version 5\.5\.68 is older than the server's 1\d\.\d+/],
    ['of MySQL', () => pretend('Distrib 8.0.36'), /of MySQL, and the server is MariaDB/],
    ['that are missing', leaveNone, /mariadb-dump is not in PATH/],
  ])('%s are refused, and nothing is begun', async (_name, arrange, message) => {
    const id = await backUp(scene);
    const before = await scene.state();
    const names = await namesIn(scene.backups);
    await arrange();
    const readiness = await scene.run('readiness-check', {});
    expect(readiness.errors).toContainEqual(
      expect.objectContaining({ code: 'TOOL_001', fix: expect.stringContaining('mariadb-client') }),
    );
    for (const result of [
      await scene.run('backup', {}),
      await scene.run('rollback', { ...RESTORE, 'backup-id': id }),
    ]) {
      const error = errorOf(result);
      expect(error).toMatchObject({ code: 'TOOL_001', fix: expect.stringContaining('mariadb-client') });
      expect(error.message).toMatch(message);
      await expectNothingLeft(scene, result);
    }
    expect(await namesIn(scene.backups)).toEqual(names);
    expect(await scene.state()).toEqual(before);
  });
});
