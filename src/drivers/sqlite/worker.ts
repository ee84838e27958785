/**
 * The worker's side: answers requests, one after the other, as a thread or as a process of its own.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Operation, ReplyMessage, RequestMessage, WireError, WorkerSetup } from './protocol.ts';
import { Connection, type Handler, handlers } from './worker/operations.ts';

/** How often a process looks whether its parent still lives, in ms. */
const WATCH_MS = 250;

/**
 * Kills this process when its parent has died. It runs in a thread, because the main one may be inside
 * a long statement, and its lock must not outlive the run that took it.
 */
const WATCHDOG = `
const { workerData } = require('node:worker_threads');
const alive = (pid) => { try { return process.kill(pid, 0); } catch (error) { return error.code === 'EPERM'; } };
setInterval(() => {
  if (process.ppid !== workerData || !alive(workerData)) process.kill(process.pid, 'SIGKILL');
}, ${String(WATCH_MS)});
`;

/** What can cross the boundary of an error. */
function wireError(error: unknown): WireError {
  if (!(error instanceof Error)) return { code: null, message: String(error) };
  const code = (error as { code?: unknown }).code;
  return { code: typeof code === 'string' ? code : null, message: error.message };
}

/** Answers requests in the order in which they come; returns what takes them. */
function serve(setup: WorkerSetup, post: (reply: ReplyMessage) => void): (message: RequestMessage) => void {
  const connection = new Connection(setup);
  let last = Promise.resolve();

  async function answer({ id, operation, request }: RequestMessage): Promise<void> {
    try {
      const handler = handlers[operation] as Handler<Operation>;
      const response = await handler(connection, request as never, (event) => post({ id, kind: 'event', event }));
      post({ id, kind: 'done', response });
    } catch (error) {
      post({ id, kind: 'failed', error: wireError(error) });
    }
  }

  return (message) => {
    last = last.then(() => answer(message));
  };
}

/**
 * Runs a worker until its parent goes. Only the script that is started as one calls it: the parent
 * gives a thread its {@link WorkerSetup} as data, and a process its own pid and the setup as arguments.
 */
export function startWorker(): void {
  if (!isMainThread && parentPort !== null) {
    const port = parentPort;
    port.on(
      'message',
      serve(workerData as WorkerSetup, (reply) => port.postMessage(reply)),
    );
    return;
  }
  const [parent, setup] = process.argv.slice(2);
  // A terminal sends its signals to this process, too; when it ends is the parent's to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  new Worker(WATCHDOG, { eval: true, workerData: Number(parent), execArgv: [] }).unref();
  const take = serve(JSON.parse(setup ?? '') as WorkerSetup, (reply) => {
    // The parent may have gone while this was computed; the disconnect ends the process.
    process.send?.(reply, undefined, {}, () => {});
  });
  process.on('message', (message) => take(message as RequestMessage));
  process.once('disconnect', () => process.exit());
}
