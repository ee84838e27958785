import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { secretsOf } from '../database-url.ts';
import { SluiceError } from '../errors.ts';
import type { StageOutcome } from '../stages/stage-runner.ts';
import type { Execution } from './execution.ts';

/** The points at which a command of the user runs. */
export type HookName = 'beforeCutover' | 'switch' | 'afterCutover' | 'onFailure';

/** The hooks' names in the configuration. */
const WRITTEN: Readonly<Record<HookName, string>> = {
  beforeCutover: 'before-cutover',
  switch: 'switch',
  afterCutover: 'after-cutover',
  onFailure: 'on-failure',
};

/** Words separated by spaces; quotes hold a word together. Nothing else of a shell: no variables, no pipes. */
export function splitWords(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

/** A hook may print any variable: the URLs with passwords among them are masked, whoever they belong to. */
function maskEnvironment({ context }: Execution): void {
  for (const value of Object.values(context.env)) {
    if (value !== undefined && /^[a-z][a-z0-9+]*:\/\/[^/]*@/iu.test(value))
      context.redactor.register(...secretsOf(value));
  }
}

/**
 * Runs a hook to its end; its output is shown line by line, masked. It gets SLUICE_RUN_ID,
 * SLUICE_ENVIRONMENT and SLUICE_HOOK beside the environment.
 *
 * @throws SluiceError `TOOL_001` when it cannot be started or does not end with 0
 */
export async function runHook(execution: Execution, hook: HookName, signal: AbortSignal): Promise<StageOutcome> {
  const { target, context, runId } = execution;
  const command = target.config.hooks[hook].trim();
  const name = WRITTEN[hook];
  if (command === '') return { status: 'skipped', records: 0, reason: `no hook ${name} is configured` };
  maskEnvironment(execution);
  const { shell } = target.config.hooks;
  const [program = '', ...args] = shell ? [command] : splitWords(command);
  const child = spawn(program, args, {
    cwd: context.workingDirectory,
    env: {
      ...context.env,
      SLUICE_RUN_ID: runId,
      SLUICE_ENVIRONMENT: target.environment?.name ?? '',
      SLUICE_HOOK: name,
    },
    shell,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (message) => {
      context.emit({ level: 'info', scope: `hook ${name}`, message });
    });
  }
  let status: string;
  try {
    const [exitCode, killed] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (exitCode === 0) return { status: 'passed', records: 1, reason: null };
    status = exitCode === null ? `was ended by ${killed ?? 'a signal'}` : `ended with ${String(exitCode)}`;
  } catch (error) {
    signal.throwIfAborted();
    throw new SluiceError('TOOL_001', `The hook ${name} could not be started.`, {
      cause: error,
      fix: `Check hooks.${name} in the configuration: ${shell ? 'the shell' : 'the program'} must exist on the runner.`,
    });
  }
  throw new SluiceError('TOOL_001', `The hook ${name} ${status}.`, {
    fix: `Look at its output above, and at hooks.${name} in the configuration.`,
  });
}
