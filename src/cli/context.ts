import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { systemClock } from '../clock.ts';
import { identityLines } from '../identity-text.ts';
import type { Inputs } from '../interface/inputs.ts';
import { readOrigin, readWorkflowRun } from '../github/workflow-run.ts';
import { Redactor } from '../redact.ts';
import type { RunContext } from '../run/types.ts';
import { progressPrinter } from './progress.ts';

/** Who is at the keyboard; a container may have no name for its user. */
function userName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    return env['USER'] ?? 'unknown';
  }
}

/**
 * The surroundings of a command on the command line.
 *
 * @param signal aborts when the user interrupts
 * @param ended aborts when the command has ended, so that nothing keeps the process alive
 */
export function cliContext(inputs: Inputs, signal: AbortSignal, ended: AbortSignal): RunContext {
  const { env } = process;
  const redactor = new Redactor();
  const identities = identityLines(inputs.identity ?? '').map(({ content }) => content);
  for (const secret of [inputs.githubToken, env['GITHUB_TOKEN'], ...identities]) {
    if (secret !== undefined && secret !== '') redactor.register(secret);
  }
  const workingDirectory = resolve(inputs.workingDirectory ?? '.');
  return {
    signal,
    clock: systemClock,
    env,
    workingDirectory,
    redactor,
    actor: { name: env['GITHUB_ACTOR'] ?? userName(env), host: hostname(), pid: process.pid, runUrl: null },
    origin: readOrigin(env, readWorkflowRun(env)),
    promotion: null,
    emit: progressPrinter({
      stream: process.stderr,
      redactor,
      clock: systemClock,
      intervalMs: inputs.monitorIntervalMs,
      logFile: inputs.logFile === undefined ? null : resolve(workingDirectory, inputs.logFile),
      signal: ended,
    }),
  };
}
