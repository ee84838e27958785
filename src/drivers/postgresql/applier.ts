import type { Applier, Fence, Limits, Outcome, Statement, StoreNames, Transaction } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { begin, prepare } from './begin.ts';
import { type Canceller, cancelOnAbort } from './cancel.ts';
import { classify, endsTransaction } from './classify.ts';
import { connectionLost, sqlStateOf } from './connection-error.ts';
import { type Step, StepError, type StepResult } from './conversation.ts';
import type { Link } from './link.ts';
import { ownFailure } from './own-failure.ts';
import type { Session } from './session.ts';
import { commitFailure, statementFailure, transactionEnded } from './statement-failure.ts';
import { sweep } from './sweep.ts';
import { reset, rollBack, Unit } from './unit.ts';
import { Warnings } from './warnings.ts';
import { appliedSteps, fenceStep, journalSteps, LEASE_LOST, leaseLost, removedSteps } from './write-steps.ts';

/** What the applier works with. */
export interface ApplierParts extends Canceller {
  readonly session: Session;
  readonly names: StoreNames;
}

/** Journal rows that wait for the end of their transaction; more are sent before. */
const MOST_WAITING_STEPS = 200;

/**
 * Runs migrations on one session. A transaction costs one round trip to begin, one for each statement, and one for
 * journal, record, fence and COMMIT together.
 *
 * What a file sets in its session holds until its migration is recorded (or its record removed); then the session is
 * reset before its next use, so that a file runs the same whether or not another one ran before it in the process.
 */
export class PostgresApplier implements Applier {
  readonly #parts: ApplierParts;
  /** The backend with a statement in flight, for `blockers`. */
  #inFlight: number | null = null;
  /** The connection that carries session settings of the present file. */
  #carrier: Link | null = null;
  #fileEnded = false;

  constructor(parts: ApplierParts) {
    this.#parts = parts;
  }

  /** The backend that runs a statement now; null when none does. */
  get inFlight(): number | null {
    return this.#inFlight;
  }

  classify(statement: Statement): ReturnType<typeof classify> {
    return classify(statement);
  }

  async transaction<T>(fence: Fence, limits: Limits, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#use(limits, async (link) => {
      const unit = new Unit(link, limits, await this.#own(begin(link, limits)));
      try {
        const result = await work(this.#transactionOf(unit));
        limits.signal.throwIfAborted();
        await this.#commit(unit, fence);
        this.#ended(unit);
        return result;
      } catch (error) {
        if (error instanceof SluiceError && error.details['commit'] === 'unknown') this.#ended(unit);
        await rollBack(link);
        throw error;
      } finally {
        unit.over = true;
      }
    });
  }

