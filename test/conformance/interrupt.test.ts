import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../support/project.ts';
import { openSession } from '../support/session.ts';

/** A statement that takes longer than any test waits, in each engine's words. */
const ENDLESS = {
  sqlite:
    'create table endless as with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) as c from n;\n',
  postgresql: 'select pg_sleep(600);\n',
  mariadb: 'alter table a add column c integer;\nselect sleep(600);\n',
} as const;

describe.each(['sqlite', 'postgresql', 'mariadb'] as const)('an interrupted run on %s', (engine) => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
    await project.write('migrations/1_a.up.sql', 'create table a (id integer not null primary key);\n');
    await project.write('migrations/2_endless.up.sql', ENDLESS[engine]);
  });
  afterEach(() => project.drop());

  it('cancels its statement in the server, journals that, gives the lock up, and goes on later', async () => {
    const run = project.start(['migrate', '--monitor-interval', '1ms']);
    await run.untilOutput(/2_endless\.up\.sql/u);
    run.kill('SIGINT');
    expect(await run.result).toMatchObject({ exitCode: 130 });
    expect(await project.database.query('select * from sluice_lock')).toEqual([]);
    expect(
      await project.database.query(
        "select count(*) as n from sluice_journal where kind = 'run-finished' and entry like '%interrupted%'",
      ),
    ).toEqual([{ n: 1 }]);
    if (engine !== 'sqlite') {
      const session = await openSession(project.database);
      try {
        const busy =
          engine === 'postgresql'
            ? "select count(*)::int as n from pg_stat_activity where query like '%pg_sleep(600)%' and state = 'active' and pid <> pg_backend_pid()"
            : "select count(*) as n from information_schema.processlist where info like '%sleep(600)%' and info not like '%processlist%'";
        expect(Number((await session.query(busy))[0]?.['n'])).toBe(0);
      } finally {
        await session.close();
      }
    }
    await project.write(
      'migrations/2_endless.up.sql',
      engine === 'mariadb' ? ENDLESS.mariadb.replace('select sleep(600)', 'select 1') : 'select 1;\n',
    );
    const next = await project.sluice(['migrate']);
    expect(next).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    expect(next.report?.findings.join('\n')).toMatch(/ended interrupted/u);
  });
});
