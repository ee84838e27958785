import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAllTests } from './after-all.ts';

/** The checkout's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** How to start a program. */
export interface ProcessOptions {
  /** Added to {@link baseEnvironment}; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: {@link ROOT}. */
  readonly cwd?: string;
  /** Written to stdin, which is then closed. Default: stdin is empty. */
  readonly input?: string | Uint8Array;
}

/** How a program ended. */
export interface ProcessResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly pid: number;
}

/** A program that runs. */
export interface RunningProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves as soon as stdout or stderr matches; rejects when the program ends before. */
  untilOutput(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has ended. */
  readonly result: Promise<ProcessResult>;
}

/** Where programs keep what Node has compiled. */
export function compileCache(): string {
  return join(process.env['SLUICE_TEST_ROOT'] ?? tmpdir(), 'sluice-compile-cache');
}

/** What a program sees of this machine; nothing of the developer's own settings (DATABASE_URL, INPUT_*, GITHUB_*). */
export function baseEnvironment(): Record<string, string> {
  const kept = ['HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'SLUICE_TEST_ROOT', 'SLUICE_SEED'];
  const environment: Record<string, string> = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    // Stripping the types of every file again costs each of thousands of processes more than its work.
    NODE_COMPILE_CACHE: compileCache(),
  };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  const root = process.env['SLUICE_TEST_ROOT'];
  if (root !== undefined) environment['TMPDIR'] = join(root, 'tmp');
  return environment;
}

/** {@link baseEnvironment} with variables added; undefined takes one away. */
export function environmentOf(added: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...baseEnvironment(), ...added })) {
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

const running = new Set<ChildProcess>();
// After a test that failed or ran out of time.
afterAllTests(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a program without a shell. `['node', 'src/cli/main.ts', 'status']` runs on the Node that runs the tests. */
export function startProcess(args: readonly [string, ...string[]], options: ProcessOptions = {}): RunningProcess {
  const [name, ...rest] = args;
  const child = spawn(name === 'node' ? process.execPath : name, rest, {
    cwd: options.cwd ?? ROOT,
    env: environmentOf(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  const changed = new EventTarget();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
      changed.dispatchEvent(new Event('output'));
    });
  }
  // A program that ends without reading its input closes the pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);

  const result = (async (): Promise<ProcessResult> => {
    try {
      const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
      return { exitCode, signal, ...output, pid: child.pid ?? 0 };
    } finally {
      running.delete(child);
      changed.dispatchEvent(new Event('end'));
    }
  })();
  // Whoever awaits the result sees the failure; whoever only kills the program need not.
  result.catch(() => {});

  return {
    pid: child.pid ?? 0,
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    untilOutput: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
          if (match) resolve(match);
        };
        const end = (): void => reject(new Error(`It ended without ${pattern}.\n${output.stdout}\n${output.stderr}`));
        changed.addEventListener('output', look);
        changed.addEventListener('end', end);
        look();
        if (child.exitCode !== null || child.signalCode !== null) end();
      }),
    kill: (signal) => void child.kill(signal),
    result,
  };
}

/** Runs a program to its end; a failing exit status is a result, not an exception. */
export async function runProcess(
  args: readonly [string, ...string[]],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  return startProcess(args, options).result;
}
