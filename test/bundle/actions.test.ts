import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtBundle } from '../support/bundle.ts';
import { createDatabase, createUser, ENGINES, type TestDatabase } from '../support/databases.ts';
import { type ResultsService, startResultsService } from '../support/results-service.ts';
import { runStep, startStep, type StepOptions, type StepResult } from '../support/runner.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const PASSWORD = 'p@:/%"\'& +#?=x';

let bundle: string;
let service: ResultsService;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  bundle = await builtBundle();
  service = await startResultsService();
}, 300_000);

afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
  await service.close();
});

async function workspace(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await temporaryDirectory(), 'my shop');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, 'migrations'), { recursive: true });
    await writeFile(join(folder, 'migrations', name), text);
  }
  return folder;
}

const MIGRATIONS = {
  '1_orders.up.sql':
    "create table orders (id integer primary key, state varchar(20));\ninsert into orders values (1, 'new'), (2, 'paid');\n",
  '1_orders.down.sql': 'drop table orders;\n',
  '2_total.up.sql': 'alter table orders add column total integer;\n',
  '2_total.down.sql': 'alter table orders drop column total;\n',
};

const run = (name: string, options: StepOptions): Promise<StepResult> =>
  runStep([join(bundle, 'dist', `${name}.js`)], { service, ...options });

/** Everything that people and later steps can read of a step. */
const readable = ({ log, stderr, summary, outputs }: StepResult): string =>
  [log, stderr, summary, JSON.stringify(outputs)].join('\n');

// For version 18 there may be no client programs on this machine; migrating needs none.
const WITH_BACKUPS = ENGINES.filter((engine) => engine !== 'postgresql18');

describe.each(WITH_BACKUPS)('the actions on %s', (engine) => {
  it('take a database through its lifecycle', async () => {
    const database = await createDatabase(engine);
    databases.push(database);
    const cwd = await workspace(MIGRATIONS);
    const step = { cwd, inputs: { 'database-url': database.url }, runId: 1 };
    const next = async (
      name: string,
      inputs: Readonly<Record<string, string>> = {},
    ): Promise<StepResult['outputs']> => {
      const result = await run(name, {
        ...step,
        inputs: { ...step.inputs, 'report-name': `${engine}-${name}`, ...inputs },
      });
      expect({
        name,
        exitCode: result.exitCode,
        annotations: result.annotations.filter(({ level }) => level === 'error'),
      }).toEqual({ name, exitCode: 0, annotations: [] });
      return result.outputs;
    };

    expect(await next('readiness-check')).toMatchObject({ ready: 'true', 'pending-count': '2' });
    expect(await next('migrate', { 'to-version': '1' })).toMatchObject({ 'applied-count': '1', 'to-version': '1' });
    const backup = await next('backup');
    expect(backup).toMatchObject({
      verified: 'restore',
      'backup-artifact-name': `sluice-backup-${String(backup['backup-id'])}`,
    });
    expect(await next('migrate', { 'backup-id': String(backup['backup-id']) })).toMatchObject({
      'applied-count': '1',
      'from-version': '1',
      'to-version': '2',
    });
    expect(await next('migrate')).toMatchObject({ 'applied-count': '0', 'pending-count': '0' });
    expect(await next('validate')).toMatchObject({ 'checks-failed': '0' });
    expect(await next('rollback', { to: '1' })).toMatchObject({ 'rolled-back-to': '1', verified: 'true' });
    expect((await database.query('select * from orders order by id')).map((row) => ({ ...row }))).toEqual([
      { id: 1, state: 'new' },
      { id: 2, state: 'paid' },
    ]);
    expect(await next('lifecycle')).toMatchObject({
      ready: 'true',
      'applied-count': '1',
      verified: 'restore',
      'checks-failed': '0',
    });
  }, 180_000);
});

