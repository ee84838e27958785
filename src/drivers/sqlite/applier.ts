import type { Applier, Fence, Limits, Outcome, Statement, Transaction } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { requireLease } from '../sql/fence.ts';
import type { SqlRunner } from '../sql/session.ts';
import { deleteApplied, insertApplied, insertJournal } from '../sql/stores.ts';
import { type BusyWait, whileBusy } from './busy-wait.ts';
import { classify, pragmaOf } from './classify.ts';
import type { Connections } from './connections.ts';
import { sqliteDialect } from './dialect.ts';
import { explain, isBusy, SqliteFailure, WorkerGoneError } from './failure.ts';
import { SessionPragmas } from './session-pragmas.ts';
import type { StoreSession } from './store-session.ts';

/** An error's details beside a statement's position. */
function withDetails(error: unknown, details: Readonly<Record<string, unknown>>): unknown {
  if (!(error instanceof SluiceError)) return error;
  return new SluiceError(error.code, error.message, {
    cause: error.cause,
    fix: error.fix,
    details: { ...error.details, ...details },
  });
}

/** Runs statements in a process of their own. */
export class SqliteApplier implements Applier {
  readonly #connections: Connections;
  readonly #session: StoreSession;
  #waiting = 0;

  constructor(connections: Connections, session: StoreSession) {
    this.#connections = connections;
    this.#session = session;
  }

  /** True while something is in flight that may have to wait for another connection. */
  get mayWait(): boolean {
    return this.#waiting > 0;
  }

  classify(statement: Statement): ReturnType<Applier['classify']> {
    return classify(statement);
  }

  sweep(): Promise<readonly string[]> {
    // SQLite undoes by itself what a killed statement had begun.
    return Promise.resolve([]);
  }

  async transaction<T>(fence: Fence, limits: Limits, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const pragmas = new SessionPragmas();
    await this.#begin(fence, limits);
    return this.#connections.own.hold('write', async () => {
      let result: T;
      try {
        result = await work(this.#transaction(fence, limits, pragmas));
        limits.signal.throwIfAborted();
        await this.#require(fence, limits);
      } catch (error) {
        await this.#rollback();
        throw explain(error, this.#connections.path, null);
      }
      await this.#commit(limits);
      for (const statement of pragmas.takeDeferred()) {
        // The work is done whatever comes of this; where the connection is gone, so are its settings.
        await this.#execute(statement, limits, limits.lockTimeoutMs).catch(() => {});
      }
      return result;
    });
  }

