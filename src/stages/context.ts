import type { Clock } from '../clock.ts';
import type { Driver, Fence, Limits } from '../driver.ts';
import type { Journal } from '../journal/journal.ts';
import type { Emit } from './progress.ts';

/** How statements are run; from the configuration. */
export interface ApplySettings {
  readonly lockTimeoutMs: number;
  readonly lockRetries: number;
  readonly statementTimeoutMs: number;
  readonly warnings: 'fail' | 'report';
  /** Keys of a key migration that are written in one step; absent = chosen by the driver. */
  readonly batchSize?: number;
}

/** What every stage gets handed in. */
export interface StageContext {
  readonly driver: Driver;
  readonly journal: Journal;
  readonly fence: Fence;
  readonly clock: Clock;
  /** Aborts when the run is interrupted, loses its lease, or runs over its time. */
  readonly signal: AbortSignal;
  readonly settings: ApplySettings;
  readonly emit: Emit;
  /** Called between statements: waits while the run is paused, throws when it was stopped. */
  readonly obeyControl: () => Promise<void>;
}

/** The limits of one statement; a script's own lock timeout goes first. */
export function limitsOf(context: StageContext, lockTimeoutMs: number | null = null): Limits {
  return {
    lockTimeoutMs: lockTimeoutMs ?? context.settings.lockTimeoutMs,
    statementTimeoutMs: context.settings.statementTimeoutMs,
    signal: context.signal,
  };
}
