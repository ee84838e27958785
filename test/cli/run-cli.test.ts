import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stamped } from '../../src/journal/entries.ts';
import type { Report } from '../../src/report/report.ts';
import { SLUICE_VERSION } from '../../src/version.ts';
import { ROOT } from '../support/process.ts';
import { createProject, type Project } from '../support/project.ts';

let project: Project;
beforeAll(async () => {
  project = await createProject('sqlite');
  await project.write('migrations/1_leads.up.sql', 'create table leads (id integer primary key, email text);\n');
  await project.write('migrations/1_leads.down.sql', 'drop table leads;\n');
});
afterAll(() => project.drop());

/** Runs a command with `--json`; stdout must be one JSON document and nothing else. */
async function json(
  ...args: readonly string[]
): Promise<{ readonly exitCode: number | null; readonly data: unknown; readonly stderr: string }> {
  const { exitCode, stdout, stderr } = await project.sluice([...args, '--json']);
  return { exitCode, data: JSON.parse(stdout), stderr };
}

/** A report that a command printed. */
async function reportOf(
  ...args: readonly string[]
): Promise<{ readonly exitCode: number | null; readonly report: Report; readonly stderr: string }> {
  const { exitCode, data, stderr } = await json(...args);
  return { exitCode, report: data as Report, stderr };
}

/** The backups as `backup list` prints them. */
async function backups(): Promise<readonly { readonly id: string; readonly mode: string }[]> {
  const { data } = await json('backup', 'list');
  const list = data as {
    readonly backups: readonly { readonly manifest: { readonly id: string; readonly mode: string } }[];
  };
  return list.backups.map(({ manifest }) => manifest);
}

