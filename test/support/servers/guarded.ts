import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { GuardEvent, GuardSpec } from './guard.ts';

const START_TIMEOUT_MS = 60_000;

/** A folder, and possibly a server in it, that end with their owner. */
export interface Guarded {
  /** The server's own process id; 0 while none runs. */
  readonly pid: number;
  /** Starts the server (again); resolves when it is ready. */
  start(): Promise<void>;
  /** Resolves when the server's process has ended; at once when none runs. */
  ended(): Promise<void>;
  /** Ends the server and removes the folder; safe to call twice. */
  stop(): Promise<void>;
}

/** Hands the folder of `spec` to a guard process; the server is not started yet. */
export function guard(spec: GuardSpec): Guarded {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL('./guard.ts', import.meta.url))],
    { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  const gone = once(child, 'close');
  child.stdin.on('error', () => {
    // Writing to a guard that has ended; the exit is noticed by `gone`.
  });
  let pid = 0;
  let waiting: (() => void)[] = [];
  let started: PromiseWithResolvers<void> | null = null;

  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as GuardEvent;
    if (event.kind === 'started') pid = event.pid;
    else if (event.kind === 'ready') started?.resolve();
    else {
      pid = 0;
      started?.reject(new Error(`The server ended with ${event.signal ?? event.code}.`));
      for (const resolve of waiting) resolve();
      waiting = [];
    }
  });

  const tell = (): void => void child.stdin.write(`${JSON.stringify(spec)}\n`);
  if (!spec.server) tell();

  return {
    get pid() {
      return pid;
    },
    async start() {
      const attempt = Promise.withResolvers<void>();
      started = attempt;
      const timer = setTimeout(
        () => attempt.reject(new Error(`The server was not ready after ${START_TIMEOUT_MS} ms.`)),
        START_TIMEOUT_MS,
      );
      tell();
      try {
        await attempt.promise;
      } catch (cause) {
        const log = spec.server ? await readFile(spec.server.logFile, 'utf8').catch(() => '') : '';
        throw new Error(`${spec.server?.command ?? ''} did not start.\n${log.slice(-4000)}`, { cause });
      } finally {
        clearTimeout(timer);
        started = null;
      }
    },
    ended: () => (pid === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    async stop() {
      child.stdin.end();
      await gone;
    },
  };
}
