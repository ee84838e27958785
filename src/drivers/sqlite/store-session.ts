import type { SqlResult, SqlRunner, SqlSession } from '../sql/session.ts';
import { type BusyWait, whileBusy } from './busy-wait.ts';
import { type Connections, STORE_WAIT_MS } from './connections.ts';
import { explain, SqliteFailure } from './failure.ts';
import type { Bound } from './protocol.ts';

/** The session of Sluice's own tables: one thing after the other, each waiting for the database's lock. */
export class StoreSession implements SqlSession {
  readonly #connections: Connections;
  #last: Promise<unknown> = Promise.resolve();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async query(sql: string, values: readonly Bound[] = []): Promise<SqlResult> {
    return this.#inTurn(() => this.#patiently(() => this.#send(sql, values)));
  }

  /** As {@link query}, waiting no longer than `waitMs` for the database, whoever holds it. */
  async queryWithin(waitMs: number, sql: string, values: readonly Bound[] = []): Promise<SqlResult> {
    const { options } = this.#connections;
    return this.#inTurn(() =>
      whileBusy(this.#connections.busyWait(waitMs, options.signal), () => this.#send(sql, values)).catch(
        (error: unknown) => {
          throw this.#explain(error);
        },
      ),
    );
  }

  async inTransaction<T>(work: (runner: SqlRunner) => Promise<T>): Promise<T> {
    if (this.#connections.own.has('write')) {
      // It would wait for itself: the open transaction is of the same run.
      throw new Error('A write of the stores was asked for while the transaction of a migration is open.');
    }
    return this.#inTurn(async () => {
      await this.#patiently(() => this.#send('begin immediate'));
      try {
        const result = await work({ query: (sql, values = []) => this.#send(sql, values) });
        await this.#patiently(() => this.#send('commit'));
        return result;
      } catch (error) {
        // SQLite has rolled back by itself after some errors.
        await this.#send('rollback').catch(() => {});
        throw this.#explain(error);
      }
    });
  }

  isDuplicate(error: unknown): boolean {
    const failure = error instanceof Error && error.cause instanceof SqliteFailure ? error.cause : error;
    if (!(failure instanceof SqliteFailure)) return false;
    if (/^SQLITE_CONSTRAINT_(?:PRIMARYKEY|UNIQUE|ROWID)$/.test(failure.code ?? '')) return true;
    // CREATE TABLE of an existing table has no code of its own.
    return failure.code === 'SQLITE_ERROR' && failure.message.endsWith('already exists');
  }

  /** Does work while this session has no connection open; what is asked meanwhile waits. */
  async whileClosed<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.#connections.store.stop();
      return work();
    });
  }

  #send(sql: string, values: readonly Bound[] = []): Promise<SqlResult> {
    return this.#connections.store.call('query', { sql, values });
  }

  async #patiently<T>(attempt: () => Promise<T>): Promise<T> {
    const { own, options } = this.#connections;
    const wait: BusyWait = {
      ...this.#connections.busyWait(STORE_WAIT_MS, options.signal),
      // A snapshot of our own that stands in the way comes to its end without us.
      isOurs: () => own.has('read'),
    };
    try {
      return await whileBusy(wait, attempt);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #explain(error: unknown): unknown {
    return explain(error, this.#connections.path, null);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