  async standalone(fence: Fence, limits: Limits, statement: Statement): Promise<Outcome> {
    return this.#use(limits, async (link) => {
      await this.#fence(link, fence);
      const unit = new Unit(link, limits, await this.#own(prepare(link, limits)));
      try {
        const outcome = await this.#execute(unit, statement);
        this.#ended(unit);
        return outcome;
      } catch (error) {
        if (!(error instanceof SluiceError) || error.code !== 'CONN_001') throw error;
        throw connectionLost(error.cause, link.server, {
          ...error.details,
          statement: statement.index,
          line: statement.line,
          commit: 'unknown',
        });
      } finally {
        // A BEGIN that came along as a standalone statement must not swallow what follows.
        if (!link.lost && link.inTransaction) await rollBack(link);
      }
    });
  }

  async sweep(statement: Statement, limits: Limits): Promise<readonly string[]> {
    return this.#use(limits, async (link) => {
      const unit = new Unit(link, limits, await this.#own(prepare(link, limits)));
      return sweep(statement, link, (text) => this.#execute(unit, { ...statement, text }));
    });
  }

  async #use<T>(limits: Limits, work: (link: Link) => Promise<T>): Promise<T> {
    return this.#parts.session.use(async (link) => {
      limits.signal.throwIfAborted();
      if (this.#carrier !== null && this.#carrier !== link) {
        this.#carrier = null;
        if (!this.#fileEnded) throw connectionLost(undefined, link.server, { sessionSettings: 'lost' });
      }
      if (this.#fileEnded) await this.#own(reset(link));
      this.#fileEnded = false;
      return work(link);
    }, limits.signal);
  }

  /** Remembers what a unit that may have been committed has set, and whether its file has ended with it. */
  #ended({ link, setsSession, endsFile }: Unit): void {
    if (setsSession) this.#carrier = link;
    this.#fileEnded ||= endsFile;
  }

  async #own<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw ownFailure(error);
    }
  }

  #transactionOf(unit: Unit): Transaction {
    const { names } = this.#parts;
    const record = async (steps: Promise<readonly Step[]>): Promise<void> => {
      unit.requireOpen();
      unit.waiting.push(...(await steps));
      if (unit.waiting.length > MOST_WAITING_STEPS) await this.#own(unit.link.steps(unit.waiting.splice(0)));
    };
    return {
      execute: async (statement) => {
        unit.requireOpen();
        if (endsTransaction(statement)) throw transactionEnded(statement);
        const outcome = await this.#execute(unit, statement);
        if (!unit.link.inTransaction) throw transactionEnded(statement);
        return outcome;
      },
      append: (rows) => record(journalSteps(names, rows)),
      recordApplied: async (row) => {
        await record(appliedSteps(names, row));
        unit.endsFile = true;
      },
      removeApplied: async (version) => {
        await record(removedSteps(names, version));
        unit.endsFile = true;
      },
    };
  }

  /** Runs one statement of a file, bounded and cancelled as its limits say. */
  async #execute(unit: Unit, statement: Statement): Promise<Outcome> {
    const { link, limits, prepared } = unit;
    limits.signal.throwIfAborted();
    const { clock } = this.#parts;
    const warnings = new Warnings(prepared.warningLabel);
    const started = clock.monotonic();
    const { text, copyData } = statement;
    const watch = cancelOnAbort(limits.signal, link, prepared.pid, this.#parts);
    this.#inFlight = prepared.pid;
    try {
      const results = await link.converse(
        { kind: 'simple', text, keepRows: false, ...(copyData === undefined ? {} : { copyData }) },
        unit.answerTimeoutMs,
        (notice) => warnings.add(notice),
      );
      unit.setsSession ||= classify(statement) === 'session';
      return { rows: results.at(-1)?.count ?? null, warnings: warnings.list() };
    } catch (error) {
      const elapsedMs = clock.monotonic() - started;
      throw statementFailure(error instanceof StepError ? error.cause : error, { statement, limits, elapsedMs });
    } finally {
      this.#inFlight = null;
      await watch.stop();
    }
  }

  /** Journal, record, fence and COMMIT in one round trip; the server runs COMMIT only when all before it went well. */
  async #commit(unit: Unit, fence: Fence): Promise<void> {
    const { link, limits, prepared, waiting } = unit;
    const { names } = this.#parts;
    const steps = [...waiting, await fenceStep(names, fence), { text: 'commit' }];
    let results: readonly StepResult[];
    const watch = cancelOnAbort(limits.signal, link, prepared.pid, this.#parts);
    this.#inFlight = prepared.pid;
    try {
      results = await link.converse({ kind: 'steps', steps }, unit.answerTimeoutMs);
    } catch (error) {
      if (error instanceof SluiceError)
        throw connectionLost(error.cause, link.server, { ...error.details, commit: 'unknown' });
      if (!(error instanceof StepError)) throw error;
      if (error.completed === waiting.length && sqlStateOf(error) === LEASE_LOST) return await leaseLost(names, fence);
      if (error.completed <= waiting.length) throw ownFailure(error.cause);
      throw commitFailure(error.cause, limits);
    } finally {
      this.#inFlight = null;
      await watch.stop();
    }
    // The server answers a COMMIT of a failed transaction with ROLLBACK, without an error.
    if (results.at(-1)?.command !== 'COMMIT') throw new Error('The server rolled back instead of committing.');
  }

  async #fence(link: Link, fence: Fence): Promise<void> {
    const { names } = this.#parts;
    try {
      await link.steps([await fenceStep(names, fence)]);
    } catch (error) {
      if (sqlStateOf(error) === LEASE_LOST) return leaseLost(names, fence);
      throw ownFailure(error);
    }
  }
}
