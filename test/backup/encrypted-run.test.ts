import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { watchArguments } from '../support/arguments.ts';
import { createProject, type Project, type SluiceResult } from '../support/project.ts';
import { stateOf } from '../support/state.ts';
import { keyPair, type KeyPair } from './age/key-pair.ts';
import { watchFolders, type SeenFile } from './watch-folders.ts';

// Each test runs the command line several times, beside whatever else the machine does.
jest.setTimeout(180_000);

const MARKER = 'a-value-that-only-rows-hold';

/** The folder that SQLite needs a database file in; the other engines hold rows in their servers and in pipes alone. */
const NEEDS_FILE = ['sqlite'];

async function textsBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
}

describe.each(['sqlite', 'postgresql', 'mariadb'] as const)('encrypted backups on %s', (engine) => {
  let project: Project;
  let alice: KeyPair;
  let mallory: KeyPair;
  let id: string;
  let temporary: string;

  beforeAll(async () => {
    [alice, mallory] = [await keyPair(), await keyPair()];
    project = await createProject(engine);
    temporary = join(project.directory, 'temporary');
    await mkdir(temporary);
    await project.write(
      'migrations/1_leads.up.sql',
      'create table leads (id integer not null primary key, email varchar(200) not null);\n',
    );
    await project.write('migrations/1_leads.down.sql', 'drop table leads;\n');
    await project.sluice(['migrate']);
    for (let first = 0; first < 20_000; first += 2_000) {
      const rows = Array.from(
        { length: 2_000 },
        (_, row) => `(${first + row}, '${MARKER}-${first + row}@example.com')`,
      );
      await project.database.query(`insert into leads (id, email) values ${rows.join(', ')}`);
    }
  });
  afterAll(() => project.drop());

  /** Runs a command while the folders are watched that it writes to. */
  async function watched(args: readonly string[], env: Record<string, string> = {}) {
    const watch = watchFolders([join(project.directory, '.sluice'), temporary], MARKER);
    const result = await project.sluice(args, { env: { RUNNER_TEMP: temporary, TMPDIR: temporary, ...env } });
    return { result, seen: watch.stop() };
  }

  /** Nothing in plain text but a database file of SQLite's own, which nobody else can read and which is gone. */
  async function expectNoPlainText(seen: ReadonlyMap<string, SeenFile>): Promise<void> {
    const plain = [...seen].filter(([, { isPlain }]) => isPlain);
    expect(plain.map(([path]) => basename(path)).filter((name) => !/^sluice-.*\.sqlite/u.test(name))).toEqual([]);
    if (!NEEDS_FILE.includes(engine)) expect(plain).toEqual([]);
    expect(plain.flatMap(([, { modes }]) => [...modes]).filter((mode) => mode !== 0o600)).toEqual([]);
    expect((await textsBelow(temporary)).filter((text) => text.includes(MARKER))).toEqual([]);
  }

  it('are taken and proven without plain text on the disk', async () => {
    // That the watch sees what it looks for.
    const open = await watched(['backup', '--backup-directory', '.sluice/open', '--verify', 'none']);
    expect([...open.seen].filter(([path, { isPlain }]) => isPlain && path.endsWith('.zst'))).not.toEqual([]);

    const { result, seen } = await watched(['backup', '--encrypt-to', alice.recipient]);
    expect(result).toMatchObject({ exitCode: 0, outputs: { verified: 'restore', encrypted: 'true' } });
    id = result.outputs['backup-id'] ?? '';
    expect([...seen.keys()].filter((path) => path.includes('.partial-') && path.endsWith('.zst.age'))).not.toEqual([]);
    const encrypted = new Map([...seen].filter(([path]) => !path.includes('.sluice/open/')));
    await expectNoPlainText(encrypted);
  });

  it('are restored by whom they were encrypted to alone, and without plain text on the disk', async () => {
    await project.database.query('delete from leads where id < 10');
    const before = await stateOf(project.database.url);
    const restore = ['rollback', '--to', 'backup', '--backup-id', id, '--accept-data-loss'];
    const attempts: readonly (readonly [readonly string[], Record<string, string>, string, number])[] = [
      [[], {}, 'BACKUP_003', 1],
      [['--identity', mallory.path], {}, 'BACKUP_003', 1],
    ];
    for (const [args, env, code, exitCode] of attempts) {
      const refused = await project.sluice([...restore, ...args], { env });
      expect(refused).toMatchObject({ exitCode, stderr: expect.stringMatching(new RegExp(`^${code}: `, 'mu')) });
      expect(refused.stderr).not.toContain(alice.secret);
    }
    expect(await stateOf(project.database.url)).toEqual(before);

    const { result, seen } = await watched(restore, { SLUICE_IDENTITY: alice.text });
    expect(result).toMatchObject({ exitCode: 0, outputs: { verified: 'true', 'rows-restored': '20000' } });
    await expectNoPlainText(new Map([...seen].filter(([path]) => !path.includes('.sluice/open/'))));
    expect(await project.database.query('select id from leads where id < 10')).toHaveLength(10);
  });
});

