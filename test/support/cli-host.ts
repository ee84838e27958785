import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAllTests } from './after-all.ts';
import type { ProcessResult } from './process.ts';

/** One command line for a host. */
export interface HostRequest {
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of it: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
}

/** How it ended. */
export interface HostAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Host {
  readonly child: ChildProcess;
  run(request: HostRequest): Promise<HostAnswer>;
}

const hosts = new Set<ChildProcess>();
const idle: Host[] = [];

afterAllTests(() => {
  for (const child of hosts) if (child.connected) child.disconnect();
});

/** An idle host must not keep the tests' process alive. */
function keep(child: ChildProcess, alive: boolean): void {
  for (const handle of [child, child.channel]) {
    if (alive) handle?.ref();
    else handle?.unref();
  }
}

function startHost(env: Readonly<Record<string, string>>): Host {
  const child = fork(fileURLToPath(new URL('./cli-host-program.ts', import.meta.url)), {
    env,
    execArgv: [],
    serialization: 'advanced',
  });
  hosts.add(child);
  keep(child, false);
  child.once('close', () => hosts.delete(child));
  return {
    child,
    run: (request) =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null, signal: NodeJS.Signals | null): void =>
          reject(new Error(`The host of ${request.args.join(' ')} ended with ${String(signal ?? code)}.`));
        child.once('close', ended);
        child.once('message', (answer: HostAnswer) => {
          child.off('close', ended);
          resolve(answer);
        });
        child.send(request, (error) => {
          if (error !== null) reject(error);
        });
      }),
  };
}

/**
 * Runs a command line in a process that other command lines of this test file have used and will use: starting a
 * process and loading the program into it costs more than most commands do. As many run at once as are asked for.
 */
export async function runHosted(request: HostRequest): Promise<ProcessResult> {
  const host = idle.pop() ?? startHost(request.env);
  keep(host.child, true);
  const answer = await host.run(request);
  keep(host.child, false);
  idle.push(host);
  return { ...answer, signal: null, pid: host.child.pid ?? 0 };
}