describe.each(ENGINES.filter((engine) => engine !== 'sqlite'))('a password of any characters on %s', (engine) => {
  it.each(['migrate', 'readiness-check'])(
    'works in %s, and is seen nowhere',
    async (name) => {
      const database = await createDatabase(engine);
      databases.push(database);
      const url = await createUser(database, { password: PASSWORD });
      const cwd = await workspace(MIGRATIONS);
      const result = await run(name, {
        cwd,
        inputs: { 'database-url': url, 'report-name': `${engine}-${name}` },
        runId: 10,
      });
      // The account may do all in its database but not make another, which the readiness check finds out.
      expect(result.outputs['error-code']).toMatch(name === 'migrate' ? /^$/ : /^(?:PERM|TOOL)_001$/);
      expect(result.masks).toEqual(expect.arrayContaining([url, PASSWORD]));
      const files = await readdir(join(cwd, 'migration_logs'));
      const reports = await Promise.all(files.map((file) => readFile(join(cwd, 'migration_logs', file), 'utf8')));
      const seen = [readable(result), ...reports].join('\n');
      const forms = [
        PASSWORD,
        encodeURIComponent(PASSWORD),
        JSON.stringify(PASSWORD).slice(1, -1),
        Buffer.from(PASSWORD).toString('base64'),
      ];
      expect(forms.filter((form) => seen.includes(form))).toEqual([]);
    },
    60_000,
  );
});

describe('a rollback from the artifact of another run', () => {
  it('restores what the backup holds, and only when the loss is accepted', async () => {
    const database = await createDatabase('sqlite');
    databases.push(database);
    const inputs = { 'database-url': database.url };
    const cwd = await workspace(MIGRATIONS);
    expect((await run('migrate', { cwd, inputs, runId: 20 })).exitCode).toBe(0);
    const { outputs } = await run('backup', { cwd, inputs, runId: 20 });
    await database.query("insert into orders values (3, 'late', 7)");
    await database.query("update orders set state = 'lost'");

    // Another machine: nothing of the first workspace but what is in the repository.
    const elsewhere = await workspace(MIGRATIONS);
    const back = { ...inputs, to: 'backup', 'backup-run-id': '20', 'backup-id': String(outputs['backup-id']) };
    const refused = await run('rollback', { cwd: elsewhere, inputs: back, runId: 21 });
    expect({ exitCode: refused.exitCode, code: refused.outputs['error-code'] }).toEqual({
      exitCode: 1,
      code: 'DATA_001',
    });
    expect(await database.query('select count(*) as n from orders')).toEqual([{ n: 3 }]);

    const accepted = await run('rollback', {
      cwd: elsewhere,
      inputs: { ...back, 'accept-data-loss': 'true' },
      runId: 22,
    });
    expect(accepted.exitCode).toBe(0);
    expect(accepted.outputs).toMatchObject({
      'rolled-back-to': outputs['backup-id'],
      verified: 'true',
      'rows-restored': expect.stringMatching(/^\d+$/) as unknown,
    });
    expect(await database.query('select id, state from orders order by id')).toEqual([
      { id: 1, state: 'new' },
      { id: 2, state: 'paid' },
    ]);
  }, 120_000);
});

describe('a cancelled step', () => {
  it('stops its statement, saves its state, and the next run goes on', async () => {
    const database = await createDatabase('sqlite');
    databases.push(database);
    const endless =
      'create table t as with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) as i from n;\n';
    const cwd = await workspace({ '1_one.up.sql': 'create table one (id integer);\n', '2_two.up.sql': endless });
    const inputs = { 'database-url': database.url };
    const { process, result } = await startStep([join(bundle, 'dist/migrate.js')], { service, cwd, inputs, runId: 30 });
    await process.untilOutput(/2_two/);
    process.kill('SIGINT');
    const { exitCode, outputs } = await result;
    expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 130, status: 'failed' });
    expect(await database.query("select name from sqlite_master where name in ('one', 't')")).toEqual([
      { name: 'one' },
    ]);
    await writeFile(join(cwd, 'migrations/2_two.up.sql'), 'create table t (i integer);\n');
    expect((await run('migrate', { cwd, inputs, runId: 31 })).outputs).toMatchObject({
      status: 'passed',
      'applied-count': '1',
    });
  }, 120_000);
});
