import type { Clock } from '../../clock.ts';
import type { Blocker } from '../../driver.ts';
import { isBusy, lockedError } from './failure.ts';

/** How long SQLite itself waits at a time, in ms: in between we look who is in the way, and whether to go on. */
export const BUSY_SLICE_MS = 100;

/** The longest pause between two tries, in ms; random, so that waiters do not march in step. */
const LONGEST_PAUSE_MS = 20;

/** How a locked database is waited for. */
export interface BusyWait {
  readonly path: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Gives up with `LOCK_002` after so many ms. */
  readonly waitMs: number;
  readonly blockers: () => Promise<readonly Blocker[]>;
  /** While it is true the wait has no end: the lock is held by a part of this very run, which will let go. */
  readonly isOurs?: () => boolean;
}

/**
 * Calls `attempt` until it finds no lock in its way. An attempt that found one must have done nothing.
 *
 * @throws SluiceError `LOCK_002` with the blockers that were seen, during the wait or after it
 */
export async function whileBusy<T>(wait: BusyWait, attempt: (sliceMs: number) => Promise<T>): Promise<T> {
  const { clock, signal, waitMs } = wait;
  let started = clock.monotonic();
  let seen: readonly Blocker[] = [];
  for (;;) {
    signal.throwIfAborted();
    const leftMs = Math.max(0, waitMs - (clock.monotonic() - started));
    try {
      return await attempt(Math.ceil(Math.min(BUSY_SLICE_MS, leftMs)));
    } catch (error) {
      if (!isBusy(error)) throw error;
      const now = await wait.blockers();
      if (now.length > 0) seen = now;
      if (wait.isOurs?.() === true) started = clock.monotonic();
      else if (clock.monotonic() - started >= waitMs) throw lockedError(wait.path, seen, error);
      await clock.sleep(1 + Math.random() * LONGEST_PAUSE_MS, signal);
    }
  }
}
