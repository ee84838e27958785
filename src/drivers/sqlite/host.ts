import type { Clock } from '../../clock.ts';
import { SluiceError } from '../../errors.ts';
import { SqliteFailure, WorkerGoneError } from './failure.ts';
import type { Launch, Link } from './launch.ts';
import type { Operation, Operations, ReplyMessage, WorkerSetup } from './protocol.ts';

/** What bounds a request. */
export interface CallOptions<Event> {
  /** Aborting kills the worker, and with it what it does. */
  readonly signal?: AbortSignal;
  /** After so many ms the worker is killed; 0 = no limit. */
  readonly timeoutMs?: number;
  readonly onEvent?: (event: Event) => void;
}

/** A request that has no answer yet. */
interface Pending {
  readonly done: (response: unknown) => void;
  readonly failed: (error: Error) => void;
  readonly event: (event: unknown) => void;
}

/** A running worker and what it owes. */
interface Running {
  readonly link: Link;
  readonly pending: Map<number, Pending>;
  /** Resolves when nothing of it is left. */
  readonly gone: Promise<void>;
}

/**
 * Talks to one worker: starts it with the first request, and again with the first one after its end.
 * A worker without work does not keep this process alive.
 */
export class WorkerHost {
  readonly #launch: Launch;
  readonly #setup: WorkerSetup;
  readonly #clock: Clock;
  #running: Running | null = null;
  #lastId = 0;

  constructor(launch: Launch, setup: WorkerSetup, clock: Clock) {
    this.#launch = launch;
    this.#setup = setup;
    this.#clock = clock;
  }

  /** The process that holds the worker's locks; null when it does not run. */
  get pid(): number | null {
    return this.#running?.link.pid ?? null;
  }

  /**
   * Sends a request and waits for its answer. Throws {@link SqliteFailure} as the worker does,
   * {@link WorkerGoneError} when it ends before, `TIME_001` when the time has run out, and the signal's
   * reason when it is aborted; the worker is gone in the last three cases.
   */
  async call<K extends Operation>(
    operation: K,
    request: Operations[K]['request'],
    { signal, timeoutMs = 0, onEvent }: CallOptions<Operations[K]['event']> = {},
  ): Promise<Operations[K]['response']> {
    signal?.throwIfAborted();
    const running = (this.#running ??= this.#start());
    const id = ++this.#lastId;
    const settled = new AbortController();
    let killedBy: { readonly error: unknown } | null = null;
    const kill = (error: unknown): void => {
      killedBy ??= { error };
      running.link.kill();
    };
    const onAbort = (): void => kill(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (timeoutMs > 0) {
      this.#clock.sleep(timeoutMs, settled.signal).then(
        () => kill(timedOut(timeoutMs)),
        () => {},
      );
    }
    try {
      const response = await new Promise<unknown>((resolve, reject) => {
        running.pending.set(id, {
          done: resolve,
          failed: reject,
          event: (event) => onEvent?.(event as Operations[K]['event']),
        });
        running.link.keepAlive(true);
        running.link.post({ id, operation, request });
      });
      return response as Operations[K]['response'];
    } catch (error) {
      if (killedBy !== null && error instanceof WorkerGoneError) throw (killedBy as { error: unknown }).error;
      throw error;
    } finally {
      settled.abort();
      signal?.removeEventListener('abort', onAbort);
      running.pending.delete(id);
      // A kill that came too late for its own request must not surprise the next one.
      if (killedBy !== null) await running.gone;
      if (running.pending.size === 0) running.link.keepAlive(false);
    }
  }

  /** Closes the connection in order, then ends the worker. */
  async stop(): Promise<void> {
    if (this.#running === null) return;
    await this.call('close', null).catch(() => {});
    await this.kill();
  }

  /** Ends the worker at once and waits until it is gone; without effect when it does not run. */
  async kill(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    running.link.keepAlive(true);
    running.link.kill();
    await running.gone;
  }

  #start(): Running {
    const pending: Running['pending'] = new Map();
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    const link = this.#launch(this.#setup, {
      reply: (message) => deliver(pending.get(message.id), message),
      gone: (why) => {
        if (this.#running?.link === link) this.#running = null;
        for (const { failed } of pending.values()) failed(new WorkerGoneError(why));
        resolve();
      },
    });
    return { link, pending, gone };
  }
}

function deliver(pending: Pending | undefined, message: ReplyMessage): void {
  if (message.kind === 'event') pending?.event(message.event);
  else if (message.kind === 'done') pending?.done(message.response);
  else pending?.failed(new SqliteFailure(message.error.code, message.error.message));
}

function timedOut(timeoutMs: number): SluiceError {
  return new SluiceError(
    'TIME_001',
    `The statement ran longer than its limit of ${String(timeoutMs)} ms and was stopped.`,
    {
      fix: 'Raise statement-timeout, or split the work into smaller migrations.',
    },
  );
}
