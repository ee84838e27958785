import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, ENGINES, type TestEngine } from '../support/databases.ts';
import { createProject, projectOf, type Project } from '../support/project.ts';

const SETTINGS = 'migrations:\n  run-lease: 1s\n  run-lock-wait: 30s\n';
const WITH_BACKUP = ENGINES.filter((engine) => engine !== 'postgresql18');

async function orders(project: Project): Promise<void> {
  await project.configure(SETTINGS);
  await project.database.query('create table orders (id integer not null primary key)');
  await project.database.query('insert into orders values (1), (2)');
  await project.database.query('create table other (id integer not null primary key)');
}

describe.each(WITH_BACKUP)('rows that the application writes meanwhile, on %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
    await orders(project);
  });
  afterEach(() => project.drop());

  it('are not wiped by a restore that nobody asked for', async () => {
    await project.sluice(['backup']);
    await project.write('migrations/1_other.up.sql', 'alter table other add column c integer;\n');
    await project.write('migrations/2_bad.up.sql', 'insert into nowhere values (1);\n');
    const run = project.start(['migrate', '--on-failure', 'rollback'], {
      preload: 'hold-at.ts',
      env: { SLUICE_HOLD_AT: 'file-finished' },
    });
    await run.untilOutput(/holding/u);
    await project.database.query('insert into orders values (3)');
    run.kill('SIGUSR2');
    const result = await run.result;
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /ROLL_001: .*rows that were written since would be lost.*orders: 2 rows before, 3 now/su,
    );
    expect(await project.database.query('select id from orders order by id')).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 3 },
    ]);
  });

  it('are not wiped by a rollback that is gone on with', async () => {
    await project.sluice(['backup']);
    await project.write('migrations/1_other.up.sql', 'alter table other add column c integer;\n');
    await project.write('migrations/2_bad.up.sql', 'insert into nowhere values (1);\n');
    const killed = await project.sluice(['migrate', '--on-failure', 'rollback'], {
      preload: 'kill-on.ts',
      env: { SLUICE_KILL_ON: 'before rollback-finished' },
    });
    expect(killed.signal).toBe('SIGKILL');
    await project.database.query('insert into orders values (3)');
    const next = await project.sluice(['migrate', '--on-failure', 'rollback']);
    expect(next).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'ROLL_001' } });
    expect(next.stderr).toMatch(/orders: 2 rows before, 3 now/u);
    expect(await project.database.query('select id from orders order by id')).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 3 },
    ]);
  });

  it('are counted as a loss where a table was altered since', async () => {
    await project.sluice(['backup']);
    await project.write('migrations/1_orders.up.sql', 'alter table orders add column note varchar(20);\n');
    await project.sluice(['migrate']);
    const refused = await project.sluice(['rollback', '--to', 'backup']);
    expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DATA_001' } });
    expect(refused.stderr).toMatch(/orders: its 2 rows cannot be compared/u);
  });

  it('never come from another database’s backup', async () => {
    const other = await projectOf(await createDatabase(engine));
    try {
      const elsewhere = await project.sluice(['backup', '--backup-directory', 'shared'], {
        env: { DATABASE_URL: other.database.url },
      });
      const refused = await project.sluice([
        'rollback',
        '--to',
        'backup',
        '--accept-data-loss',
        '--backup-id',
        elsewhere.outputs['backup-path'] ?? '',
      ]);
      expect(refused).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'BACKUP_003' } });
      expect(await project.database.query('select id from orders order by id')).toEqual([{ id: 1 }, { id: 2 }]);
    } finally {
      await other.drop();
    }
  });
});

