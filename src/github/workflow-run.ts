import { hostname } from 'node:os';
import type { Origin } from '../origin.ts';
import type { Actor } from '../run/types.ts';

/** What the runner says of the workflow run, from the variables that it sets for each step. */
export interface WorkflowRun {
  /** Null outside GitHub. */
  readonly repository: { readonly owner: string; readonly name: string } | null;
  /** Null outside GitHub. */
  readonly runId: number | null;
  /** From 1. */
  readonly attempt: number;
  /** Null outside GitHub. */
  readonly runUrl: string | null;
  /** Whether the runner offers the service that keeps artifacts; local runners and old servers do not. */
  readonly hasArtifacts: boolean;
  /** File with the event that started the run. */
  readonly eventPath: string | null;
  readonly actor: string | null;
  /** The runner's folder for temporary files. */
  readonly temporaryDirectory: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Hosts that keep artifacts for the present toolkit; an Enterprise Server does not.
 * The same rule as in @actions/artifact, which refuses to work elsewhere.
 */
function keepsArtifacts(server: string): boolean {
  const host = URL.parse(server)?.hostname.toLowerCase() ?? '';
  return host === 'github.com' || host.endsWith('.ghe.com') || host.endsWith('.localhost');
}

function positive(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** Reads the runner's variables; a missing or empty one is null. */
export function readWorkflowRun(env: Environment): WorkflowRun {
  const [owner = '', name = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const repository = owner !== '' && name !== '' ? { owner, name } : null;
  const runId = positive(env['GITHUB_RUN_ID']);
  const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
  return {
    repository,
    runId,
    attempt: positive(env['GITHUB_RUN_ATTEMPT']) ?? 1,
    runUrl: repository && runId ? `${server}/${owner}/${name}/actions/runs/${String(runId)}` : null,
    hasArtifacts: Boolean(env['ACTIONS_RESULTS_URL'] && env['ACTIONS_RUNTIME_TOKEN']) && keepsArtifacts(server),
    eventPath: env['GITHUB_EVENT_PATH'] || null,
    actor: env['GITHUB_ACTOR'] || null,
    temporaryDirectory: env['RUNNER_TEMP'] || null,
  };
}

/** Who runs this, for the lock, the journal and messages about them. */
export function readActor(env: Environment, run: WorkflowRun): Actor {
  return {
    name: run.actor ?? 'unknown',
    host: env['RUNNER_NAME'] || hostname(),
    pid: process.pid,
    runUrl: run.runUrl,
  };
}

/** What binds a run's evidence to its commit and its workflow run; null where a part of it is missing. */
export function readOrigin(env: Environment, run: WorkflowRun): Origin | null {
  const { repository, runId, attempt, runUrl, actor } = run;
  const commit = env['GITHUB_SHA'] ?? '';
  if (repository === null || runId === null || runUrl === null || actor === null) return null;
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return null;
  return {
    repository: `${repository.owner}/${repository.name}`,
    commit,
    ref: env['GITHUB_REF'] ?? '',
    actor,
    triggeringActor: env['GITHUB_TRIGGERING_ACTOR'] || actor,
    workflowRunId: runId,
    attempt,
    url: runUrl,
  };
}
