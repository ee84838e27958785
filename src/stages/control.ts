import type { Clock } from '../clock.ts';
import type { ControlRequest, ControlStore } from '../driver.ts';
import { InterruptedError } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { Emit } from './progress.ts';

/** How often a paused run looks whether it may go on, in ms. */
const POLL_MS = 500;

/** What {@link controlGate} needs. */
export interface ControlGateRequest {
  readonly store: ControlStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

/**
 * The point between two statements where a run obeys `sluice pause`, `resume` and `stop`: returns when
 * it may go on, after a pause too; throws `InterruptedError` when it was told to stop.
 */
export function controlGate({ store, journal, clock, signal, emit }: ControlGateRequest): () => Promise<void> {
  let obeyed: ControlRequest['request'] | null = null;
  return async () => {
    for (;;) {
      signal.throwIfAborted();
      const newest = (await store.read(journal.runId)).at(-1)?.request ?? null;
      if (newest !== null && newest !== obeyed) {
        obeyed = newest;
        await journal.append({ kind: 'control', request: newest });
        emit({ level: 'warning', scope: journal.stage, message: `told to ${newest}` });
      }
      if (newest === 'stop') throw new InterruptedError('The run was told to stop; its state is saved.');
      if (newest !== 'pause') return;
      await clock.sleep(POLL_MS, signal);
    }
  };
}
