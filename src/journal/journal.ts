import { channel } from 'node:diagnostics_channel';
import type { Clock } from '../clock.ts';
import type { JournalRow, JournalStore } from '../driver.ts';
import type { Entry, JournalStage, Stamped } from './entries.ts';

/**
 * Every entry is published here just before and just after it is made durable, so that tools (and
 * the tests that kill a run between any two steps) can follow a run without touching it.
 */
const journalChannel = channel('sluice:journal');

/** What {@link journalChannel} publishes. */
export interface JournalMessage {
  readonly moment: 'before' | 'after';
  readonly entry: Stamped;
}

/** Makes rows durable: the driver's journal, a transaction, or nothing for commands without a journal of their own. */
export type AppendRows = (rows: readonly JournalRow[]) => Promise<void>;

/** Sees every entry once it is durable. */
export type JournalObserver = (entry: Stamped) => void;

function rowOf({ runId, seq, at, stage, entry }: Stamped): JournalRow {
  const { kind, ...content } = entry;
  return { runId, seq, at, stage, kind, entry: JSON.stringify(content) };
}

/** One run's journal: numbers the entries, makes them durable, tells the observers. */
export class Journal {
  readonly runId: string;
  readonly #append: AppendRows;
  readonly #clock: Clock;
  readonly #observers: readonly JournalObserver[];
  #seq = 0;
  #stage: JournalStage = 'run';

  constructor(runId: string, append: AppendRows, clock: Clock, observers: readonly JournalObserver[]) {
    this.runId = runId;
    this.#append = append;
    this.#clock = clock;
    this.#observers = observers;
  }

  /** The stage that the next entries belong to. */
  enter(stage: JournalStage): void {
    this.#stage = stage;
  }

  /** The stage that was entered last. */
  get stage(): JournalStage {
    return this.#stage;
  }

  /** Makes the entries durable, all or none. */
  async append(...entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#write(entries, this.#append);
  }

  /**
   * Calls `work` with a function that appends through a transaction. The numbers are given back when
   * `work` throws, so that a rolled back transaction leaves no gap; observers hear of the entries only
   * when `work` has returned, that is when the transaction has been committed.
   */
  async within<T>(
    work: (append: (rows: AppendRows, ...entries: readonly Entry[]) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const seq = this.#seq;
    const committed: Stamped[] = [];
    try {
      const result = await work(async (rows, ...entries) => {
        const stamped = this.#stamp(entries);
        this.#publish('before', stamped);
        await rows(stamped.map(rowOf));
        committed.push(...stamped);
      });
      this.#tell(committed);
      return result;
    } catch (error) {
      this.#seq = seq;
      throw error;
    }
  }

  /**
   * Whether the newest entries are in the database; asked when the connection was lost during COMMIT.
   * Reads this run's rows only.
   */
  async isDurable(store: JournalStore): Promise<boolean> {
    let last = 0;
    for await (const row of store.read({ runIds: [this.runId] })) last = row.seq;
    return last === this.#seq;
  }

  async #write(entries: readonly Entry[], append: AppendRows): Promise<void> {
    const seq = this.#seq;
    const stamped = this.#stamp(entries);
    this.#publish('before', stamped);
    try {
      await append(stamped.map(rowOf));
    } catch (error) {
      this.#seq = seq;
      throw error;
    }
    this.#tell(stamped);
  }

  #stamp(entries: readonly Entry[]): Stamped[] {
    const at = this.#clock.now().toISOString();
    return entries.map((entry) => ({ runId: this.runId, seq: ++this.#seq, at, stage: this.#stage, entry }));
  }

  #publish(moment: JournalMessage['moment'], entries: readonly Stamped[]): void {
    if (!journalChannel.hasSubscribers) return;
    for (const entry of entries) journalChannel.publish({ moment, entry } satisfies JournalMessage);
  }

  #tell(entries: readonly Stamped[]): void {
    this.#publish('after', entries);
    for (const entry of entries) for (const observe of this.#observers) observe(entry);
  }
}

/** An entry as it was read from the database. */
export function stampedOf(row: JournalRow): Stamped {
  const content = JSON.parse(row.entry) as object;
  return {
    runId: row.runId,
    seq: row.seq,
    at: row.at,
    stage: row.stage as JournalStage,
    entry: { kind: row.kind, ...content } as Entry,
  };
}