describe.each(ENGINES)('validation on %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
  });
  afterEach(() => project.drop());

  it('lets a delete cascade', async () => {
    await project.database.query('create table parent (id integer not null primary key)');
    await project.database.query(
      'create table child (id integer not null primary key, parent integer not null, foreign key (parent) references parent (id) on delete cascade)',
    );
    await project.database.query('create table apart (id integer not null primary key)');
    await project.database.query('insert into parent values (1), (2)');
    await project.database.query('insert into child values (1, 1), (2, 2)');
    const on = engine === 'sqlite' ? 'pragma foreign_keys = on;\n' : '';
    await project.write('migrations/1_delete.up.sql', `${on}delete from parent where id = 1;\n`);
    expect(await project.sluice(['migrate', '--on-failure', 'stop'])).toMatchObject({ exitCode: 0 });
    expect(await project.database.query('select id from child')).toEqual([{ id: 2 }]);
  });

  it('keeps migrations away from Sluice’s own tables', async () => {
    await project.write('migrations/1_own.up.sql', 'drop table sluice_lock;\n');
    const result = await project.sluice(['migrate']);
    expect(result).toMatchObject({ exitCode: 2, outputs: { 'error-code': 'CONF_001' } });
    expect(result.stderr).toContain('1_own.up.sql');
  });
});

/** Statements that an engine commits by itself; the one of each pair is killed right after it was announced. */
const ALONE: Readonly<Partial<Record<TestEngine, { readonly sql: string; readonly shows: string }>>> = {
  postgresql: {
    sql: 'create index concurrently other_id on other (id);\n',
    shows: "select count(*)::int as n from pg_indexes where indexname = 'other_id'",
  },
  mariadb: {
    sql: 'alter table other add column c integer;\n',
    shows:
      "select count(*) as n from information_schema.columns where table_schema = database() and table_name = 'other' and column_name = 'c'",
  },
};

describe.each(['postgresql', 'mariadb'] as const)('a statement in flight at a crash on %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
    await orders(project);
  });
  afterEach(() => project.drop());

  it('is not taken for done because somebody changed something else', async () => {
    const { sql, shows } = ALONE[engine] ?? { sql: '', shows: '' };
    await project.write('migrations/1_alone.up.sql', sql);
    const killed = await project.sluice(['migrate'], {
      preload: 'kill-on.ts',
      env: { SLUICE_KILL_ON: 'after statement-started' },
    });
    expect(killed.signal).toBe('SIGKILL');
    await project.database.query('create table unrelated (id integer)');
    expect(await project.sluice(['migrate'])).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    expect(await project.database.query(shows)).toEqual([{ n: 1 }]);
  });
});

describe('what MariaDB commits by itself', () => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject('mariadb');
    await orders(project);
  });
  afterEach(() => project.drop());

  it('is not run twice where nothing shows whether it happened: a person decides', async () => {
    await project.database.query('create procedure bonus() update orders set id = id + 10 order by id desc');
    await project.write('migrations/1_call.up.sql', 'call bonus();\n');
    const killed = await project.sluice(['migrate'], {
      preload: 'kill-on.ts',
      env: { SLUICE_KILL_ON: 'after statement 1' },
    });
    expect(killed.signal).toBe('SIGKILL');
    const next = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect(next).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'SQL_001' } });
    expect(next.stderr).toMatch(/1_call\.up\.sql:1: an earlier run was killed/u);
    expect(await project.database.query('select id from orders order by id')).toEqual([{ id: 11 }, { id: 12 }]);
  });

  it('with a warning is refused again until somebody has looked', async () => {
    await project.database.query('insert into other values (7)');
    await project.write('migrations/1_warn.up.sql', 'drop table if exists never_there;\n');
    await project.write(
      'migrations/2_warn.up.sql',
      "set sql_mode = '';\nalter table other add column d date not null default '2026-02-31';\n",
    );
    const first = await project.sluice(['migrate', '--on-failure', 'stop']);
    if (first.exitCode === 0) throw new Error(`The server did not warn: ${first.stderr}`);
    const second = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect([first.exitCode, second.exitCode]).toEqual([1, 1]);
  });

  it('with a warning inside a transaction leaves nothing', async () => {
    await project.write('migrations/1_warn.up.sql', "set sql_mode = '';\ninsert into orders values ('9x');\n");
    for (const _ of ['once', 'again']) {
      const result = await project.sluice(['migrate', '--on-failure', 'stop']);
      expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'SQL_001' } });
      expect(result.stderr).toMatch(/the server warned: .*truncated/iu);
    }
    expect(await project.database.query('select count(*) as n from orders')).toEqual([{ n: 2 }]);
  });
});
