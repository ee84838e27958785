/**
 * Runs one server and outlives whoever asked for it by just as long as cleaning up takes.
 *
 * Started by `guarded.ts` as a process of its own session. It reads JSON lines from stdin and answers with JSON lines
 * on stdout. When its stdin ends, the owner has stopped it or has died in whatever way: the server is then ended and
 * its folder removed. So no server and no data stay behind, not even after SIGKILL.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** What to run, the first line on stdin. */
export interface GuardSpec {
  /** Removed at the end. */
  readonly directory: string;
  /** Null: only the folder is guarded. */
  readonly server: {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly uid?: number;
    readonly gid?: number;
    readonly logFile: string;
    /** The server is ready as soon as its log holds this text. */
    readonly readyText: string;
    /** Ends the server at once and frees what it holds of the machine. */
    readonly stopSignal: NodeJS.Signals;
  } | null;
}

/** One answer on stdout. */
export type GuardEvent =
  | { readonly kind: 'started'; readonly pid: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null };

const STOP_TIMEOUT_MS = 15_000;
const REMOVE_ATTEMPTS = 100;
const REMOVE_PAUSE_MS = 200;

let spec: GuardSpec | null = null;
let child: ChildProcess | null = null;

function emit(event: GuardEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function startServer(): void {
  const server = spec?.server;
  if (!server || child) return;
  const log = createWriteStream(server.logFile, { flags: 'a' });
  log.on('error', () => {
    // The folder can be gone already when the server writes its last words.
  });
  const started = spawn(server.command, server.args, {
    cwd: '/',
    env: server.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(server.uid === undefined ? {} : { uid: server.uid }),
    ...(server.gid === undefined ? {} : { gid: server.gid }),
  });
  child = started;
  let unmatched: string | null = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk);
      if (unmatched === null) return;
      unmatched += chunk.toString('utf8');
      if (unmatched.includes(server.readyText)) {
        unmatched = null;
        emit({ kind: 'ready' });
      }
    });
  }
  started.once('error', (error) => log.write(`${error.message}\n`));
  started.once('close', (code, signal) => {
    child = null;
    log.end(() => emit({ kind: 'exited', code, signal }));
  });
  if (started.pid !== undefined) emit({ kind: 'started', pid: started.pid });
}

async function stopServer(): Promise<void> {
  const running = child;
  if (!running || !spec?.server) return;
  const closed = new Promise<void>((resolve) => running.once('close', () => resolve()));
  // A server under SIGSTOP would not see the signal.
  running.kill('SIGCONT');
  running.kill(spec.server.stopSignal);
  const timer = setTimeout(() => running.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await closed;
  clearTimeout(timer);
}

/** Others may still write there (a set-up program without its owner) or remove parts of it (other guards). */
async function remove(directory: string): Promise<void> {
  for (let attempt = 0; attempt < REMOVE_ATTEMPTS; attempt += 1) {
    await rm(directory, { recursive: true, force: true }).catch(() => {});
    if (!existsSync(directory)) return;
    await delay(REMOVE_PAUSE_MS);
  }
  process.stderr.write(`${directory} could not be removed.\n`);
}

// A terminal's ^C goes to the owner; its end closes our stdin.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// After the owner's death nobody reads stdout any more.
process.stdout.on('error', () => {});

for await (const line of createInterface({ input: process.stdin })) {
  spec ??= JSON.parse(line) as GuardSpec;
  startServer();
}
await stopServer();
if (spec) await remove(spec.directory);
