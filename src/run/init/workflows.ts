import { SluiceError } from '../../errors.ts';
import { scalar } from './config-text.ts';
import type { InitEngine } from './engines.ts';
import { WORKFLOW_TEMPLATES } from './workflow-templates.ts';

/** One of the workflows that there are. */
export type WorkflowName = keyof typeof WORKFLOW_TEMPLATES;

/** What a repository's workflows differ by. */
export interface WorkflowFacts {
  readonly engine: InitEngine;
  /** Of the migrations, relative to the working directory, with `/`. */
  readonly directory: string;
  /** The working directory below the repository's root; empty when it is the root. */
  readonly below: string;
  readonly branch: string;
}

/** A permission that a workflow asks for. */
export interface WorkflowPermission {
  readonly permission: string;
  readonly why: string;
}

const REASONS: Readonly<Record<string, string>> = {
  'contents: read': 'to check out the repository',
  'actions: read': 'to read evidence, approvals and artifacts of workflow runs',
  'pull-requests: write': 'to write one comment and keep it up to date',
  'deployments: write': 'to show runs as deployments on the page of the environment',
  'id-token: write': 'to sign attestations as this workflow',
  'attestations: write': 'to store attestations',
};

/** What rests on backups, which not every engine has. */
const NEEDS_BACKUPS: readonly WorkflowName[] = ['promotion', 'backup-proof'];

/** The names of the workflows, in the order in which a change meets them. */
export const WORKFLOW_NAMES = Object.keys(WORKFLOW_TEMPLATES) as WorkflowName[];

/** Whether a workflow can work with an engine. */
export function fits(name: WorkflowName, engine: InitEngine): boolean {
  return engine.backups || !NEEDS_BACKUPS.includes(name);
}

/** Beside workflows of other purposes, so with a name of its own. */
export function workflowFile(name: WorkflowName): string {
  return `sluice-${name}.yml`;
}

/** Each permission that a job of the workflow asks for, once. */
export function permissionsOf(name: WorkflowName): readonly WorkflowPermission[] {
  const asked = [...WORKFLOW_TEMPLATES[name].matchAll(/^ {6}([a-z-]+: (?:read|write))\b/gmu)].map(
    ([, permission = '']) => permission,
  );
  return [...new Set(asked)].map((permission) => ({ permission, why: REASONS[permission] ?? 'see the workflow' }));
}

/** Replaces what an example must hold. */
function replace(text: string, pattern: RegExp, by: (...match: string[]) => string): string {
  const replaced = text.replace(pattern, by);
  if (pattern.test(text)) return replaced;
  throw new SluiceError('INT_001', `A workflow of Sluice lacks ${String(pattern)}.`);
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}

/** The container and the URL of a pull request's throw-away database. */
function withService(text: string, { service, tryUrl }: InitEngine): string {
  const services = service.length === 0 ? [] : ['services:', ...service.map((line) => `  ${line}`)];
  const lines = [...services, 'env:', `  DATABASE_URL: ${tryUrl}`].map((line) => `    ${line}\n`).join('');
  return replace(text, /^ {4}services:\n[^]*?(?=^ {4}steps:)/mu, () => lines);
}

/** The example as the repository needs it. */
export function workflowText(name: WorkflowName, { engine, directory, below, branch }: WorkflowFacts): string {
  let text: string = WORKFLOW_TEMPLATES[name];
  const inRepository = (path: string): string => (below === '' ? path : `${below}/${path}`);
  if (name === 'pull-request' || name === 'promotion') {
    const paths = [`${directory}/**`, 'sluice.yml'].map((path) => quoted(inRepository(path))).join(', ');
    text = replace(text, /^ {4}paths: \[.*\]$/mu, () => `    paths: [${paths}]`);
  }
  if (name === 'promotion')
    text = replace(text, /^ {4}branches: \[main\]$/mu, () => `    branches: [${scalar(branch)}]`);
  if (name === 'pull-request') {
    text = withService(text, engine);
    text = replace(text, /\bpull-request-comment\.yml\b/u, () => workflowFile('pull-request-comment'));
  }
  if (below === '' || name === 'pull-request-comment') return text;
  const line = `working-directory: ${scalar(below)}\n`;
  return replace(
    text,
    /(uses: sluice-actions\/sluice\S*\n)( +)with:\n/gu,
    (_, uses = '', indent = '') => `${uses}${indent}with:\n${indent}  ${line}`,
  );
}
