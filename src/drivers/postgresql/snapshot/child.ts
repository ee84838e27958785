import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** How many characters of a program's messages are kept; the end is, because the reason stands there. */
const KEPT = 16 * 1024;

/** After this long a program that was asked to end is killed, in ms. */
const KILL_AFTER_MS = 5_000;

/** How to start a client program. */
export interface ChildOptions {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** A client program that runs. */
export interface Child {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** The end of what it has written to stderr, up to 16 K characters. */
  stderr(): string;
  /** Resolves with the exit status when it has ended and its pipes are closed; null when a signal ended it. Rejects when it could not be started. */
  readonly ended: Promise<number | null>;
  /** Ends it, gently first. */
  kill(): void;
}

/** Starts a program without a shell; aborting the signal ends it. */
export function startChild({ path, args, env, signal }: ChildOptions): Child {
  signal.throwIfAborted();
  const child: ChildProcess = spawn(path, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  const { stdin, stdout, stderr: errors } = child;
  if (stdin === null || stdout === null || errors === null) throw new Error('The program was started without pipes.');
  let messages = '';
  errors.setEncoding('utf8').on('data', (text: string) => {
    messages = (messages + text).slice(-KEPT);
  });
  // A program that ends early closes the pipe; its exit status says why.
  stdin.on('error', () => {});

  let killTimer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    child.kill('SIGTERM');
    killTimer ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  signal.addEventListener('abort', kill, { once: true });
  const ended = (async (): Promise<number | null> => {
    try {
      const [code] = (await once(child, 'close')) as [number | null];
      return code;
    } finally {
      clearTimeout(killTimer);
      signal.removeEventListener('abort', kill);
    }
  })();
  // Whoever awaits it sees the failure.
  ended.catch(() => {});
  return { stdin, stdout, stderr: () => messages, ended, kill };
}
