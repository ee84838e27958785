import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import { ROOT } from '../support/process.ts';
import { runStep, type StepResult } from '../support/runner.ts';
import { temporaryDirectory } from '../support/temporary.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase('sqlite');
});
afterAll(() => database.drop());

/** Runs the action `migrate` over files of a folder below the workspace. */
async function migrate(files: Readonly<Record<string, string>>): Promise<StepResult> {
  const cwd = await temporaryDirectory();
  await mkdir(join(cwd, 'db/migrations'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, 'db/migrations', name), text);
  return runStep([join(ROOT, 'test/github/programs/action.ts'), 'migrate'], {
    cwd,
    env: { DATABASE_URL: database.url },
    inputs: { 'migrations-directory': 'db/migrations' },
  });
}

/** `file:line` of each annotation of a file. */
function places({ stdout }: StepResult): readonly string[] {
  return [...stdout.matchAll(/^::error title=(\w+)[^:]*,file=([^,:]*)(?:,line=(\d+))?/gm)].map(
    ([, code, file, line]) => `${code ?? ''} ${file ?? ''}:${line ?? ''}`,
  );
}

describe('an error in a migration file', () => {
  it('is shown at the statement that failed', async () => {
    const step = await migrate({ '0001_a.up.sql': 'create table a (id integer);\n\ninsert into b values (1);\n' });
    expect(step.exitCode).toBe(1);
    expect(places(step)).toEqual(['SQL_001 db/migrations/0001_a.up.sql:3']);
  });

  it('is shown in every file that cannot be read', async () => {
    const step = await migrate({
      '0001_a.up.sql': "select 'open\n",
      '0002_b.up.sql': '-- nothing\n',
      '0003_c.up.sql': 'select 1;\n',
    });
    expect(step.outputs['error-code']).toBe('CONF_001');
    expect(places(step)).toEqual(['CONF_001 db/migrations/0001_a.up.sql:1', 'CONF_001 db/migrations/0002_b.up.sql:']);
  });
});
