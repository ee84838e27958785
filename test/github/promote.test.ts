import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { evidenceDigest, writeEvidence } from '../../src/evidence/evidence.ts';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import { answerFrom, type GitHubState } from '../support/github-api.ts';
import { ROOT } from '../support/process.ts';
import { createProject, type Project } from '../support/project.ts';
import { type ResultsService, startResultsService } from '../support/results-service.ts';
import { runStep, type StepResult } from '../support/runner.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { zipOf } from '../support/zip.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');
const RUN = 4711;

const GOOD: GitHubState = {
  environments: { production: { reviewers: 1, preventSelfReview: true, adminsCanBypass: false } },
  runs: { [RUN]: { commit: COMMIT } },
  approvals: [{ login: 'rosa', environment: 'production' }],
  commits: { [COMMIT]: { author: 'dora', committer: 'web-flow' } },
  teams: { 'acme/dba': ['ada', 'rosa'] },
};

let github: GitHubState;
let service: ResultsService;
let project: Project;
let production: TestDatabase;
/** The evidence that staging uploaded. */
let staging: { readonly name: string; readonly content: Buffer };

async function act(
  command: string,
  database: TestDatabase,
  environment: string,
  inputs: Readonly<Record<string, string>> = {},
  runId = RUN,
): Promise<StepResult> {
  const cwd = await temporaryDirectory();
  for (const path of ['sluice.yml', 'migrations']) {
    await cp(join(project.directory, path), join(cwd, path), { recursive: true });
  }
  return runStep([join(ROOT, 'test/github/programs/action.ts'), command], {
    cwd,
    service,
    runId,
    inputs: command === 'promote' ? inputs : { environment, ...inputs },
    env: { DATABASE_URL: database.url, GITHUB_SHA: COMMIT, GITHUB_REF: 'refs/heads/main' },
  });
}

const promote = (inputs: Readonly<Record<string, string>> = {}, runId = RUN): Promise<StepResult> =>
  act('promote', production, 'production', { to: 'production', ...inputs }, runId);

/** The codes of all errors that a step showed. */
function codes({ annotations }: StepResult): readonly string[] {
  return annotations.filter(({ level }) => level === 'error').map(({ message }) => message.split(':', 1)[0] ?? '');
}

beforeAll(async () => {
  service = await startResultsService({ intercept: (request) => answerFrom(github, 'acme/shop', request) });
  project = await createProject('sqlite');
  production = await createDatabase('sqlite');
  await project.configure(
    [
      'environments:',
      '  staging: { url: "${DATABASE_URL}" }',
      '  production: { url: "${DATABASE_URL}", protected: true }',
      'promotion:',
      "  - { from: staging, to: production, roles: { database: ['@acme/dba'] } }",
      '',
    ].join('\n'),
  );
  await project.write('migrations/0001_leads.up.sql', 'create table leads (id integer primary key);\n');
  github = GOOD;
  const lifecycle = await act('lifecycle', project.database, 'staging');
  if (lifecycle.exitCode !== 0) throw new Error(lifecycle.log);
  const uploaded = service.artifacts.find(({ name }) => name.startsWith('sluice-evidence-lifecycle-staging-'));
  if (uploaded === undefined) throw new Error('staging left no evidence');
  staging = uploaded;
});
afterAll(async () => {
  await service.close();
  await project.drop();
  await production.drop();
});
beforeEach(() => {
  github = GOOD;
});

describe('the whole lifecycle in a protected environment', () => {
  it('asks the gate before anything is changed, and then runs the plan that passed', async () => {
    github = { ...GOOD, approvals: [] };
    const refused = await act('lifecycle', production, 'production');
    expect(refused.outputs).toMatchObject({ promoted: 'false', 'error-code': 'APPR_001', 'backup-id': '' });
    expect(await production.query("select name from sqlite_master where name = 'leads'")).toEqual([]);
    github = GOOD;
    const target = await createDatabase('sqlite');
    try {
      const passed = await act('lifecycle', target, 'production');
      expect(passed.log).not.toContain('fix:');
      expect(passed.outputs).toMatchObject({
        promoted: 'true',
        approvers: 'rosa',
        'applied-count': '1',
        status: 'passed',
      });
    } finally {
      await target.drop();
    }
  });
});

