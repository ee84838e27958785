import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ENGINES } from '../support/databases.ts';
import { createProject, type Project } from '../support/project.ts';
import { stateOf } from '../support/state.ts';

/** Three files that every engine understands. */
async function writeMigrations(project: Project): Promise<void> {
  await project.write(
    'migrations/0001_leads.up.sql',
    'create table leads (id integer not null primary key, email varchar(200) not null);\n',
  );
  await project.write('migrations/0001_leads.down.sql', 'drop table leads;\n');
  await project.write(
    'migrations/0003_status.up.sql',
    "alter table leads add column status varchar(20);\nupdate leads set status = 'NEW';\n",
  );
  await project.write('migrations/0003_status.down.sql', 'alter table leads drop column status;\n');
}

describe.each(ENGINES)('applying migrations on %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
    await writeMigrations(project);
  });
  afterEach(() => project.drop());

  it('applies what is pending, and nothing the second time', async () => {
    const first = await project.sluice(['migrate']);
    expect(first).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '2', 'to-version': '0003' } });
    expect(first.outputs['from-version']).toBeUndefined();
    const second = await project.sluice(['migrate']);
    expect(second).toMatchObject({
      exitCode: 0,
      outputs: { 'applied-count': '0', 'from-version': '0003', 'to-version': '0003' },
    });
    expect(
      await project.database.query('select version, name, statements from sluice_migrations order by version'),
    ).toEqual([
      { version: '0001', name: 'leads', statements: 1 },
      { version: '0003', name: 'status', statements: 2 },
    ]);
  });

  it('runs all eight stages and journals them', async () => {
    const { report } = await project.sluice(['migrate']);
    expect(report?.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'preparation passed',
      'schema-sync passed',
      'initial-data-sync skipped',
      'validation passed',
      'cutover-preparation skipped',
      'cutover skipped',
      'post-cutover-validation skipped',
      'cleanup passed',
    ]);
    const rows = await project.database.query(
      "select stage from sluice_journal where kind = 'stage-finished' order by seq",
    );
    expect(rows).toHaveLength(8);
  });

  it('refuses an applied file that was edited', async () => {
    await project.sluice(['migrate']);
    await project.write(
      'migrations/0001_leads.up.sql',
      'create table leads (id integer not null primary key, email varchar(300) not null);\n',
    );
    const before = await stateOf(project.database.url);
    const result = await project.sluice(['migrate']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DRIFT_001' } });
    expect(result.stderr).toContain('0001_leads.up.sql');
    expect(await stateOf(project.database.url)).toEqual(before);
  });

  it('refuses an applied file that is gone', async () => {
    await project.sluice(['migrate']);
    await project.write('migrations/0004_more.up.sql', 'create table more (id integer);\n');
    const { rm } = await import('node:fs/promises');
    await rm(`${project.directory}/migrations/0003_status.up.sql`);
    await rm(`${project.directory}/migrations/0003_status.down.sql`);
    expect(await project.sluice(['migrate'])).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DRIFT_001' } });
  });

  it('names a late file, and accepts it only when told to', async () => {
    await project.sluice(['migrate']);
    await project.write('migrations/0002_late.up.sql', 'create table late (id integer);\n');
    const refused = await project.sluice(['migrate']);
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DRIFT_001' } });
    expect(refused.stderr).toContain('0002_late.up.sql');
    expect(refused.stderr).toContain('--allow-out-of-order');
    const accepted = await project.sluice(['migrate', '--allow-out-of-order']);
    expect(accepted).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
  });

  it('applies up to a version, then the rest', async () => {
    const first = await project.sluice(['migrate', '--to-version', '1']);
    expect(first).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1', 'to-version': '0001' } });
    expect(await project.sluice(['migrate'])).toMatchObject({
      exitCode: 0,
      outputs: { 'applied-count': '1', 'to-version': '0003' },
    });
  });

  it('applies a repeatable file again when it changed', async () => {
    await project.write(
      'migrations/R_active.sql',
      'drop view if exists active;\ncreate view active as select id from leads;\n',
    );
    expect((await project.sluice(['migrate'])).outputs['applied-count']).toBe('3');
    expect((await project.sluice(['migrate'])).outputs['applied-count']).toBe('0');
    await project.write(
      'migrations/R_active.sql',
      'drop view if exists active;\ncreate view active as select id, email from leads;\n',
    );
    const again = await project.sluice(['migrate']);
    expect(again).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    await expect(project.database.query('select email from active')).resolves.toEqual([]);
  });

  it('changes nothing in a dry run, prints the statements, and binds the run to the digest', async () => {
    const before = await stateOf(project.database.url);
    const dry = await project.sluice(['migrate', '--dry-run']);
    expect(dry).toMatchObject({ exitCode: 0, outputs: { 'pending-count': '2' } });
    expect(dry.stderr).toContain('create table leads (id integer not null primary key, email varchar(200) not null);');
    expect(dry.stderr).toContain("update leads set status = 'NEW';");
    expect(await stateOf(project.database.url)).toEqual(before);
    await expect(project.database.query('select * from sluice_journal')).rejects.toThrow(/sluice_journal/u);

    const other = await project.sluice(['migrate', '--plan-digest', '0'.repeat(64)]);
    expect(other).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'PLAN_001' } });
    expect(await stateOf(project.database.url)).toEqual(before);

    const digest = dry.outputs['plan-digest'] ?? '';
    expect(await project.sluice(['migrate', '--plan-digest', digest])).toMatchObject({ exitCode: 0 });
  });

  it('refuses the approved digest once a file has changed', async () => {
    const dry = await project.sluice(['migrate', '--dry-run']);
    await project.write('migrations/0003_status.up.sql', 'alter table leads add column status varchar(30);\n');
    const result = await project.sluice(['migrate', '--plan-digest', dry.outputs['plan-digest'] ?? '']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'PLAN_001' } });
    expect(await project.database.query('select count(*) as n from sluice_migrations')).toEqual([{ n: 0 }]);
  });
});