describe('usage', () => {
  it.each<[readonly string[], RegExp]>([
    [[], /Usage: sluice/u],
    [['migrat'], /unknown command 'migrat'[^]*Did you mean migrate\?/u],
    [['dashboard'], /unknown command 'dashboard'/u],
    [['migrate', '--nowhere'], /unknown option '--nowhere'/u],
    [['migrate', '--to-versio', '1'], /unknown option '--to-versio'[^]*--to-version/u],
    [['status', '--dry-run'], /unknown option '--dry-run'/u],
    [['migrate', 'now'], /too many arguments/u],
    [['migrate', '--to-version'], /argument missing/u],
    [['backup', 'steal'], /create, schema, data, verify, list, restore/u],
    [['migrate', '--max-errors', 'many'], /^CONF_001: The input `max-errors` must be a whole number[^]*^fix: /mu],
    [['migrate', '--dry-run=perhaps'], /^CONF_001: The input `dry-run` must be true or false/mu],
    [['migrate', '--environment', 'nowhere'], /^CONF_001: [^]*nowhere[^]*^fix: /mu],
    [['readiness-check', '--checks', 'nowhere'], /^CONF_001: There is no readiness check called nowhere/mu],
    [['history', '--run-id', 'nowhere'], /^CONF_001: The journal has no run nowhere\.$/mu],
    [['pause'], /^CONF_001: There is no live run to pause\.$/mu],
  ])('%j is refused with exit status 2', async (args, message) => {
    const { exitCode, stderr } = await project.sluice(args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });

  it('fails with 1 when the database cannot be opened', async () => {
    const env = { DATABASE_URL: `sqlite:${project.directory}/no/such/folder/x.db` };
    const { exitCode, stderr } = await project.sluice(['status'], { env });
    expect(stderr).toMatch(/^CONN_001: [^]*^fix: /mu);
    expect(exitCode).toBe(1);
  });

  it.each<[readonly string[], RegExp]>([
    [['--version'], new RegExp(`^${SLUICE_VERSION.replaceAll('.', '\\.')}\n$`, 'u')],
    [['--help'], /^Usage: sluice/u],
    [['migrate', '--help'], /^Usage: sluice migrate/u],
    [['help', 'backup'], /^Usage: sluice backup/u],
  ])('%j prints help on stdout', async (args, text) => {
    const { exitCode, stdout } = await project.sluice(args);
    expect(stdout).toMatch(text);
    expect(exitCode).toBe(0);
  });

  it('schema prints the schema of the repository, and needs no database', async () => {
    const { exitCode, stdout, stderr } = await project.sluice(['schema'], { env: { DATABASE_URL: undefined } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await readFile(join(ROOT, 'sluice.schema.json'), 'utf8')));
  });

  it('takes the working directory as the folder that paths start from', async () => {
    const { exitCode, stderr } = await project.sluice(['migrate', '--dry-run', '--working-directory', 'nowhere']);
    expect(stderr).toMatch(/^CONF_001: /mu);
    expect(exitCode).toBe(2);
  });
});

describe('a life on the command line', () => {
  it('shows an empty database', async () => {
    const { exitCode, stdout } = await project.sluice(['status']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^sqlite: nothing is applied\napplied: 0\npending: 1\n {2}1_leads\.up\.sql \(1 statements\)\n/u,
    );
    expect(stdout).toContain('run lock: free\n');
    expect((await project.sluice(['history'])).stdout).toBe('no runs yet\n');
    expect((await project.sluice(['backup', 'list'])).stdout).toBe('no backups\n');
  });

  it('checks the readiness', async () => {
    const { exitCode, report } = await reportOf('readiness-check');
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ schema: 'sluice.report/1', run: { command: 'readiness-check' } });
    expect(report.checks.length).toBeGreaterThan(10);
  });

  it('migrates: the report alone on stdout, progress on stderr', async () => {
    const { exitCode, report, stderr } = await reportOf('migrate', '--log-file', 'run.log');
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({
      schema: 'sluice.report/1',
      run: { command: 'migrate', status: 'passed', engine: 'sqlite' },
    });
    expect(report.files.map(({ version }) => version)).toEqual(['1']);
    expect(stderr).toContain('schema-sync: passed');
    const log = await readFile(join(project.directory, 'run.log'), 'utf8');
    expect(log).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z +schema-sync: passed$/mu);
  });

  it('prints name: value lines without --json, and names the report', async () => {
    const { exitCode, stdout, report, outputs } = await project.sluice(['migrate']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^status: passed\n/u);
    expect(outputs).toMatchObject({ 'applied-count': '0', 'to-version': '1' });
    expect(report?.run.id).toBe(outputs['run-id']);
  });

  it('prints the report of a run that failed, too, and its error on stderr', async () => {
    await project.write('bad/1_leads.up.sql', 'other;\n');
    const { exitCode, report, stderr } = await reportOf('migrate', '--migrations-directory', 'bad');
    expect(exitCode).toBe(1);
    expect(report.run.status).toBe('failed');
    expect(report.errors).toMatchObject([{ code: 'DRIFT_001' }]);
    expect(stderr).toMatch(/^DRIFT_001: [^]*^fix: /mu);
  });

  it('prints an error as JSON when there is no report to print', async () => {
    const { exitCode, report } = await reportOf('migrate', '--environment', 'nowhere');
    expect(exitCode).toBe(2);
    expect(report).toMatchObject({ schema: 'sluice.report/1', errors: [{ code: 'CONF_001' }] });
  });

  it('shows the status as data', async () => {
    const { exitCode, data } = await json('status');
    expect(exitCode).toBe(0);
    expect(data).toMatchObject({
      schema: 'sluice.status/1',
      version: '1',
      pending: [],
      lock: null,
      problem: null,
      partial: [],
    });
  });

  it('says with status 1 that something is wrong', async () => {
    const { exitCode, stdout } = await project.sluice(['status', '--migrations-directory', 'bad']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^DRIFT_001: [^]*^fix: /mu);
  });

  it('shows past runs, newest first, and one of them with its entries', async () => {
    const data = (await json('history')).data as readonly { readonly runId: string; readonly status: string }[];
    expect(data.map(({ status }) => status)).toEqual(['failed', 'passed', 'passed']);
    expect((await json('history', '--limit', '1')).data).toEqual(data.slice(0, 1));
    const runId = data.at(-1)?.runId ?? '';
    const text = (await project.sluice(['history'])).stdout;
    expect(text.trim().split('\n')).toHaveLength(3);
    expect(text).toContain(`${runId}  migrate  passed`);
    const entries = (await json('history', '--run-id', runId)).data as readonly Stamped[];
    expect(entries[0]?.entry.kind).toBe('run-started');
    expect(entries.at(-1)?.entry.kind).toBe('run-finished');
    expect(entries.filter((entry) => entry.runId !== runId)).toEqual([]);
    expect((await project.sluice(['history', '--run-id', runId])).stdout.trim().split('\n')).toHaveLength(
      entries.length,
    );
  });

  it.each(['pause', 'resume', 'stop'])('asks a run by its id to %s', async (request) => {
    const text = await project.sluice([request, '--run-id', 'some-run']);
    expect(text).toMatchObject({ exitCode: 0, stdout: `asked run some-run to ${request}\n` });
    expect(await json(request, '--run-id', 'some-run')).toMatchObject({
      exitCode: 0,
      data: { runId: 'some-run', request },
    });
    expect(await project.database.query(`select run_id from sluice_control where request = '${request}'`)).toHaveLength(
      2,
    );
  });

  it('pauses, resumes and stops the run that is under way; a stopped one leaves with 130', async () => {
    await project.write('migrations/2_more.up.sql', 'create table more (id integer);\n');
    await project.write('migrations/2_more.down.sql', 'drop table more;\n');
    const run = project.start(['migrate'], { preload: 'hold-at.ts', env: { SLUICE_HOLD_AT: 'rollback-point' } });
    await run.untilOutput(/holding/u);
    const paused = await project.sluice(['pause']);
    expect(paused).toMatchObject({ exitCode: 0 });
    const runId = /asked run (\S+) to pause/u.exec(paused.stdout)?.[1];
    run.kill('SIGUSR2');
    await run.untilOutput(/told to pause/u);
    expect(await project.sluice(['resume'])).toMatchObject({
      exitCode: 0,
      stdout: `asked run ${String(runId)} to resume\n`,
    });
    const result = await run.result;
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stdout).toContain(`run-id: ${String(runId)}\n`);
    expect(result.stderr).toContain('told to resume');

    await project.write('migrations/3_last.up.sql', 'create table last (id integer);\n');
    await project.write('migrations/3_last.down.sql', 'drop table last;\n');
    const second = project.start(['migrate'], { preload: 'hold-at.ts', env: { SLUICE_HOLD_AT: 'rollback-point' } });
    await second.untilOutput(/holding/u);
    expect(await project.sluice(['stop'])).toMatchObject({ exitCode: 0 });
    second.kill('SIGUSR2');
    expect(await second.result).toMatchObject({ exitCode: 130 });
    expect(await project.database.query("select name from sqlite_master where name = 'last'")).toEqual([]);
    expect(await project.sluice(['migrate'])).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
  });

  it('takes, lists, verifies and restores a backup', async () => {
    await project.database.query("insert into leads values (1, 'a'), (2, 'b')");
    const taken = await project.sluice(['backup']);
    expect(taken).toMatchObject({ exitCode: 0, outputs: { verified: 'restore', encrypted: 'false' } });
    const id = taken.outputs['backup-id'] ?? '';

    expect((await project.sluice(['backup', 'list'])).stdout).toMatch(
      new RegExp(
        `^${id} {2}created \\S+Z {2}full {2}\\d+ bytes {2}verified: restore \\(.+\\) {2}not encrypted {2}sqlite \\d`,
        'u',
      ),
    );
    expect((await backups()).map((backup) => backup.id)).toEqual([id]);

    expect(await project.sluice(['backup', 'verify'])).toMatchObject({
      exitCode: 0,
      stdout: `${id}: every byte is as it was written (verified: restore)\n`,
    });
    expect(await json('backup', 'verify', '--backup-id', id)).toMatchObject({
      exitCode: 0,
      data: { id, verified: 'restore' },
    });
    expect(await project.sluice(['backup', 'verify', '--backup-id', 'no-such-backup'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^BACKUP_003: /mu),
    });

    await project.database.query('delete from leads where id = 2');
    const refused = await json('backup', 'restore');
    expect(refused).toMatchObject({ exitCode: 1, data: { errors: [{ code: 'DATA_001' }] } });
    expect(await project.database.query('select count(*) as n from leads')).toEqual([{ n: 1 }]);

    const restored = await project.sluice(['backup', 'restore', '--accept-data-loss']);
    expect(restored).toMatchObject({ exitCode: 0, outputs: { 'rolled-back-to': id, verified: 'true' } });
    expect(await project.database.query('select email from leads order by id')).toEqual([
      { email: 'a' },
      { email: 'b' },
    ]);
  });

  it.each(['schema', 'data'])('takes a backup of the %s alone', async (mode) => {
    const { exitCode, outputs } = await project.sluice(['backup', mode, '--verify', 'checksum']);
    expect({ exitCode, verified: outputs['verified'] }).toEqual({ exitCode: 0, verified: 'checksum' });
    expect((await backups()).find(({ id }) => id === outputs['backup-id'])?.mode).toBe(mode);
  });

  it('validates, and goes back', async () => {
    await project.configure(
      'validate:\n  rules:\n    - { name: two leads, query: select count(*) from leads, expect: 2 }\n',
    );
    expect(await project.sluice(['validate', '--junit-path', 'junit.xml'])).toMatchObject({
      exitCode: 0,
      outputs: { 'checks-failed': '0' },
    });
    expect(await readFile(join(project.directory, 'junit.xml'), 'utf8')).toContain('name="two leads"');
    expect(await project.sluice(['rollback', '--to', '2'])).toMatchObject({
      exitCode: 0,
      outputs: { 'rolled-back-to': '2' },
    });
  });

  it('leaves with 130 when it is interrupted, and the next run goes on', async () => {
    const run = project.start(['migrate'], { preload: 'hold-at.ts', env: { SLUICE_HOLD_AT: 'rollback-point' } });
    await run.untilOutput(/holding/u);
    run.kill('SIGTERM');
    run.kill('SIGUSR2');
    const result = await run.result;
    expect(result).toMatchObject({ exitCode: 130 });
    const next = await project.sluice(['migrate']);
    expect(next).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    expect(next.stderr).toMatch(/ended interrupted/u);
  });
});
