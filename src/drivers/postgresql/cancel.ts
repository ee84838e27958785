import type { Clock } from '../../clock.ts';
import type { Link } from './link.ts';
import type { Session } from './session.ts';

/** Between two attempts to cancel, in ms: a cancel that arrives between two statements has no effect. */
const CANCEL_AGAIN_MS = 1_000;

/** How often to look whether the backend has become known, in ms. */
const UNKNOWN_AGAIN_MS = 50;

/** After this long without an end of the statement the socket is closed, in ms. */
const CANCEL_GRACE_MS = 10_000;

/** What is needed to stop a statement from outside. */
export interface Canceller {
  readonly clock: Clock;
  /** The session that looks at others. */
  readonly look: Session;
}

/** A watch over a statement. */
export interface Watch {
  /** Ends the watch; resolves when no cancel is under way any more. */
  stop(): Promise<void>;
}

/**
 * Cancels what `link` has in flight as soon as the signal is aborted: by `pg_cancel_backend` from another session,
 * again every second, and by closing the socket when the server does not obey. Watches until it is stopped.
 *
 * @param pid - the backend; null while it is not known
 */
export function cancelOnAbort(
  signal: AbortSignal,
  link: Link,
  pid: () => number | null,
  { clock, look }: Canceller,
): Watch {
  // Made when it is needed: statements are many, and aborts are few.
  let over: AbortController | null = null;
  let cancelling: Promise<unknown> = Promise.resolve();

  async function cancel(stop: AbortSignal): Promise<void> {
    for (;;) {
      const backend = pid();
      if (backend !== null)
        await look.use((other) => other.query('select pg_catalog.pg_cancel_backend($1::int)', [backend]));
      await clock.sleep(backend === null ? UNKNOWN_AGAIN_MS : CANCEL_AGAIN_MS, stop);
    }
  }
  async function giveUp(stop: AbortSignal): Promise<void> {
    await clock.sleep(CANCEL_GRACE_MS, stop);
    link.destroy(signal.reason);
  }
  const onAbort = (): void => {
    const stop = (over = new AbortController()).signal;
    const ended = (): void => {};
    const unreachable = (): void => {
      if (!stop.aborted) link.destroy(signal.reason);
    };
    cancelling = Promise.all([cancel(stop).catch(unreachable), giveUp(stop).catch(ended)]);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });

  return {
    async stop() {
      signal.removeEventListener('abort', onAbort);
      over?.abort();
      await cancelling;
    },
  };
}
