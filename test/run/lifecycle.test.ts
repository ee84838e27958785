import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ROOT } from '../support/process.ts';
import { createProject, type Project } from '../support/project.ts';
import { runStep, type StepResult } from '../support/runner.ts';
import { stateOf } from '../support/state.ts';

// Each test runs whole lifecycles.
jest.setTimeout(180_000);

let project: Project;
let before: unknown;

/** Runs the lifecycle as a step of a workflow; killed at a step of the journal, where one is named. */
function lifecycle(killOn?: string): Promise<StepResult> {
  const preload = pathToFileURL(join(ROOT, 'test/support/kill-on.ts')).href;
  const imports = killOn === undefined ? [] : ['--import', preload];
  return runStep([...imports, join(ROOT, 'test/github/programs/action.ts'), 'lifecycle'], {
    cwd: project.directory,
    env: { DATABASE_URL: project.database.url, SLUICE_KILL_ON: killOn },
    inputs: { environment: 'production' },
  });
}

/** Runs it again once the lease of the killed one is over. */
async function lifecycleAgain(): Promise<StepResult> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const result = await lifecycle();
    if (result.outputs['error-code'] !== 'LOCK_001' || Date.now() > deadline) return result;
  }
}

beforeEach(async () => {
  project = await createProject('sqlite');
  await project.configure(
    'environments:\n  production:\n    url: ${DATABASE_URL}\n    protected: true\nmigrations:\n  run-lease: 1s\n  run-lock-wait: 60s\n',
  );
  await project.write('migrations/1_leads.up.sql', 'create table leads (id integer primary key, email text);\n');
  expect(await project.sluice(['migrate'])).toMatchObject({ exitCode: 0 });
  await project.database.query("insert into leads values (1, 'a'), (2, 'b')");
  before = await stateOf(project.database.url);
  await project.write('migrations/2_more.up.sql', 'create table more (id integer);\n');
  await project.write('migrations/3_bad.up.sql', 'insert into nowhere values (1);\n');
  // The second file is in, and the third was about to be taken back.
  expect((await lifecycle('before rollback-started')).exitCode).not.toBe(1);
  expect(await project.database.query("select name from sqlite_master where name = 'more'")).toHaveLength(1);
});
afterEach(() => project.drop());

describe('a lifecycle that was killed in its migration and is run again', () => {
  it('goes on, and can still go back to the state before the first run', async () => {
    const again = await lifecycleAgain();
    expect(again).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'SQL_001', 'rolled-back': 'true' } });
    expect(await stateOf(project.database.url)).toEqual(before);
  });

  it('goes on where the earlier backup is not at hand, and says first what it then cannot do', async () => {
    await rm(join(project.directory, '.sluice'), { recursive: true });
    const again = await lifecycleAgain();
    expect({ outputs: again.outputs, log: again.log }).toMatchObject({
      outputs: { verified: 'restore', 'error-code': 'ROLL_001', 'rolled-back': 'false', 'to-version': '2' },
    });
    const warning = /it is taken back by down files only: the backup \S+ of the state before cannot be used here/u;
    expect(again.log.search(warning)).toBeGreaterThan(-1);
    expect(again.log.search(warning)).toBeLessThan(again.log.search(/^schema-sync: /mu));
  });
});
