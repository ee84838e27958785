import type { Clock } from '../clock.ts';
import { SluiceError } from '../errors.ts';
import { durationText } from '../duration.ts';

/** A limit on the whole run. */
export interface TimeLimit {
  /** Aborts with `TIME_001`. */
  readonly signal: AbortSignal;
  clear(): void;
}

/** Starts the trigger `max-duration`; it must be cleared, and does not keep the process alive. */
export function timeLimit(maxDurationMs: number, clock: Clock): TimeLimit {
  const reached = new AbortController();
  const cleared = new AbortController();
  clock.sleep(maxDurationMs, cleared.signal).then(
    () => {
      reached.abort(
        new SluiceError('TIME_001', `The run took longer than max-duration (${durationText(maxDurationMs)}).`, {
          fix: 'Raise max-duration, or split the work into smaller migrations.',
          details: { trigger: 'max-duration' },
        }),
      );
    },
    () => undefined,
  );
  return {
    signal: reached.signal,
    clear: () => {
      cleared.abort();
    },
  };
}
