import type { Clock } from '../clock.ts';
import type { Origin } from '../origin.ts';
import type { CommandResult } from '../run/types.ts';
import { openGitHub, withTimeout, type GitHubClient } from './api.ts';
import { statusOf, withPatience, type Patience } from './patience.ts';

/** What is deployed, where. */
export interface DeploymentRequest {
  readonly origin: Origin;
  readonly token: string;
  readonly environment: string;
  /** `migrate`, `rollback` or `lifecycle`: GitHub shows it as the deployment's task. */
  readonly command: string;
}

/** What bounds the questions. */
interface Limits {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How a deployment stands, in GitHub's words. */
type State = 'in_progress' | 'success' | 'failure' | 'error' | 'inactive';

/** A deployment is a courtesy: it must not keep a migration waiting for long. */
const PATIENCE: Patience = { failures: 2, longestWaitMs: 2000 };
const LIMIT_MS = 20_000;

/** A run that is being stopped has seconds. */
const LAST_WORDS_MS = 3000;

/** GitHub refuses a longer one. */
const MOST_DESCRIPTION = 140;

/** A deployment under way; its end is told once. */
export interface Deployment {
  /** Tells GitHub how the run ended; never throws. */
  finish(result: Pick<CommandResult, 'status' | 'outputs'>): Promise<void>;
}

/** The deployment, or why there is none, as a part of a sentence. */
export type DeploymentOutcome =
  | { readonly deployment: Deployment }
  | { readonly deployment: null; readonly why: string };

function ending({ status, outputs }: Pick<CommandResult, 'status' | 'outputs'>): {
  readonly state: State;
  readonly description: string;
} {
  const applied = outputs['applied-count'] ?? '';
  const done = applied === '' ? '' : `, ${applied} applied`;
  if (status === 'interrupted') return { state: 'error', description: 'interrupted; the same command goes on' };
  if (status !== 'failed') return { state: 'success', description: `${status}${done}` };
  const back = outputs['rolled-back'] === 'true' ? ', rolled back' : '';
  return { state: 'failure', description: `${outputs['error-code'] ?? 'failed'}${back}` };
}

class LiveDeployment implements Deployment {
  readonly #github: GitHubClient;
  readonly #id: number;
  readonly #request: DeploymentRequest;
  readonly #clock: Clock;

  constructor(github: GitHubClient, id: number, request: DeploymentRequest, clock: Clock) {
    this.#github = github;
    this.#id = id;
    this.#request = request;
    this.#clock = clock;
  }

  async say(state: State, description: string, signal: AbortSignal): Promise<void> {
    const { origin, environment } = this.#request;
    const [owner = '', repo = ''] = origin.repository.split('/');
    await withPatience(
      () =>
        this.#github.rest.repos.createDeploymentStatus({
          owner,
          repo,
          deployment_id: this.#id,
          state,
          environment,
          description: description.slice(0, MOST_DESCRIPTION),
          log_url: origin.url,
          // The deployment before this one is over as soon as this one has succeeded.
          auto_inactive: true,
          request: { signal: withTimeout(signal) },
        }),
      this.#clock,
      signal,
      PATIENCE,
    );
  }

  async finish(result: Pick<CommandResult, 'status' | 'outputs'>): Promise<void> {
    const { state, description } = ending(result);
    const limit = result.status === 'interrupted' ? LAST_WORDS_MS : LIMIT_MS;
    await this.say(state, description, AbortSignal.timeout(limit)).catch(() => undefined);
  }
}

/** Why GitHub made no deployment. */
function reasonOf(error: unknown): string {
  const status = statusOf(error);
  if (status === null) return 'GitHub did not answer';
  return status === 403 || status === 404 ? 'the job has no `deployments: write`' : `GitHub answered ${String(status)}`;
}

/**
 * Makes a deployment of the commit to the environment and says that it is in progress. Its statuses link to the workflow
 * run, so that the environment's page tells its history. Never throws but for an abort.
 */
export async function openDeployment(
  request: DeploymentRequest,
  { clock, signal }: Limits,
): Promise<DeploymentOutcome> {
  const { origin, token, environment, command } = request;
  const [owner = '', repo = ''] = origin.repository.split('/');
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  try {
    const github = await openGitHub(token);
    // Not repeated: a request whose answer is lost may have made the deployment.
    const { data } = await github.rest.repos.createDeployment({
      owner,
      repo,
      ref: origin.commit,
      task: `sluice:${command}`,
      environment,
      description: `sluice ${command} by ${origin.actor}`.slice(0, MOST_DESCRIPTION),
      auto_merge: false,
      required_contexts: [],
      payload: { workflowRunId: origin.workflowRunId, attempt: origin.attempt },
      request: { signal: withTimeout(limited) },
    });
    // GitHub answers with a message alone when it merged something instead, which it was told not to.
    if (!('id' in data)) return { deployment: null, why: 'GitHub made none' };
    const deployment = new LiveDeployment(github, data.id, request, clock);
    await deployment.say('in_progress', 'in progress', limited);
    return { deployment };
  } catch (error) {
    signal.throwIfAborted();
    return { deployment: null, why: reasonOf(error) };
  }
}
