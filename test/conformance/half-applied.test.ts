import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ENGINES } from '../support/databases.ts';
import { createProject, type Project } from '../support/project.ts';

const GOOD_HEAD = `create table one (id integer not null primary key);
insert into one (id) values (1);
`;

describe.each(ENGINES)('a file whose third statement fails, on %s', (engine) => {
  const keepsTheHead = engine === 'mariadb';
  let project: Project;

  beforeEach(async () => {
    project = await createProject(engine);
    await project.write(
      'migrations/1_one.up.sql',
      `${GOOD_HEAD}insert into missing (id) values (1);\ncreate table two (id integer);\n`,
    );
  });
  afterEach(() => project.drop());

  it('names file, statement and line', async () => {
    const result = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'SQL_001', stage: 'schema-sync' } });
    expect(result.stderr).toMatch(/1_one\.up\.sql:3: statement 3 of 4 failed: .*missing/su);
  });

  it('leaves nothing where the engine can undo it, and exactly the two done where it cannot', async () => {
    await project.sluice(['migrate', '--on-failure', 'stop']);
    const look = project.database.query('select id from one');
    await (keepsTheHead ? expect(look).resolves.toEqual([{ id: 1 }]) : expect(look).rejects.toThrow(/one/u));
    const { stdout } = await project.sluice(['status']);
    if (keepsTheHead) expect(stdout).toMatch(/1_one\.up\.sql: 2 statement\(s\), at line 1, 2, were applied/u);
    else expect(stdout).not.toContain('were applied by run');
    expect(stdout).toMatch(/pending: 1/u);
  });

  it('goes on behind what was done once the tail is corrected', async () => {
    await project.sluice(['migrate', '--on-failure', 'stop']);
    await project.write(
      'migrations/1_one.up.sql',
      `${GOOD_HEAD}insert into one (id) values (2);\ncreate table two (id integer);\n`,
    );
    const fixed = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect(fixed).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    expect(await project.database.query('select id from one order by id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await project.database.query('select count(*) as n from two')).toEqual([{ n: 0 }]);
  });

  it('refuses to go on when the done part was edited', async () => {
    await project.sluice(['migrate', '--on-failure', 'stop']);
    await project.write(
      'migrations/1_one.up.sql',
      'create table one (id bigint not null primary key);\ninsert into one (id) values (1);\ninsert into one (id) values (2);\n',
    );
    const result = await project.sluice(['migrate', '--on-failure', 'stop']);
    expect(result).toMatchObject(
      keepsTheHead ? { exitCode: 1, outputs: { 'error-code': 'DRIFT_001' } } : { exitCode: 0 },
    );
  });
});
