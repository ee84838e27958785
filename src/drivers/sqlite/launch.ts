/** Starts workers: a thread for short statements, a process for those that must be possible to stop. */
import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { workerScript } from './location.ts';
import type { ReplyMessage, RequestMessage, WorkerSetup } from './protocol.ts';

/** A running worker. */
export interface Link {
  /** The process that holds its locks. */
  readonly pid: number;
  post(message: RequestMessage): void;
  /** Ends it at once; what it was doing is rolled back by SQLite. */
  kill(): void;
  /** Whether it keeps this process alive. */
  keepAlive(keep: boolean): void;
}

/** What a worker's owner hears. */
export interface LinkEvents {
  readonly reply: (message: ReplyMessage) => void;
  /** Called once; nothing of the worker is left then, its locks neither. */
  readonly gone: (why: string) => void;
}

/** Starts a worker. */
export type Launch = (setup: WorkerSetup, events: LinkEvents) => Link;

/** How much of a dying process's last words is kept, in characters. */
const LAST_WORDS = 2000;

/**
 * Rows are garbage as soon as they are hashed. With V8's own, larger limit they live long enough to be
 * moved to the old generation: twice the memory, and half the speed.
 */
const YOUNG_GENERATION_MB = 12;

/**
 * V8 begins to collect the old generation at a share of its limit: with the limit that it takes from the machine's
 * memory a thread keeps 30 MB more of garbage. Large enough for the largest text that a cell can hold.
 */
const OLD_GENERATION_MB = 1024;

/** What a worker process needs of this one's environment; secrets are none of its business. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SQLITE_TMPDIR',
  'SystemRoot',
  'LD_LIBRARY_PATH',
  'NODE_COMPILE_CACHE',
];

function environment(): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = {};
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Calls the function the first time only. */
function once(call: (why: string) => void): (why: string) => void {
  let called = false;
  return (why) => {
    if (called) return;
    called = true;
    call(why);
  };
}

/**
 * A thread of this process. Ending it waits for the call into SQLite that it is in, because nothing can
 * stop one inside a process: for short statements, and for loops in JavaScript over rows or pages. It
 * takes a quarter of the memory of a process.
 */
export const launchThread: Launch = (setup, events) => {
  const worker = new Worker(workerScript(), {
    workerData: setup,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB, maxOldGenerationSizeMb: OLD_GENERATION_MB },
  });
  const gone = once(events.gone);
  worker.on('message', events.reply);
  worker.once('error', (error) => gone(error instanceof Error ? error.message : String(error)));
  worker.once('exit', () => gone('the thread ended'));
  return {
    pid: process.pid,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread is no window
    post: (message) => worker.postMessage(message),
    kill: () => void worker.terminate(),
    keepAlive: (keep) => (keep ? worker.ref() : worker.unref()),
  };
};

/** A process of its own, which can be killed in the middle of a statement. `name` is seen in process lists. */
export function launchProcess(name: string): Launch {
  return (setup, events) => {
    const child = fork(workerScript(), [String(process.pid), JSON.stringify(setup), name], {
      execArgv: [`--max-semi-space-size=${String(YOUNG_GENERATION_MB / 3)}`],
      env: environment(),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const gone = once(events.gone);
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-LAST_WORDS);
    });
    const stderr = child.stderr as Socket | null;
    child.on('message', (message) => events.reply(message as ReplyMessage));
    child.once('error', (error) => gone(error.message));
    // Its last messages and words have been read by then.
    child.once('close', (code, signal) => gone(`${signal ?? `exit status ${String(code)}`} ${lastWords}`.trim()));
    return {
      pid: child.pid ?? 0,
      // A process that has just died reports it by its end, not here.
      post: (message) => void child.send(message, () => {}),
      kill: () => void child.kill('SIGKILL'),
      // All three or none: `close` comes only after the last of them has ended.
      keepAlive(keep) {
        for (const handle of [child, child.channel, stderr]) {
          if (keep) handle?.ref();
          else handle?.unref();
        }
      },
    };
  };
}
