import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ENGINES } from '../support/databases.ts';
import { createProject, type Project } from '../support/project.ts';
import { stateOf } from '../support/state.ts';

/** PostgreSQL 18 has no client programs of its version here; its backups are refused, see tools.test.ts. */
const WITH_BACKUP = ENGINES.filter((engine) => engine !== 'postgresql18');

async function prepare(project: Project): Promise<void> {
  await project.write(
    'migrations/1_leads.up.sql',
    'create table leads (id integer not null primary key, email varchar(200) not null);\n',
  );
  await project.write('migrations/1_leads.down.sql', 'drop table leads;\n');
  await project.sluice(['migrate']);
  await project.database.query("insert into leads (id, email) values (1, 'a@example.com'), (2, 'b@example.com')");
  await project.write(
    'migrations/2_orders.up.sql',
    'create table orders (id integer not null primary key, lead integer not null);\ninsert into orders values (1, 1);\n',
  );
  await project.write('migrations/2_orders.down.sql', 'drop table orders;\n');
}

const FAILING = 'insert into nowhere (id) values (1);\n';

describe.each(ENGINES)('going back on %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
    await prepare(project);
  });
  afterEach(() => project.drop());

  it('takes a failed run back by its down files, and proves the state before by checksum', async () => {
    await project.write('migrations/3_bad.up.sql', FAILING);
    await project.write('migrations/3_bad.down.sql', 'drop table nowhere;\n');
    const before = await stateOf(project.database.url);
    const result = await project.sluice(['migrate', '--on-failure', 'rollback']);
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'SQL_001', 'rolled-back': 'true', 'applied-count': '0' },
    });
    expect(result.report?.rollback).toMatchObject({
      method: 'down',
      versions: ['2'],
      verified: true,
      tablesCompared: 1,
    });
    expect(await stateOf(project.database.url)).toEqual(before);
    expect(await project.database.query('select version from sluice_migrations')).toEqual([{ version: '1' }]);
  });

  it('says ROLL_001 with the manual steps when a down file fails, and touches nothing else', async () => {
    await project.write('migrations/2_orders.down.sql', 'drop table no_such_table;\n');
    await project.write('migrations/3_bad.up.sql', FAILING);
    await project.write('migrations/3_bad.down.sql', 'drop table nowhere;\n');
    const result = await project.sluice(['migrate', '--on-failure', 'rollback']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'ROLL_001', 'rolled-back': 'false' } });
    expect(result.stderr).toContain('SQL_001');
    expect(result.stderr).toMatch(/^1\. .*2_orders\.down\.sql/mu);
    expect(await project.database.query('select id from orders')).toEqual([{ id: 1 }]);
    expect(await project.database.query('select id from leads order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('says ROLL_001 when there is no down file and no backup', async () => {
    await project.write('migrations/3_more.up.sql', 'create table more (id integer);\n');
    await project.write('migrations/4_bad.up.sql', FAILING);
    const result = await project.sluice(['migrate', '--on-failure', 'rollback']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'ROLL_001' } });
    expect(result.stderr).toContain('3_more.up.sql has no down file');
    expect(await project.database.query('select count(*) as n from more')).toEqual([{ n: 0 }]);
  });

  it('rolls back when validation fails', async () => {
    await project.configure(
      'validate:\n  rules:\n    - { name: no orders, query: select count(*) from orders, expect: 0 }\n',
    );
    const before = await stateOf(project.database.url);
    const result = await project.sluice(['migrate', '--on-failure', 'rollback']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DATA_001', 'rolled-back': 'true' } });
    expect(await stateOf(project.database.url)).toEqual(before);
  });

  it('takes back the newest run, and a version, on demand', async () => {
    const before = await stateOf(project.database.url);
    await project.sluice(['migrate']);
    const back = await project.sluice(['rollback']);
    expect(back).toMatchObject({ exitCode: 0, outputs: { 'rolled-back-to': '1', verified: 'true' } });
    expect(await stateOf(project.database.url)).toEqual(before);
    await project.sluice(['migrate']);
    const all = await project.sluice(['rollback', '--to', '0']);
    expect(all).toMatchObject({ exitCode: 0, outputs: { verified: 'true' } });
    expect(all.outputs['rolled-back-to']).toBeUndefined();
    await expect(project.database.query('select * from leads')).rejects.toThrow(/leads/u);
  });

  it('asks for the name of a protected environment', async () => {
    await project.configure('environments:\n  production:\n    url: ${DATABASE_URL}\n    protected: true\n');
    const refused = await project.sluice(['rollback', '--environment', 'production']);
    expect(refused).toMatchObject({ exitCode: 2, outputs: { 'error-code': 'CONF_001' } });
    expect(refused.stderr).toContain('confirm: production');
  });
});

describe.each(WITH_BACKUP)('going back to a backup on %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
    await prepare(project);
  });
  afterEach(() => project.drop());

  it('restores the proven backup when a failed run cannot be taken back otherwise', async () => {
    await project.write(
      'migrations/3_change.up.sql',
      "update leads set email = 'x';\ndelete from leads where id = 2;\n",
    );
    await project.write('migrations/4_bad.up.sql', FAILING);
    const before = await stateOf(project.database.url);
    const backup = await project.sluice(['backup']);
    expect(backup).toMatchObject({ exitCode: 0, outputs: { verified: 'restore', encrypted: 'false' } });
    const result = await project.sluice(['migrate', '--on-failure', 'rollback', '--require-backup', 'restore']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'SQL_001', 'rolled-back': 'true' } });
    expect(result.report?.rollback).toMatchObject({ method: 'backup', verified: true });
    expect(await stateOf(project.database.url)).toEqual(before);
    expect(await project.database.query('select version from sluice_migrations')).toEqual([{ version: '1' }]);
    expect(
      await project.database.query("select count(*) as n from sluice_journal where kind = 'rollback-finished'"),
    ).toEqual([{ n: 1 }]);
  });

  it('refuses to lose rows that were written after the backup, unless it may', async () => {
    await project.sluice(['backup']);
    const before = await stateOf(project.database.url);
    await project.database.query("insert into leads (id, email) values (3, 'c@example.com')");
    const refused = await project.sluice(['rollback', '--to', 'backup']);
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DATA_001' } });
    expect(refused.stderr).toMatch(/leads: 2 rows in the backup, 3 now/u);
    const accepted = await project.sluice(['rollback', '--to', 'backup', '--accept-data-loss']);
    expect(accepted).toMatchObject({ exitCode: 0, outputs: { verified: 'true', 'rows-restored': '2' } });
    expect(await stateOf(project.database.url)).toEqual(before);
  });

  it('requires a proven backup where the environment is protected', async () => {
    await project.configure('environments:\n  production:\n    url: ${DATABASE_URL}\n    protected: true\n');
    const refused = await project.sluice(['migrate', '--environment', 'production']);
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'BACKUP_003' } });
    await project.sluice(['backup', '--environment', 'production', '--verify', 'checksum']);
    expect(await project.sluice(['migrate', '--environment', 'production'])).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'BACKUP_003' },
    });
    await project.sluice(['backup', '--environment', 'production']);
    expect(await project.sluice(['migrate', '--environment', 'production'])).toMatchObject({
      exitCode: 0,
      outputs: { 'applied-count': '1' },
    });
  });
});