describe('a promotion', () => {
  it('passes what ran in staging and was approved, and hands on what production must run', async () => {
    const promoted = await promote();
    expect(promoted.log).not.toContain('fix:');
    expect(promoted.exitCode).toBe(0);
    expect(promoted.outputs).toMatchObject({
      status: 'passed',
      promoted: 'true',
      approvers: 'rosa',
      'plan-digest': expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      'backup-digest': expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      'evidence-digest': expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
    expect(promoted.summary).toContain('There is evidence that the plan ran before');
  });

  it('hands on a digest that production refuses to leave', async () => {
    const { outputs } = await promote();
    const digest = outputs['plan-digest'] ?? '';
    await project.write('migrations/0002_more.up.sql', 'create table more (id integer primary key);\n');
    try {
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
      const late = await act('migrate', production, 'production', { 'plan-digest': digest, 'require-backup': 'none' });
      expect(late.outputs['error-code']).toBe('PLAN_001');
      expect(late.log).toContain('0002_more.up.sql');
      const refused = await promote();
      expect(refused.outputs).toMatchObject({ promoted: 'false', 'plan-digest': '', 'error-code': 'PLAN_001' });
      expect(refused.log).toContain('0002 (0002_more.up.sql) never ran there');
    } finally {
      const { rm } = await import('node:fs/promises');
      await rm(join(project.directory, 'migrations/0002_more.up.sql'));
    }
  });

  it('gives every reason at once', async () => {
    github = {
      ...GOOD,
      environments: { production: { reviewers: 0, preventSelfReview: false, adminsCanBypass: true } },
      approvals: [
        { login: 'dora', environment: 'production' },
        { login: 'ada', environment: 'staging' },
      ],
    };
    const refused = await promote({ 'max-age': '1ms' });
    expect(refused.exitCode).toBe(1);
    expect(refused.outputs).toMatchObject({ status: 'failed', promoted: 'false', approvers: '', 'plan-digest': '' });
    expect(codes(refused)).toEqual(['EVID_001', 'ENV_001', 'ENV_001', 'ENV_001', 'APPR_001', 'APPR_001']);
    expect(refused.log).not.toContain('INT_001');
  });

  it('refuses an environment that does not exist, and a run without evidence', async () => {
    github = { ...GOOD, environments: {}, runs: { [RUN + 1]: { commit: COMMIT } } };
    const refused = await promote({ 'evidence-run-id': String(RUN + 1) });
    expect(codes(refused)).toEqual(['EVID_001', 'ENV_001']);
    expect(refused.log).toContain('GitHub answered 404');
  });

  it('does not leave the rules of the configuration because another environment is named', async () => {
    const refused = await promote({ from: 'production' });
    expect(refused.outputs).toMatchObject({ 'error-code': 'CONF_001', 'plan-digest': '' });
    expect(refused.log).toContain('Promote from staging');
  });

  it('finds the evidence of another run by its id', async () => {
    const later = RUN + 5;
    github = { ...GOOD, runs: { ...GOOD.runs, [later]: { commit: COMMIT } } };
    expect((await promote({ 'evidence-run-id': String(RUN) }, later)).outputs['promoted']).toBe('true');
    expect(codes(await promote({}, later))).toEqual(['EVID_001']);
  });

  it.each<[string, (evidence: Evidence) => Evidence, string]>([
    ['changed', (evidence) => ({ ...evidence, environment: 'production' }), 'was changed after it had been written'],
    [
      'of another run, under a digest that fits',
      (evidence) => sealed({ ...evidence, run: { ...evidence.run, finishedAt: '2999-01-01T00:00:00.000Z' } }),
      'which is not yet',
    ],
    [
      'of another commit, under a digest that fits',
      (evidence) =>
        sealed({
          ...evidence,
          origin: evidence.origin && { ...evidence.origin, commit: 'b'.repeat(40) },
          run: { ...evidence.run, finishedAt: new Date().toISOString() },
        }),
      'its workflow run is of commit',
    ],
  ])('refuses evidence that is %s', async (_, change, sentence) => {
    const runId = RUN + 100 + service.artifacts.length;
    github = { ...GOOD, runs: { ...GOOD.runs, [runId]: { commit: COMMIT } } };
    const good = await evidenceInside(staging.content);
    const bound = { ...good, origin: good.origin && { ...good.origin, workflowRunId: runId } };
    service.put({
      runId,
      name: `sluice-evidence-migrate-staging-${String(runId)}-1`,
      content: zipOf({ name: 'evidence.json', content: writeEvidence(change(sealed(bound))) }),
    });
    const refused = await promote({ 'evidence-run-id': String(runId) });
    expect(refused.outputs['promoted']).toBe('false');
    expect(refused.log).toContain(sentence);
  });
});

function sealed(evidence: Evidence): Evidence {
  return { ...evidence, digest: evidenceDigest(evidence) };
}

/** The evidence of the migration in an uploaded archive. */
async function evidenceInside(zip: Buffer): Promise<Evidence> {
  const { readdir, readFile, writeFile, mkdir } = await import('node:fs/promises');
  const { unpack } = await import('../../src/github/unpack.ts');
  const folder = await temporaryDirectory();
  await writeFile(join(folder, 'a.zip'), zip);
  await mkdir(join(folder, 'files'));
  await unpack(join(folder, 'a.zip'), join(folder, 'files'), new AbortController().signal);
  for (const name of await readdir(join(folder, 'files'))) {
    const evidence = JSON.parse(await readFile(join(folder, 'files', name), 'utf8')) as Evidence;
    if (evidence.command === 'migrate') return evidence;
  }
  throw new Error('there is no evidence of a migration');
}