describe('verifying an encrypted backup', () => {
  it('goes as far as the identity that is there allows', async () => {
    const [alice, mallory] = [await keyPair(), await keyPair()];
    const project = await createProject('sqlite');
    try {
      await project.sluice(['backup', '--encrypt-to', `${mallory.recipient},${alice.recipient}`, '--verify', 'none']);
      const other = await keyPair();
      const without = await project.sluice(['backup', 'verify']);
      expect(without).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('its content was not decrypted') });
      const wrong = await project.sluice(['backup', 'verify', '--identity', other.path]);
      expect(wrong).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/^BACKUP_003: .*not to the identity/mu),
      });
      for (const { path } of [alice, mallory]) {
        const right = await project.sluice(['backup', 'verify', '--identity', path]);
        expect(right).toMatchObject({
          exitCode: 0,
          stdout: expect.stringContaining('every byte is as it was written (verified: checksum)'),
        });
      }
    } finally {
      await project.drop();
    }
  });
});

describe('a migration that can fall back to an encrypted backup alone', () => {
  let project: Project;
  let alice: KeyPair;

  beforeAll(async () => {
    alice = await keyPair();
    project = await createProject('sqlite');
    await project.configure(
      `backup:\n  encrypt-to: [${alice.recipient}]\nmigrations:\n  run-lease: 1s\n  run-lock-wait: 60s\n`,
    );
    await project.write('migrations/1_a.up.sql', 'create table a (id integer);\n');
    await project.write('migrations/1_a.down.sql', 'drop table a;\n');
    await project.sluice(['migrate']);
    await project.write('migrations/2_b.up.sql', 'create table b (id integer);\n');
    await project.write('migrations/3_bad.up.sql', 'insert into nowhere values (1);\n');
    await project.sluice(['backup']);
  });
  afterAll(() => project.drop());

  function wayBack({ report }: SluiceResult): unknown {
    return report?.checks.find(({ id }) => id === 'way-back');
  }
  const warning = {
    status: 'warn',
    code: 'BACKUP_003',
    observed: expect.stringMatching(/^only by hand: 2_b\.up\.sql has no down file, .* no identity/u),
    fix: expect.stringContaining('SLUICE_IDENTITY'),
  };

  it('is announced by the readiness check, by the dry run and before it starts', async () => {
    const ready = await project.sluice(['readiness-check']);
    expect(ready).toMatchObject({ exitCode: 0, outputs: { status: 'warned' } });
    expect(wayBack(ready)).toMatchObject(warning);
    const dry = await project.sluice(['migrate', '--dry-run']);
    expect(wayBack(dry)).toMatchObject(warning);
    const known = await project.sluice(['readiness-check'], { env: { SLUICE_IDENTITY: alice.text } });
    expect(wayBack(known)).toMatchObject({
      status: 'pass',
      observed: expect.stringMatching(
        /^it needs a backup: .*; restoring the newest took [\d.]+ m?s when it was proven$/u,
      ),
    });
  });

  it('ends with the manual steps where there is no identity', async () => {
    const result = await project.sluice(['migrate']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'ROLL_001', 'rolled-back': 'false' } });
    expect(wayBack(result)).toMatchObject(warning);
    const announced = result.stderr.indexOf('if this run fails, it can be taken back only by hand');
    expect(announced).toBeGreaterThan(-1);
    expect(announced).toBeLessThan(result.stderr.indexOf('schema-sync'));
    expect(result.stderr).toMatch(/encrypted, and this run has no identity[\s\S]*--backup-id \S+ --identity FILE/u);
    expect(await project.database.query("select name from sqlite_master where name = 'b'")).toHaveLength(1);
    const undone = await project.sluice(['rollback', '--to', 'backup', '--accept-data-loss', '--identity', alice.path]);
    expect(undone).toMatchObject({ exitCode: 0, outputs: { verified: 'true' } });
  });

  it('takes itself back where the identity is in the environment', async () => {
    const result = await project.sluice(['migrate'], { env: { SLUICE_IDENTITY: alice.text } });
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'SQL_001', 'rolled-back': 'true' } });
    expect(result.report?.rollback).toMatchObject({ method: 'backup', verified: true });
    expect(wayBack(result)).toBeUndefined();
    expect(await project.database.query("select name from sqlite_master where name = 'b'")).toEqual([]);
  });

  it('goes on with its rollback after a crash only with the identity, and says so', async () => {
    const env = { SLUICE_IDENTITY: alice.text };
    const killed = await project.sluice(['migrate'], {
      preload: 'kill-on.ts',
      env: { ...env, SLUICE_KILL_ON: 'after rollback-started' },
    });
    expect(killed.signal).toBe('SIGKILL');
    const refused = await project.sluice(['rollback']);
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'BACKUP_003' } });
    const done = await project.sluice(['rollback'], { env });
    expect(done).toMatchObject({ exitCode: 0, outputs: { verified: 'true' } });
    expect(await project.database.query("select name from sqlite_master where name = 'b'")).toEqual([]);
  });
});

