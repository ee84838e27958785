import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Manifest } from '../../src/backup/manifest.ts';
import { Keyring } from '../../src/backup/age/keyring.ts';
import { systemClock } from '../../src/clock.ts';
import { readInputs } from '../../src/interface/read-inputs.ts';
import { Redactor } from '../../src/redact.ts';
import { lifecycle } from '../../src/run/lifecycle.ts';
import type { Report } from '../../src/report/report.ts';
import { createProject, type Project } from '../support/project.ts';
import { ROOT } from '../support/process.ts';
import { runStep, type StepResult } from '../support/runner.ts';
import { stateOf } from '../support/state.ts';

jest.setTimeout(180_000);

/** A recipient whose identity nobody has. */
async function recipientOf(kind: 'x25519' | 'hybrid'): Promise<string> {
  const { generateHybridIdentity, generateX25519Identity, identityToRecipient } = await import('age-encryption');
  return identityToRecipient(await (kind === 'hybrid' ? generateHybridIdentity() : generateX25519Identity()));
}

/** A project whose next migration has no way back but a backup. */
async function projectWithoutDownFiles(engine: 'sqlite' | 'postgresql' | 'mariadb', last: string): Promise<Project> {
  const project = await createProject(engine);
  await project.write(
    'migrations/1_leads.up.sql',
    'create table leads (id integer not null primary key, email varchar(200));\n',
  );
  await project.sluice(['migrate']);
  await project.database.query("insert into leads values (1, 'a'), (2, 'b')");
  await project.write('migrations/2_more.up.sql', 'create table more (id integer not null primary key);\n');
  await project.write('migrations/3_last.up.sql', last);
  return project;
}

const FAILS = "update leads set email = 'lost';\ninsert into nowhere values (1);\n";

/** Runs an action in the project's folder, as a runner without an artifact service does. */
function act(project: Project, command: string, inputs: Readonly<Record<string, string>> = {}): Promise<StepResult> {
  return runStep([join(ROOT, 'test/github/programs/action.ts'), command], {
    cwd: project.directory,
    env: { DATABASE_URL: project.database.url },
    inputs,
  });
}

/** All reports in the project's folder, oldest first. */
async function reportsOf(project: Project): Promise<readonly Report[]> {
  const folder = join(project.directory, 'migration_logs');
  const names = (await readdir(folder)).filter((name) => /^migration_report_.*\.json$/u.test(name)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as Report);
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
}

describe.each([
  ['sqlite', 'hybrid'],
  ['postgresql', 'x25519'],
  ['mariadb', 'x25519'],
] as const)('a failed migration on %s whose backup was encrypted to a %s recipient', (engine, kind) => {
  let project: Project;
  let recipient: string;
  let before: unknown;

  beforeAll(async () => {
    recipient = await recipientOf(kind);
    project = await projectWithoutDownFiles(engine, FAILS);
    before = await stateOf(project.database.url);
  });
  afterAll(() => project.drop());

  it('is taken back by itself in the lifecycle, without the identity', async () => {
    const known = new Set((await reportsOf(project)).map(({ run }) => run.id));
    const result = await act(project, 'lifecycle', { 'encrypt-to': recipient });
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'SQL_001', encrypted: 'true', verified: 'restore', 'rolled-back': 'true' },
    });
    expect(await stateOf(project.database.url)).toEqual(before);

    const reports = (await reportsOf(project)).filter(({ run }) => !known.has(run.id));
    const wayBack = reports.flatMap(({ checks }) => checks).filter(({ id }) => id === 'way-back');
    expect(wayBack).toMatchObject([
      { status: 'pass', observed: expect.stringMatching(/^it needs a backup: .*; the backup is encrypted, and this/u) },
    ]);
    expect(reports.find(({ run }) => run.command === 'migrate')).toMatchObject({
      backup: { id: result.outputs['backup-id'] },
      rollback: { method: 'backup', verified: true },
    });
    // The time to expect for a recovery: in the manifest, in both reports, and for the reader of the summary.
    const manifest = JSON.parse(
      await readFile(join(result.outputs['backup-path'] ?? '', 'manifest.json'), 'utf8'),
    ) as Manifest;
    const expected = manifest.proof?.durationMs;
    expect(expected).toBeGreaterThan(0);
    const measured = reports.map(({ run, metrics }) => [run.command, metrics['expectedRecoveryMs']]);
    expect(new Map(measured as [string, number][])).toEqual(
      new Map([
        ['readiness-check', undefined],
        ['backup', expected],
        ['migrate', expected],
      ]),
    );
    expect(result.summary.match(/^Expected time to recover: \d/gmu)).toHaveLength(2);

    const seen = [result.stdout, result.stderr, result.summary, ...(await filesBelow(project.directory))];
    expect(seen.filter((text) => /AGE-SECRET-KEY/iu.test(text))).toEqual([]);
  });

  it('needs the identity where the backup was taken by another step', async () => {
    const backup = await act(project, 'backup', { 'encrypt-to': recipient });
    expect(backup).toMatchObject({ exitCode: 0, outputs: { encrypted: 'true' } });
    const result = await act(project, 'migrate', { 'backup-id': backup.outputs['backup-id'] ?? '' });
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'ROLL_001', 'rolled-back': 'false' } });
    expect(result.log).toContain('if this run fails, it can be taken back only by hand');
    expect(result.log).toMatch(/encrypted, and this run has no identity to decrypt it with/u);
  });
});

