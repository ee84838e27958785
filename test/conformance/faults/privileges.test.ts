import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CommandResult } from '../../../src/run/types.ts';
import { loadBackup } from '../../../src/backup/stored-backup.ts';
import { backUp, createScene, errorOf, expectNothingLeft, namesIn, newPassword, type Scene } from './scene.ts';

jest.setTimeout(180_000);

/** A command is refused, what its fix says is done by the administrator, and it is run again; until it succeeds. */
async function followFixes(
  scene: Scene,
  run: () => Promise<CommandResult>,
  statements: (fix: string) => readonly string[],
): Promise<{ readonly codes: readonly string[]; readonly last: CommandResult }> {
  const codes: string[] = [];
  for (;;) {
    const last = await run();
    if (last.status === 'passed' || codes.length === 5) return { codes, last };
    await expectNothingLeft(scene, last, scene.backups);
    const { code, fix, message } = errorOf(last);
    codes.push(code);
    const grants = statements(fix);
    expect({ message, fix, grants: grants.length > 0 }).toEqual({ message, fix, grants: true });
    for (const grant of grants) await scene.database.query(grant);
  }
}

const RESTORE = { to: 'backup', 'accept-data-loss': 'true' } as const;

describe('an account of PostgreSQL', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await createScene('postgresql', { rows: 10 });
    await scene.database.query('create schema hidden; create table hidden.secrets (id serial primary key, note text)');
    await scene.database.query("insert into hidden.secrets (note) values ('a'), ('b')");
  });
  afterAll(() => scene?.drop());

  const statements = (fix: string): readonly string[] => /^Run "(.+?)"(?: as|, or)/s.exec(fix)?.[1]?.split('; ') ?? [];
  const readable = ['select on all tables in schema public', 'connect on database current'];

  async function account(...grants: readonly string[]): Promise<string> {
    return scene.database.createUser({ password: newPassword(), grants: [readable[0] ?? '', ...grants] });
  }

  it('without SELECT on a table gets no backup, and one when the fix was followed', async () => {
    const { data } = await scene.state();
    const url = await account();
    const run = (): Promise<CommandResult> => scene.run('backup', { verify: 'none' }, { url });
    const first = errorOf(await run());
    expect(first.code).toBe('PERM_001');
    for (const words of ['hidden.secrets (no SELECT)', 'hidden.secrets_id_seq (no SELECT)', 'no USAGE on its schema'])
      expect(first.message).toContain(words);
    expect(await namesIn(scene.backups)).toEqual([]);
    const { codes, last } = await followFixes(scene, run, statements);
    expect({ codes, status: last.status }).toEqual({ codes: ['PERM_001'], status: 'passed' });
    expect((await scene.state()).data).toEqual(data);
  });

  it('that row security shows a part to gets no backup of that part', async () => {
    const url = await account(
      'usage on schema hidden',
      'select on all tables in schema hidden',
      'select on hidden.secrets_id_seq',
    );
    await scene.database.query(
      "alter table hidden.secrets enable row level security; create policy only_a on hidden.secrets using (note = 'a')",
    );
    try {
      const run = (): Promise<CommandResult> => scene.run('backup', { verify: 'none' }, { url });
      const refused = await run();
      const error = errorOf(refused);
      expect(error).toMatchObject({ code: 'PERM_001', fix: expect.stringContaining('BYPASSRLS') });
      expect(error.message).toContain('hidden.secrets (row security hides rows of it)');
      const { codes, last } = await followFixes(scene, run, statements);
      expect(codes).toEqual(['PERM_001']);
      const { manifest } = await loadBackup(last.outputs['backup-path'] ?? '');
      expect(manifest.tables).toContainEqual(
        expect.objectContaining({ table: { schema: 'hidden', name: 'secrets' }, rows: 2 }),
      );
    } finally {
      await scene.database.query(
        'drop policy only_a on hidden.secrets; alter table hidden.secrets disable row level security',
      );
    }
  });

  it('that may create no database gets no proof, and one when the fix was followed', async () => {
    const url = await scene.database.createUser({ password: newPassword(), grants: ['pg_read_all_data'] });
    const run = (): Promise<CommandResult> => scene.run('backup', { verify: 'restore' }, { url });
    expect(errorOf(await run())).toMatchObject({ code: 'PERM_001', fix: expect.stringContaining('CREATEDB') });
    const { codes, last } = await followFixes(scene, run, statements);
    expect({ codes, verified: last.outputs['verified'] }).toEqual({ codes: ['PERM_001'], verified: 'restore' });
  });

  it('with privileges by name, and not by a role, is told so instead of that the copy differs', async () => {
    const url = await account();
    const name = decodeURIComponent(new URL(url).username);
    await scene.database.query(`alter role ${name} createdb; grant pg_read_all_data to ${name}`);
    const run = (): Promise<CommandResult> => scene.run('backup', { verify: 'restore' }, { url });
    const refused = await run();
    const { code, message, fix } = errorOf(refused);
    expect({ code, message, fix }).toEqual({
      code: 'PERM_001',
      message: expect.stringContaining('public.owners'),
      fix: expect.stringContaining('GRANT pg_read_all_data'),
    });
    await expectNothingLeft(scene, refused, scene.backups);
    await scene.database.query(`revoke select on all tables in schema public from ${name}`);
    expect((await run()).outputs['verified']).toBe('restore');
  });

  it('that does not own the tables replaces none of them', async () => {
    const id = await backUp(scene);
    const url = await account(
      'create, usage on schema public',
      'usage on schema hidden',
      'select on all tables in schema hidden',
      'insert, update, delete on all tables in schema public',
    );
    const before = await scene.state();
    const result = await scene.run('rollback', { ...RESTORE, 'backup-id': id }, { url });
    expect(errorOf(result)).toMatchObject({
      code: expect.stringMatching(/PERM_001|ROLL_001/),
      message: expect.stringContaining('PERM_001'),
    });
    await expectNothingLeft(scene, result, scene.backups);
    expect(await scene.state()).toEqual(before);
  });
});