describe('an identity', () => {
  it.each([
    ['that is an argument', (secret: string) => ['--identity', secret], {}, /takes the path of a file/u],
    ['whose file is missing', () => ['--identity', 'no-such-file'], {}, /no-such-file cannot be read/u],
    ['that was cut', () => [], { SLUICE_IDENTITY: 'AGE-SECRET-KEY-1QQQ' }, /Line 1 of the age identity/u],
  ])('%s is refused as a mistake in the configuration, without being repeated', async (_, args, env, message) => {
    const { secret } = await keyPair();
    const project = await createProject('sqlite');
    try {
      const refused = await project.sluice(['rollback', '--to', 'backup', ...args(secret)], { env });
      expect(refused.exitCode).toBe(2);
      expect(refused.stderr).toMatch(/^CONF_001: /mu);
      expect(refused.stderr).toMatch(message);
      expect(refused.stdout + refused.stderr).not.toContain(secret);
    } finally {
      await project.drop();
    }
  });

  it('is in no output, argument, report or file but its own, and in no hook’s environment', async () => {
    const alice = await keyPair();
    const project = await createProject('sqlite');
    try {
      await project.configure(
        `backup:\n  encrypt-to: [${alice.recipient}]\nhooks:\n  before-cutover: printenv\n  on-failure: printenv\n`,
      );
      await project.write('migrations/1_a.up.sql', 'create table a (id integer);\n');
      const env = { SLUICE_IDENTITY: alice.text };
      const argv = watchArguments();
      const seen: string[] = [];
      for (const [args, exitCode] of [
        [['backup'], 0],
        [['backup', 'verify', '--json', '--identity', alice.path], 0],
        [['migrate', '--log-file', 'log.txt'], 0],
        [['rollback', '--to', 'backup', '--accept-data-loss', '--identity', alice.path], 0],
        [['rollback', '--to', 'backup', '--identity', alice.recipient], 2],
      ] as const) {
        const result = await project.sluice(args, { env });
        expect({ args, exitCode: result.exitCode, stderr: result.stderr }).toMatchObject({ args, exitCode });
        seen.push(result.stdout, result.stderr);
      }
      expect(seen.join('\n')).toContain('SLUICE_HOOK=before-cutover');
      expect(seen.join('\n')).not.toContain('SLUICE_IDENTITY=');
      seen.push(...(await argv.stop()), ...(await textsBelow(project.directory)));
      expect(seen.filter((text) => text.includes(alice.secret))).toEqual([]);
      expect(seen.filter((text) => text.includes(alice.secret.slice(20, 50)))).toEqual([]);
    } finally {
      await project.drop();
    }
  });
});
