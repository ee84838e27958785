import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { createDatabase, ENGINES } from '../support/databases.ts';
import { createProject, type Project } from '../support/project.ts';
import { openSession } from '../support/session.ts';

describe.each(ENGINES)('validating %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
    await project.write(
      'migrations/1_leads.up.sql',
      'create table owners (id integer not null primary key);\ncreate table leads (id integer not null primary key, owner integer references owners (id), email varchar(100));\n',
    );
    await project.sluice(['migrate']);
    await project.database.query('insert into owners (id) values (1)');
    await project.database.query("insert into leads (id, owner, email) values (1, 1, 'a'), (2, 1, 'b')");
  });
  afterEach(() => project.drop());

  it('compares with an earlier report: equal first, then names the table that changed', async () => {
    const first = await project.sluice(['validate']);
    expect(first).toMatchObject({ exitCode: 0, outputs: { 'checks-failed': '0' } });
    const baseline = /^report: (.*\.json)$/mu.exec(first.stdout)?.[1] ?? '';
    expect(await project.sluice(['validate', '--baseline', baseline])).toMatchObject({
      exitCode: 0,
      outputs: { 'rows-compared': '3' },
    });
    await project.database.query("update leads set email = 'B' where id = 2");
    const changed = await project.sluice(['validate', '--baseline', baseline, '--junit-path', 'junit.xml']);
    expect(changed).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'DATA_001', 'checks-failed': '1', 'drift-detected': 'true' },
    });
    expect(changed.stderr).toMatch(/content differs from the report of run .*leads/u);
    const junit = await readFile(join(project.directory, 'junit.xml'), 'utf8');
    expect(junit).toContain('failures="1"');
    expect(junit).toContain('Checksums of untouched tables');
  });

  it('leaves tables alone that a migration since has named', async () => {
    const { stdout } = await project.sluice(['validate']);
    const baseline = /^report: (.*\.json)$/mu.exec(stdout)?.[1] ?? '';
    await project.write('migrations/2_mail.up.sql', "update leads set email = 'x';\n");
    expect(await project.sluice(['migrate'])).toMatchObject({ exitCode: 0 });
    expect(await project.sluice(['validate', '--baseline', baseline])).toMatchObject({
      exitCode: 0,
      outputs: { 'checks-failed': '0' },
    });
  });

  it('finds orphans that nobody enforced, and a rule that does not hold', async () => {
    await project.configure(
      'validate:\n  rules:\n    - { name: two leads, query: select count(*) from leads, expect: 3 }\n',
    );
    if (engine === 'sqlite') {
      const database = new Database(project.database.name);
      database.pragma('foreign_keys = off');
      database.exec('delete from owners');
      database.close();
    } else {
      const session = await openSession(project.database);
      await session.query(
        engine === 'mariadb' ? 'set foreign_key_checks = 0' : 'set session_replication_role = replica',
      );
      await session.query('delete from owners');
      await session.close();
    }
    const result = await project.sluice(['validate']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DATA_001' } });
    expect(result.stderr).toMatch(/two leads: 2/u);
    expect(result.stderr).toMatch(/leads: 2 rows without a parent in (public\.)?owners/u);
  });

  it('compares two databases', async () => {
    const other = await createDatabase(engine);
    try {
      await other.query('create table owners (id integer not null primary key)');
      await other.query('create table leads (id integer not null primary key, owner integer, email varchar(100))');
      await other.query('insert into owners (id) values (1)');
      await other.query("insert into leads (id, owner, email) values (1, 1, 'a'), (2, 1, 'b')");
      expect(await project.sluice(['validate', '--source-url', other.url])).toMatchObject({ exitCode: 0 });
      await other.query("insert into leads (id, owner, email) values (3, 1, 'c')");
      const differs = await project.sluice(['validate', '--source-url', other.url]);
      expect(differs).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DATA_001' } });
      expect(differs.stderr).toMatch(/leads: 3 rows before, 2 now/u);
    } finally {
      await other.drop();
    }
  });
});