describe('an account of MariaDB', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await createScene('mariadb', { rows: 10 });
    await scene.database.query(
      'create trigger touch before insert on owners for each row set new.name = trim(new.name)',
    );
    await scene.database.query('create event nightly on schedule every 1 day do delete from owners where id < 0');
    await scene.database.query('create function one() returns int deterministic return 1');
  });
  afterAll(() => scene?.drop());

  const statements = (fix: string): readonly string[] => fix.match(/GRANT [^;]+(?=;)/g) ?? [];
  const ALL = ['select', 'show view', 'trigger', 'event', 'execute', 'lock tables'];

  async function account(privileges: readonly string[], ...more: readonly string[]): Promise<string> {
    return scene.database.createUser({
      password: newPassword(),
      grants: [...(privileges.length === 0 ? [] : [`${privileges.join(', ')} on *`]), ...more],
    });
  }

  it.each([
    ['SELECT on more than one table', [], ['select on owners'], 'SELECT'],
    ['SHOW VIEW', ['show view'], [], 'SHOW VIEW'],
    ['TRIGGER', ['trigger'], [], 'TRIGGER'],
    ['EVENT', ['event'], [], 'EVENT'],
    ['any right to routines', ['execute'], [], 'routines'],
  ] as const)('without %s gets no backup, and one when the fix was followed', async (_name, without, more, named) => {
    const before = await scene.state();
    const had = await namesIn(scene.backups);
    const url = await account(
      more.length > 0 ? [] : ALL.filter((one) => !without.some((other) => other === one)),
      ...more,
    );
    const run = (): Promise<CommandResult> => scene.run('backup', { verify: 'none' }, { url });
    expect(errorOf(await run())).toMatchObject({ code: 'PERM_001', message: expect.stringContaining(named) });
    expect(await namesIn(scene.backups)).toEqual(had);
    const { codes, last } = await followFixes(scene, run, statements);
    expect(codes.every((code) => code === 'PERM_001')).toBe(true);
    const { manifest } = await loadBackup(last.outputs['backup-path'] ?? '');
    const kinds = manifest.objects.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['event', 'function', 'table', 'trigger', 'view']));
    expect(await scene.state()).toEqual(before);
  });

  it('without RELOAD, PROCESS and LOCK TABLES gets one that says what it is worth', async () => {
    const url = await account(
      ALL.filter((one) => one !== 'lock tables'),
      'select on mysql.proc',
    );
    const { status, outputs } = await scene.run('backup', { verify: 'none' }, { url });
    expect(status).toBe('passed');
    const { manifest } = await loadBackup(outputs['backup-path'] ?? '');
    expect(manifest.guarantee).toMatch(/writing could not be held off/);
  });

  it('that may make no database gets no proof, and one when the fixes were followed', async () => {
    const url = await account(ALL, 'select on mysql.proc');
    const run = (): Promise<CommandResult> => scene.run('backup', { verify: 'restore' }, { url });
    const { codes, last } = await followFixes(scene, run, statements);
    expect(codes.every((code) => code === 'PERM_001')).toBe(true);
    expect(last.outputs['verified']).toBe('restore');
  });

  it.each(['drop', 'create view', 'trigger', 'event'])('without %s replaces nothing', async (missing) => {
    const id = await backUp(scene);
    const rights = [
      ...['select', 'insert', 'update', 'delete', 'create', 'alter', 'drop', 'index', 'references', 'lock tables'],
      ...['create view', 'show view', 'trigger', 'create routine', 'alter routine', 'execute', 'event'],
    ];
    const url = await account(
      rights.filter((one) => one !== missing),
      'all on `sluice\\_scratch\\_%`.*',
      'super on *.*',
    );
    const before = await scene.state();
    const result = await scene.run('rollback', { ...RESTORE, 'backup-id': id }, { url });
    expect(errorOf(result)).toMatchObject({ message: expect.stringContaining(missing.toUpperCase()) });
    await expectNothingLeft(scene, result, scene.backups);
    expect(await scene.state()).toEqual(before);
  });
});
