import type { JournalRow } from '../../src/driver.ts';
import type { Entry } from '../../src/journal/entries.ts';
import { Journal, stampedOf } from '../../src/journal/journal.ts';
import type { Emit, ProgressEvent } from '../../src/stages/progress.ts';
import { ManualClock } from '../journal/manual-clock.ts';

/** What a stage is given, with a journal in memory. */
export interface Memory {
  readonly journal: Journal;
  readonly clock: ManualClock;
  readonly emit: Emit;
  readonly events: readonly ProgressEvent[];
  /** `stage kind` of each entry, in order. */
  lines(): readonly string[];
  entries(): readonly Entry[];
  /** From now on the journal cannot be written. */
  breakJournal(): void;
}

export function inMemory(): Memory {
  const rows: JournalRow[] = [];
  const events: ProgressEvent[] = [];
  const clock = new ManualClock();
  let broken = false;
  const append = (added: readonly JournalRow[]): Promise<void> => {
    if (broken) return Promise.reject(new Error('the journal is gone'));
    rows.push(...added);
    return Promise.resolve();
  };
  return {
    journal: new Journal('run-1', append, clock, []),
    clock,
    emit: (event) => {
      events.push(event);
    },
    events,
    lines: () => rows.map(({ stage, kind }) => `${stage} ${kind}`),
    entries: () => rows.map((row) => stampedOf(row).entry),
    breakJournal: () => {
      broken = true;
    },
  };
}
