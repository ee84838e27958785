import type { Clock } from '../../clock.ts';
import type { ControlStore, StoreNames } from '../../driver.ts';
import type { SqlResult } from '../sql/session.ts';
import { controlStore } from '../sql/stores.ts';
import type { Step } from './conversation.ts';
import { storeDialect } from './store-dialect.ts';

/** For how long an answer counts as the present state, in ms: a run asks for it as soon as its commit is through. */
const FRESH_MS = 20;

/**
 * Requests to the run, read in the round trip of a commit just behind it, so that looking for them between two files
 * costs none of its own. An answer is used once and only while it is fresh; otherwise the server is asked.
 */
export class ControlRelay {
  readonly #names: StoreNames;
  readonly #runId: string;
  readonly #clock: Clock;
  #answer: { readonly result: SqlResult; readonly at: number } | null = null;

  constructor(names: StoreNames, runId: string, clock: Clock) {
    this.#names = names;
    this.#runId = runId;
    this.#clock = clock;
  }

  /** The query to send behind a COMMIT. */
  async step(): Promise<Step> {
    const steps: Step[] = [];
    const query = (text: string, values: Step['values'] = []): Promise<SqlResult> => {
      steps.push({ text, values });
      return Promise.resolve({ rows: [], affected: 0 });
    };
    await readerOf(query, this.#names).read(this.#runId);
    return steps[0] as Step;
  }

  /** Takes the answer to {@link step}; undefined when there was none. */
  keep(result: SqlResult | undefined): void {
    this.#answer = result === undefined ? null : { result, at: this.#clock.monotonic() };
  }

  /** The store, with the fresh answers read from here. */
  over(store: ControlStore): ControlStore {
    return {
      ...store,
      read: (runId) => {
        const answer = this.#answer;
        this.#answer = null;
        if (answer === null || runId !== this.#runId || this.#clock.monotonic() - answer.at > FRESH_MS)
          return store.read(runId);
        return readerOf(() => Promise.resolve(answer.result), this.#names).read(runId);
      },
    };
  }
}

function readerOf(
  query: (sql: string, values?: Step['values']) => Promise<SqlResult>,
  names: StoreNames,
): Pick<ControlStore, 'read'> {
  return controlStore({ query }, storeDialect, names);
}
