/**
 * Runs command lines one after the other in one warm process, for `cli-host.ts`. Each has its own arguments, folder,
 * environment and output; and each has to leave nothing behind that would keep a process of its own alive.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { runCli } from '../../src/cli/run-cli.ts';
import type { HostAnswer, HostRequest } from './cli-host.ts';

/** How long a command that has ended may take to let go of what it opened. */
const LET_GO_MS = 10_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves once nothing that the command opened keeps the process alive. */
async function letGo(before: readonly string[]): Promise<void> {
  const deadline = performance.now() + LET_GO_MS;
  for (;;) {
    const now = process.getActiveResourcesInfo();
    if (now.length <= before.length) return;
    if (performance.now() > deadline)
      throw new Error(`The command has ended and would keep its process alive with ${now.join(', ')}.`);
    await delay(2, undefined, { ref: false });
  }
}

function useEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}

async function run({ args, cwd, env }: HostRequest): Promise<HostAnswer> {
  process.chdir(cwd);
  useEnvironment(env);
  const output = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (piece: string | Uint8Array) => {
      output[name] += typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8');
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  const before = process.getActiveResourcesInfo();
  try {
    const exitCode = await runCli(args);
    await letGo(before);
    return { ...output, exitCode };
  } finally {
    for (const put of restore) put();
    for (const signal of SIGNALS) process.removeAllListeners(signal);
  }
}

process.on('message', (request: HostRequest) => {
  void run(request).then((answer) => process.send?.(answer));
});
process.once('disconnect', () => process.exit());