describe('a recipient that was mistyped', () => {
  let project: Project;

  beforeAll(async () => {
    project = await createProject('sqlite');
  });
  afterAll(() => project.drop());

  it.each([
    ['lifecycle', 'input'],
    ['backup', 'input'],
    ['readiness-check', 'configuration'],
  ])('ends the %s before anything is done (%s)', async (command, place) => {
    const good = await recipientOf('x25519');
    const bad = `${good.slice(0, -1)}${good.endsWith('q') ? 'p' : 'q'}`;
    const isInput = place === 'input';
    if (!isInput) await project.configure(`backup:\n  encrypt-to: [${good}, ${bad}]\n`);
    const result = await act(project, command, isInput ? { 'encrypt-to': `${good},${bad}` } : {});
    expect(result).toMatchObject({ exitCode: 2, outputs: { 'error-code': 'CONF_001' } });
    expect(result.annotations.map(({ message }) => message).join('\n')).toContain('entry 2 of 2');
    expect((await reportsOf(project)).at(-1)).toMatchObject({
      run: { command: command === 'backup' ? 'backup' : 'readiness-check' },
      checks: [],
    });
    expect(await readdir(join(project.directory, '.sluice')).catch(() => null)).toBeNull();
  });
});

describe('the keys of a lifecycle’s own backup', () => {
  let project: Project;
  let happened: string[];

  beforeAll(async () => {
    project = await projectWithoutDownFiles('sqlite', 'create table last (id integer);\n');
  });
  afterAll(() => project.drop());
  beforeEach(() => {
    happened = [];
  });

  it('are forgotten once, and when the migration has ended', async () => {
    const forget = Keyring.prototype.forget;
    const spy = jest.spyOn(Keyring.prototype, 'forget').mockImplementation(function (this: Keyring) {
      happened.push('keys forgotten');
      forget.call(this);
    });
    try {
      const recipient = await recipientOf('x25519');
      const given: Record<string, string> = { 'encrypt-to': recipient };
      const result = await lifecycle(
        readInputs('lifecycle', (name) => given[name]),
        {
          signal: new AbortController().signal,
          clock: systemClock,
          env: { DATABASE_URL: project.database.url },
          workingDirectory: project.directory,
          redactor: new Redactor(),
          actor: { name: 'test', host: 'test', pid: process.pid, runUrl: null },
          origin: null,
          promotion: null,
          emit: ({ scope }) => happened.push(scope),
        },
      );
      expect(result).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '2', encrypted: 'true' } });
    } finally {
      spy.mockRestore();
    }
    const order = ['proof', 'cleanup', 'keys forgotten', 'row-counts'];
    expect([...new Set(happened)].filter((scope) => order.includes(scope))).toEqual(order);
    expect(happened.filter((scope) => scope === 'keys forgotten')).toHaveLength(1);
  });
});
