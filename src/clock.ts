import { setTimeout as delay } from 'node:timers/promises';

/** Time, handed in, so that tests need not wait. */
export interface Clock {
  /** Wall clock, for stamps only. */
  now(): Date;
  /** Milliseconds on a clock that never jumps, for durations. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** A clock that runs `skewMs` ahead of another, for stamps that many machines compare. */
export function shiftedClock(clock: Clock, skewMs: number): Clock {
  return {
    now: () => new Date(clock.now().getTime() + skewMs),
    monotonic: () => clock.monotonic(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}
