import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../support/project.ts';
import { stateOf } from '../support/state.ts';
import { openSession, type TestSession } from '../support/session.ts';

const SETTINGS = 'migrations:\n  lock-timeout: 300ms\n  lock-retries: 2\n';

describe.each(['postgresql', 'mariadb'] as const)('a blocked ALTER on %s', (engine) => {
  let project: Project;
  let blocker: TestSession;

  beforeEach(async () => {
    project = await createProject(engine);
    await project.configure(engine === 'mariadb' ? SETTINGS.replace('300ms', '1s') : SETTINGS);
    await project.database.query('create table leads (id integer not null primary key, email varchar(100))');
    await project.database.query("insert into leads (id, email) values (1, 'a')");
    await project.write('migrations/1_wide.up.sql', 'alter table leads add column phone varchar(30);\n');
    blocker = await openSession(project.database);
  });
  afterEach(async () => {
    await blocker.close();
    await project.drop();
  });

  it('is tried again, and ends with LOCK_002 naming the blocker, its query and its age', async () => {
    await blocker.query('begin');
    await blocker.query("update leads set email = 'b' where id = 1");
    const result = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'LOCK_002' } });
    expect(result.stderr).toMatch(
      new RegExp(`LOCK_002: .*in 3 tries.*blocked by pid ${String(blocker.pid)} .*since \\d+\\.\\d s`, 'su'),
    );
    // MariaDB keeps no text of the last statement of an idle session.
    if (engine === 'postgresql') expect(result.stderr).toContain("update leads set email = 'b' where id = 1");
    expect(result.report?.metrics['lockRetries']).toBe(2);
    expect(await project.database.query('select version from sluice_migrations')).toEqual([]);
    await blocker.query('rollback');
    expect(await project.sluice(['migrate'])).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
  });

  it('goes through as soon as the blocker is gone', async () => {
    await project.configure(SETTINGS.replace('300ms', '1s').replace('retries: 2', 'retries: 50'));
    await blocker.query('begin');
    await blocker.query("update leads set email = 'b' where id = 1");
    const run = project.start(['migrate']);
    await run.untilOutput(/could not get its lock/u);
    await blocker.query('rollback');
    expect(await run.result).toMatchObject({ exitCode: 0 });
  });

  it('never makes the application wait longer than the lock timeout', async () => {
    await project.configure(SETTINGS.replace('300ms', '1s').replace('retries: 2', 'retries: 4'));
    await blocker.query('begin');
    await blocker.query('select * from leads');
    if (engine === 'postgresql') await blocker.query('lock table leads in access share mode');
    const run = project.start(['migrate', '--on-failure', 'stop']);
    await run.untilOutput(/could not get its lock/u);
    // The application's own timeout is a little above ours: while the ALTER waits, its reads queue behind it.
    const application = await openSession(project.database);
    try {
      await application.query(engine === 'postgresql' ? "set lock_timeout = '1500ms'" : 'set lock_wait_timeout = 2');
      let reads = 0;
      const done = run.result.then(() => true);
      while (!(await Promise.race([done, application.query('select count(*) as n from leads').then(() => false)])))
        reads += 1;
      expect(reads).toBeGreaterThan(0);
    } finally {
      await application.close();
    }
    expect(await run.result).toMatchObject({ exitCode: 1 });
  });
});

describe('CREATE INDEX CONCURRENTLY on postgresql', () => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject('postgresql');
    await project.database.query('create table leads (id integer not null primary key, email varchar(100))');
    await project.database.query("insert into leads select n, 'mail' || (n % 10) from generate_series(1, 1000) n");
  });
  afterEach(() => project.drop());

  it('runs outside a transaction while a second run waits for the lock: no deadlock', async () => {
    // The first one waits for the reader as long as the second takes to start.
    await project.configure('migrations:\n  run-lock-wait: 60s\n  lock-timeout: 60s\n');
    await project.write('migrations/1_index.up.sql', 'create index concurrently leads_email on leads (email);\n');
    const reader = await openSession(project.database);
    try {
      // An open snapshot makes the first run wait inside CREATE INDEX CONCURRENTLY until the second one polls.
      await reader.query('begin isolation level repeatable read');
      await reader.query('select count(*) as n from leads');
      const first = project.start(['migrate', '--monitor-interval', '1ms']);
      await first.untilOutput(/1_index\.up\.sql/u);
      const second = project.start(['migrate']);
      await second.untilOutput(/waiting for the run lock, held by/u);
      await reader.query('commit');
      expect(await first.result).toMatchObject({ exitCode: 0 });
      expect(await second.result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('applied-count: 0') });
    } finally {
      await reader.close();
    }
    expect(
      await project.database.query(
        "select indisvalid as valid from pg_index where indexrelid = 'leads_email'::regclass",
      ),
    ).toEqual([{ valid: true }]);
  });

  it('leaves nothing of a failed one when the run goes back, so that the next run can do it', async () => {
    await project.write(
      'migrations/1_unique.up.sql',
      'create unique index concurrently leads_email on leads (email);\n',
    );
    const before = await stateOf(project.database.url);
    const failed = await project.sluice(['migrate', '--on-failure', 'rollback']);
    expect(failed).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'SQL_001', 'rolled-back': 'true' } });
    expect(await stateOf(project.database.url)).toEqual(before);
    await project.database.query('delete from leads where id > 10');
    expect(await project.sluice(['migrate'])).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
  });

  it('refuses it beside other statements in a transaction, before anything runs', async () => {
    await project.write(
      'migrations/1_mixed.up.sql',
      'create table more (id integer);\ncreate index concurrently leads_email on leads (email);\n',
    );
    const result = await project.sluice(['migrate']);
    expect(result).toMatchObject({ exitCode: 2, outputs: { 'error-code': 'CONF_001' } });
    expect(result.stderr).toContain('1_mixed.up.sql:2');
    expect(result.stderr).toContain('-- sluice: transaction=false');
  });

  it('finds the INVALID index that a failed one leaves, and names its fix', async () => {
    await project.write(
      'migrations/1_unique.up.sql',
      'create unique index concurrently leads_email on leads (email);\n',
    );
    const failed = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect(failed).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'SQL_001' } });
    expect(
      await project.database.query(
        "select indisvalid as valid from pg_index where indexrelid = 'leads_email'::regclass",
      ),
    ).toEqual([{ valid: false }]);
    const check = await project.sluice(['readiness-check', '--checks', 'invalid-indexes']);
    expect(check.stderr).toMatch(/leads_email/u);
    expect(check.stderr).toMatch(/DROP INDEX CONCURRENTLY|REINDEX INDEX CONCURRENTLY/iu);
    await project.database.query('delete from leads where id > 10');
    const repaired = await project.sluice(['migrate']);
    expect(repaired).toMatchObject({ exitCode: 0 });
    expect(
      await project.database.query(
        "select indisvalid as valid from pg_index where indexrelid = 'leads_email'::regclass",
      ),
    ).toEqual([{ valid: true }]);
  });
});
