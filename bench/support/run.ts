import type { ProcessOptions, ProcessResult } from '../../test/support/process.ts';
import { runProcess } from '../../test/support/process.ts';

/**
 * Runs a program to its end. Node's compile cache is taken away: a fresh runner has none.
 *
 * @throws Error with all that it printed when it fails
 */
export async function run(args: readonly [string, ...string[]], options: ProcessOptions = {}): Promise<ProcessResult> {
  const result = await runProcess(args, { ...options, env: { NODE_COMPILE_CACHE: undefined, ...options.env } });
  if (result.exitCode === 0) return result;
  throw new Error(`${args.join(' ')} ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`);
}
