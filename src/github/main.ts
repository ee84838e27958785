import { resolve } from 'node:path';
import { warning } from '@actions/core';
import { systemClock } from '../clock.ts';
import { InterruptedError, reportError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import type { Command, CommandName, CommandResult, RunContext } from '../run/types.ts';
import { annotateErrors, annotatePlaces, errorText } from './annotations.ts';
import { withFetchedBackup } from './fetch-backup.ts';
import { readActionInputs, stepSecrets } from './inputs.ts';
import { MaskingRedactor } from './masking.ts';
import { setOutputs } from './outputs.ts';
import { logProgress } from './progress.ts';
import { NO_ARTIFACTS, publish, reportName } from './publish.ts';
import { abortOnSignals, exitSoon, INTERRUPTED_EXIT } from './signals.ts';
import { writeSummary } from './summary.ts';
import { readActor, readOrigin, readWorkflowRun, type WorkflowRun } from './workflow-run.ts';

/** One step under way. */
interface Step {
  readonly command: CommandName;
  readonly load: LoadCommand;
  readonly run: WorkflowRun;
  readonly redactor: MaskingRedactor;
  readonly signal: AbortSignal;
}

/** Gets a command of the core; called after the inputs are known to be good. */
export type LoadCommand = (name: CommandName) => Promise<Command>;

const loadFromCore: LoadCommand = async (name) => (await import('../run/index.ts')).commands[name];

/** The result of a step whose command could not be started. */
function notStarted(error: unknown): CommandResult {
  const interrupted = error instanceof InterruptedError;
  const reported = reportError(error);
  return {
    status: interrupted ? 'interrupted' : 'failed',
    exitCode: interrupted ? INTERRUPTED_EXIT : reported.code === 'CONF_001' ? 2 : 1,
    errors: interrupted ? [] : [reported],
    places: [],
    outputs: {},
    reportFiles: [],
    evidenceFiles: [],
    comment: '',
    markdown: interrupted ? 'The run was stopped before it began.\n' : `## Failed\n\n${errorText(reported)}\n`,
    artifactFiles: [],
  };
}

/** Commands that change a database. */
const DEPLOYING: readonly CommandName[] = ['migrate', 'rollback', 'lifecycle'];

/** Runs a command as a deployment to its environment, where GitHub lets the job make one. */
async function deployed(
  step: Step,
  inputs: Inputs,
  context: RunContext,
  work: () => Promise<CommandResult>,
): Promise<CommandResult> {
  const { command, signal } = step;
  const { environment, githubToken: token, dryRun } = inputs;
  const { origin, emit } = context;
  if (!DEPLOYING.includes(command) || environment === undefined || dryRun || origin === null || !token) return work();
  const { openDeployment } = await import('./deployment.ts');
  const outcome = await openDeployment({ origin, token, environment, command }, { clock: systemClock, signal });
  if (outcome.deployment === null) {
    emit({ level: 'info', scope: 'deployment', message: `none on GitHub: ${outcome.why}` });
    return work();
  }
  let result: Pick<CommandResult, 'status' | 'outputs'> = { status: 'failed', outputs: {} };
  try {
    const ended = await work();
    result = ended;
    return ended;
  } finally {
    await outcome.deployment.finish(result);
  }
}

/** Runs the command with what it needs from GitHub. */
async function withGitHub(
  { command: name, run }: Step,
  inputs: Inputs,
  context: RunContext,
  command: Command,
): Promise<CommandResult> {
  switch (name) {
    case 'rollback':
      return withFetchedBackup(inputs, run, context, (prepared) => command(prepared, context));
    case 'lifecycle':
    case 'promote': {
      const { withPromotion } = await import('./promotion-source.ts');
      return command(inputs, await withPromotion(inputs, run, context));
    }
    default:
      return command(inputs, context);
  }
}

async function runCommand(step: Step, inputs: Inputs): Promise<CommandResult> {
  const { env } = process;
  const command = await step.load(step.command);
  const ended = new AbortController();
  const context: RunContext = {
    signal: step.signal,
    clock: systemClock,
    env,
    workingDirectory: resolve(inputs.workingDirectory ?? '.'),
    redactor: step.redactor,
    actor: readActor(env, step.run),
    origin: readOrigin(env, step.run),
    promotion: null,
    emit: logProgress(systemClock, step.redactor, ended.signal),
  };
  try {
    return await deployed(step, inputs, context, () => withGitHub(step, inputs, context, command));
  } finally {
    ended.abort();
  }
}

/** What every run sets, with what the command said of itself laid over it. */
function outputsOf(result: CommandResult, errors: CommandResult['errors']): Readonly<Record<string, string>> {
  const failed = result.status === 'interrupted' || errors.length > result.errors.length;
  return {
    ...result.outputs,
    status: failed ? 'failed' : result.status,
    'error-code': result.outputs['error-code'] || (errors[0]?.code ?? ''),
  };
}

/** Tells GitHub how the run ended: summary and outputs first, since an upload may take long or fail. */
async function conclude(step: Step, inputs: Inputs | null, result: CommandResult): Promise<number> {
  const { command, run, redactor, signal } = step;
  setOutputs(command, { ...outputsOf(result, result.errors), ...NO_ARTIFACTS }, redactor);
  const pointer =
    inputs?.uploadArtifacts === true && run.hasArtifacts
      ? `The artifact ${reportName({ command, inputs, run })} holds all of it.`
      : `All of it is on the runner: ${result.outputs['report-path'] ?? 'there is no report'}.`;
  await writeSummary(redactor.redact(result.markdown), pointer);
  if (inputs === null) return finish(result, result.errors, redactor);

  const published = await publish({ command, inputs, run, result, signal });
  for (const text of published.warnings) warning(redactor.redact(text));
  const notes = [...published.notes, ...(await comment(step, inputs, result))];
  await writeSummary(redactor.redact(`\n${notes.join('\n\n')}\n`), pointer);
  const errors = [...result.errors, ...published.errors];
  setOutputs(command, { ...outputsOf(result, errors), ...published.outputs }, redactor);
  return finish(result, errors, redactor);
}

/** Tells the pull request that started the run; returns what the summary says of it. */
async function comment(step: Step, inputs: Inputs, result: CommandResult): Promise<readonly string[]> {
  const { command, run, redactor, signal } = step;
  if (result.comment === '' || signal.aborted) return [];
  if (process.env['GITHUB_EVENT_NAME']?.startsWith('pull_request') !== true) return [];
  const { commentOnPullRequest, pullRequestOf } = await import('./pull-request-comment.ts');
  const pullRequest = await pullRequestOf(run);
  if (pullRequest === null) return [];
  const key = [inputs.dryRun ? 'plan' : command, inputs.environment ?? inputs.to]
    .filter((part) => part !== undefined)
    .join(' ');
  const body = [redactor.redact(result.comment), run.runUrl === null ? '' : `[Workflow run](${run.runUrl})`].join(
    '\n\n',
  );
  const section = { key, commit: pullRequest.head, body };
  const limits = { clock: systemClock, signal };
  const outcome = await commentOnPullRequest(run, pullRequest, inputs.githubToken, section, limits);
  return outcome.written ? [] : [`The pull request was not commented on: ${outcome.why}.`];
}

function finish(result: CommandResult, errors: CommandResult['errors'], redactor: MaskingRedactor): number {
  if (result.status === 'interrupted') warning('The run was interrupted. Its state is saved: run it again to go on.');
  annotatePlaces(result.places, redactor, process.env['GITHUB_WORKSPACE']);
  annotateErrors(errors, redactor);
  return result.exitCode === 0 && errors.length > 0 ? 1 : result.exitCode;
}

async function perform(step: Step): Promise<number> {
  let inputs: Inputs | null = null;
  let result: CommandResult;
  try {
    inputs = readActionInputs(step.command);
    result = await runCommand(step, inputs);
  } catch (error) {
    result = notStarted(error);
  }
  return conclude(step, inputs, result);
}

/**
 * Runs a command as a step of a workflow: reads the inputs, hides the secrets before anything is printed, runs, writes
 * summary and outputs, uploads, and ends the process with the run's exit code.
 *
 * @param load gets the command; the core's own unless a test hands in another
 */
export async function runAction(command: CommandName, load: LoadCommand = loadFromCore): Promise<void> {
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  const redactor = new MaskingRedactor();
  try {
    redactor.register(...stepSecrets(command, process.env));
    const run = readWorkflowRun(process.env);
    exitSoon(await perform({ command, load, run, redactor, signal: controller.signal }));
  } catch (error) {
    annotateErrors([reportError(error)], redactor);
    exitSoon(1);
  } finally {
    stopListening();
  }
}