  async standalone(fence: Fence, limits: Limits, statement: Statement): Promise<Outcome> {
    await this.#patiently(limits, () => this.#require(fence, limits));
    const run = (): Promise<Outcome> =>
      this.#patiently(limits, (sliceMs) => this.#execute(statement, limits, sliceMs)).catch((error: unknown) => {
        throw mayHaveHappened(error) ? withDetails(error, { commit: 'unknown' }) : error;
      });
    const alone = async (): Promise<Outcome> => {
      await Promise.all([this.#connections.scan.stop(), this.#connections.read.stop()]);
      return run();
    };
    // To leave WAL mode SQLite needs to be the file's only connection.
    const needsAll = pragmaOf(statement.text) === 'journal_mode';
    return this.#connections.own.hold('write', () => (needsAll ? this.#session.whileClosed(alone) : run()));
  }

  #transaction(fence: Fence, limits: Limits, pragmas: SessionPragmas): Transaction {
    const { names } = this.#connections.options;
    const runner = this.#runner(limits);
    return {
      execute: async (statement) => {
        limits.signal.throwIfAborted();
        switch (pragmas.place(statement)) {
          case 'after':
            return { rows: 0, warnings: [] };
          case 'before':
            // Nothing has been done yet: the transaction gives way and begins again behind the pragma.
            await this.#rollback();
            await this.#execute(statement, limits, limits.lockTimeoutMs);
            await this.#begin(fence, limits);
            return { rows: 0, warnings: [] };
          default:
            return this.#execute(statement, limits, limits.lockTimeoutMs, true);
        }
      },
      append: async (rows) => {
        pragmas.written();
        return insertJournal(runner, sqliteDialect, names, rows);
      },
      recordApplied: async (row) => {
        pragmas.written();
        return insertApplied(runner, sqliteDialect, names, row);
      },
      removeApplied: async (version) => {
        pragmas.written();
        return deleteApplied(runner, sqliteDialect, names, version);
      },
    };
  }

  /** Begins a transaction with the database's write lock, and finds out early when the lease is gone. */
  async #begin(fence: Fence, limits: Limits): Promise<void> {
    await this.#patiently(limits, (sliceMs) => this.#send('begin immediate', limits, sliceMs));
    try {
      await this.#require(fence, limits);
    } catch (error) {
      await this.#rollback();
      throw explain(error, this.#connections.path, null);
    }
  }

  /** Commits; readers in a rollback mode are waited for. Once begun it is not cancelled: it would be unknown how it ended. */
  async #commit(limits: Limits): Promise<void> {
    const uncancelled = { ...limits, signal: new AbortController().signal, statementTimeoutMs: 0 };
    try {
      await this.#patiently(uncancelled, (sliceMs) => this.#send('commit', uncancelled, sliceMs));
    } catch (error) {
      await this.#rollback();
      const isLost = error instanceof SluiceError && error.cause instanceof WorkerGoneError;
      throw isLost ? withDetails(error, { commit: 'unknown' }) : error;
    }
  }

  /** Rolls back what is left to roll back. */
  async #rollback(): Promise<void> {
    const { apply } = this.#connections;
    // A killed process is rolled back already; SQLite itself rolls back after some errors.
    if (apply.pid === null) return;
    await apply.call('run', { sql: 'rollback', busyMs: 0 }).catch(() => {});
  }

  async #require(fence: Fence, limits: Limits): Promise<void> {
    await requireLease(this.#runner(limits), sqliteDialect, this.#connections.options.names, fence);
  }

  /** Sluice's own statements on this connection; their failures are not the migration's. */
  #runner({ signal }: Limits): SqlRunner {
    return {
      query: (sql, values = []) =>
        this.#connections.apply.call('query', { sql, values }, { signal }).catch((error: unknown) => {
          throw error instanceof SqliteFailure ? error : explain(error, this.#connections.path, null);
        }),
    };
  }

  async #execute(statement: Statement, limits: Limits, busyMs: number, inTransaction = false): Promise<Outcome> {
    const details = { statement: statement.index, line: statement.line };
    try {
      const answer = await this.#send(statement.text, limits, busyMs);
      if (inTransaction && !answer.inTransaction) {
        throw new SluiceError('SQL_001', 'The statement ended the transaction that the file runs in.', {
          fix: 'Take it out, or write `-- sluice: transaction=false` at the top of the file.',
        });
      }
      return { rows: answer.rows, warnings: [] };
    } catch (error) {
      // Outside a transaction the wait for the lock goes on.
      if (!inTransaction && isBusy(error)) throw error;
      throw withDetails(explain(error, this.#connections.path, 'SQL_001'), details);
    }
  }

  #send(
    sql: string,
    limits: Limits,
    busyMs: number,
  ): Promise<{ readonly rows: number; readonly inTransaction: boolean }> {
    const { signal, statementTimeoutMs: timeoutMs } = limits;
    return this.#connections.apply.call('run', { sql, busyMs }, { signal, timeoutMs });
  }

  async #patiently<T>(limits: Limits, attempt: (sliceMs: number) => Promise<T>): Promise<T> {
    const { own, path } = this.#connections;
    const wait: BusyWait = {
      ...this.#connections.busyWait(limits.lockTimeoutMs, limits.signal),
      isOurs: () => own.has('read'),
    };
    this.#waiting += 1;
    try {
      return await whileBusy(wait, attempt);
    } catch (error) {
      throw explain(error, path, 'SQL_001');
    } finally {
      this.#waiting -= 1;
    }
  }
}

/** A statement that commits by itself may have done so just before its process was killed. */
function mayHaveHappened(error: unknown): boolean {
  if (!(error instanceof SluiceError)) return false;
  return error.code === 'TIME_001' || error.cause instanceof WorkerGoneError;
}
