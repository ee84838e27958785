import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { createProject, type Project, type SluiceResult } from '../support/project.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');

/** What the runner says of a workflow run. */
const WORKFLOW = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_SHA: COMMIT,
  GITHUB_REF: 'refs/heads/main',
  GITHUB_RUN_ID: '4711',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_ACTOR: 'dora',
  GITHUB_SERVER_URL: 'https://github.com',
};

let project: Project;
let backup: SluiceResult;
let migrate: SluiceResult;

/** The evidence that a run left in the project's folder. */
async function evidenceOf(result: SluiceResult): Promise<{ readonly path: string; readonly evidence: Evidence }> {
  const path = `migration_logs/evidence_${result.outputs['run-id'] ?? ''}.json`;
  return { path, evidence: JSON.parse(await readFile(join(project.directory, path), 'utf8')) as Evidence };
}

beforeAll(async () => {
  project = await createProject('sqlite');
  await project.configure(`environments:\n  staging:\n    url: \${DATABASE_URL}\n`);
  await project.write('migrations/0001_leads.up.sql', 'create table leads (id integer primary key);\n');
  backup = await project.sluice(['backup', '--environment', 'staging'], { env: WORKFLOW });
  migrate = await project.sluice(
    [
      'migrate',
      '--environment',
      'staging',
      '--backup-id',
      backup.outputs['backup-id'] ?? '',
      '--require-backup',
      'restore',
    ],
    { env: WORKFLOW },
  );
});
afterAll(() => project.drop());

describe('the evidence of a run', () => {
  it('says what ran, on which commit, with which backup', async () => {
    const { evidence } = await evidenceOf(migrate);
    const plan = migrate.report?.plan;
    expect(evidence).toMatchObject({
      command: 'migrate',
      environment: 'staging',
      engine: 'sqlite',
      origin: { repository: 'acme/shop', commit: COMMIT, workflowRunId: 4711, attempt: 2, actor: 'dora' },
      run: { id: migrate.outputs['run-id'], status: 'passed' },
      plan: {
        digest: migrate.outputs['plan-digest'],
        files: [{ version: '0001', path: '0001_leads.up.sql', checksum: plan?.steps[0]?.checksum }],
      },
      backup: { id: backup.outputs['backup-id'], digest: backup.outputs['backup-digest'], verified: 'restore' },
      rolledBack: false,
      errors: [],
    });
    expect(evidence.stages.find(({ name }) => name === 'validation')?.status).toBe('passed');
    expect(evidence.before?.fingerprint).not.toBe(evidence.after);
    expect(evidence.after).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('of a backup names the backup', async () => {
    const { evidence } = await evidenceOf(backup);
    expect(evidence).toMatchObject({
      command: 'backup',
      backup: { id: backup.outputs['backup-id'], digest: backup.outputs['backup-digest'], verified: 'restore' },
    });
  });

  it('is left by a run that failed, and without a workflow it is bound to none', async () => {
    await project.write('migrations/0002_bad.up.sql', 'create table;\n');
    const failed = await project.sluice(['migrate', '--environment', 'staging', '--require-backup', 'none']);
    const { evidence } = await evidenceOf(failed);
    expect(evidence).toMatchObject({ origin: null, run: { status: 'failed' }, errors: ['SQL_001'] });
  });

  it('is verified by the command line', async () => {
    const { path, evidence } = await evidenceOf(migrate);
    const good = await project.sluice(['evidence', 'verify', path]);
    expect(good.exitCode).toBe(0);
    expect(good.stdout).toContain(`unchanged: digest ${evidence.digest}`);
    expect(good.stdout).toContain(`acme/shop, commit ${COMMIT}, workflow run 4711, started by dora`);
    await project.write('changed.json', JSON.stringify({ ...evidence, environment: 'production' }));
    const changed = await project.sluice(['evidence', 'verify', 'changed.json', '--json']);
    expect(changed.exitCode).toBe(1);
    expect(JSON.parse(changed.stdout)).toMatchObject({ errors: [{ code: 'EVID_001' }] });
    expect((await project.sluice(['evidence', 'verify', 'nowhere.json'])).stderr).toContain('EVID_001');
    expect((await project.sluice(['evidence', 'verify'])).exitCode).toBe(2);
    expect(await readdir(project.directory)).not.toContain('nowhere.json');
  });
});

describe('a run for a pull request', () => {
  it('leaves what another workflow may have to write as a comment', async () => {
    const env = { ...WORKFLOW, GITHUB_REF: 'refs/pull/12/merge' };
    await project.write('migrations/0003_seen.up.sql', 'create table seen (id integer);\n');
    const plan = await project.sluice(['migrate', '--dry-run', '--environment', 'staging'], { env });
    const text = await readFile(
      join(project.directory, `migration_logs/pull_request_${plan.outputs['run-id'] ?? ''}.md`),
      'utf8',
    );
    expect(text).toContain('plan in staging: passed');
    expect(text).toContain('create table seen (id integer);');
    const logs = await readdir(join(project.directory, 'migration_logs'));
    expect(logs.filter((name) => name.startsWith('pull_request_'))).toHaveLength(1);
  });
});
