import type { Clock } from '../../clock.ts';
import type { Link } from './link.ts';
import type { Session } from './session.ts';

/** Between two attempts to cancel, in ms: a cancel that arrives between two statements has no effect. */
const CANCEL_AGAIN_MS = 1_000;

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
 */
export function cancelOnAbort(signal: AbortSignal, link: Link, pid: number, { clock, look }: Canceller): Watch {
  const over = new AbortController();
  let cancelling: Promise<unknown> = Promise.resolve();

  async function cancel(): Promise<void> {
    for (;;) {
      await look.use((other) => other.query('select pg_catalog.pg_cancel_backend($1::int)', [pid]));
      await clock.sleep(CANCEL_AGAIN_MS, over.signal);
    }
  }
  async function giveUp(): Promise<void> {
    await clock.sleep(CANCEL_GRACE_MS, over.signal);
    link.destroy(signal.reason);
  }
  const onAbort = (): void => {
    const ended = (): void => {};
    const unreachable = (): void => {
      if (!over.signal.aborted) link.destroy(signal.reason);
    };
    cancelling = Promise.all([cancel().catch(unreachable), giveUp().catch(ended)]);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });

  return {
    async stop() {
      signal.removeEventListener('abort', onAbort);
      over.abort();
      await cancelling;
    },
  };
}
