import type { Applier, Fence, Limits, Outcome, Statement, StoreNames, Transaction } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { begin, beginSteps, prepare, type Prepared, preparedBy } from './begin.ts';
import { type Canceller, cancelOnAbort, type Watch } from './cancel.ts';
import { classify, endsTransaction } from './classify.ts';
import { connectionLost, sqlStateOf } from './connection-error.ts';
import type { ControlRelay } from './control-relay.ts';
import { type Request, type Step, StepError, type StepResult } from './conversation.ts';
import type { Link, Notice } from './link.ts';
import { ownFailure } from './own-failure.ts';
import type { Session } from './session.ts';
import { commitFailure, statementFailure, transactionEnded } from './statement-failure.ts';
import { sweep } from './sweep.ts';
import { resetQuery, rollBack, Unit } from './unit.ts';
import { Warnings } from './warnings.ts';
import {
  appliedWrite,
  fencedSteps,
  journalWrite,
  LEASE_LOST,
  leaseLost,
  removedWrite,
  stepsOf,
  type Write,
} from './write-steps.ts';

/** What the applier works with. */
export interface ApplierParts extends Canceller {
  readonly session: Session;
  readonly names: StoreNames;
  readonly relay: ControlRelay;
}

/** Writes that wait for the end of their transaction; more are sent before. */
const MOST_WAITING_WRITES = 200;

/**
 * Runs migrations on one session. A transaction costs one round trip for each statement, the first of them with the
 * reset of the session and the BEGIN before it, and one for journal, record, fence and COMMIT together.
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
  /** Connections whose word for warnings is known. */
  readonly #known = new WeakSet<Link>();

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
    return this.#use(limits, async (link, resetFirst) => {
      const unit = new Unit(link, limits, { resetFirst });
      try {
        const result = await work(this.#transactionOf(unit));
        limits.signal.throwIfAborted();
        await this.#commit(unit, fence);
        this.#ended(unit);
        return result;
      } catch (error) {
        if (error instanceof SluiceError && error.details['commit'] === 'unknown') this.#ended(unit);
        await rollBack(link, unit.begun);
        throw error;
      } finally {
        unit.over = true;
      }
    });
  }

  async standalone(fence: Fence, limits: Limits, statement: Statement): Promise<Outcome> {
    return this.#use(limits, async (link, resetFirst) => {
      await this.#reset(link, resetFirst);
      await this.#fence(link, fence);
      const unit = new Unit(link, limits, { prepared: await this.#own(prepare(link, limits)) });
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
    return this.#use(limits, async (link, resetFirst) => {
      await this.#reset(link, resetFirst);
      const unit = new Unit(link, limits, { prepared: await this.#own(prepare(link, limits)) });
      return sweep(statement, link, (text) => this.#execute(unit, { ...statement, text }));
    });
  }

  /** Calls `work` with the connection, and whether its session has to be reset before anything else is done. */
  async #use<T>(limits: Limits, work: (link: Link, resetFirst: boolean) => Promise<T>): Promise<T> {
    return this.#parts.session.use(async (link) => {
      limits.signal.throwIfAborted();
      if (this.#carrier !== null && this.#carrier !== link) {
        this.#carrier = null;
        if (!this.#fileEnded) throw connectionLost(undefined, link.server, { sessionSettings: 'lost' });
      }
      return work(link, this.#fileEnded);
    }, limits.signal);
  }

  async #reset(link: Link, needed: boolean): Promise<void> {
    if (needed) await this.#own(link.simple(resetQuery(link)));
    this.#isReset();
  }

  /** The session is as new. */
  #isReset(): void {
    this.#fileEnded = false;
    this.#carrier = null;
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
    const record = async (write: Write): Promise<void> => {
      unit.requireOpen();
      unit.waiting.push(write);
      if (unit.waiting.length <= MOST_WAITING_WRITES) return;
      await this.#begun(unit);
      await this.#own(unit.link.steps(await stepsOf(unit.waiting.splice(0))));
    };
    return {
      execute: async (statement) => {
        unit.requireOpen();
        if (endsTransaction(statement)) throw transactionEnded(statement);
        const outcome = await this.#execute(unit, statement);
        if (!unit.link.inTransaction) throw transactionEnded(statement);
        return outcome;
      },
      append: (rows) => record(journalWrite(names, rows)),
      recordApplied: async (row) => {
        await record(appliedWrite(names, row));
        unit.endsFile = true;
      },
      removeApplied: async (version) => {
        await record(removedWrite(names, version));
        unit.endsFile = true;
      },
    };
  }

  /** Opens the transaction by itself, where it is not opened together with its first statement. */
  async #begun(unit: Unit): Promise<Prepared> {
    if (unit.prepared !== null) return unit.prepared;
    const { link, limits } = unit;
    await this.#reset(link, unit.resetFirst);
    unit.begun = true;
    unit.prepared = await this.#own(begin(link, limits));
    this.#known.add(link);
    return unit.prepared;
  }

  /** Runs one statement of a file, bounded and cancelled as its limits say. */
  async #execute(unit: Unit, statement: Statement): Promise<Outcome> {
    const { link, limits } = unit;
    limits.signal.throwIfAborted();
    const { text, copyData } = statement;
    // COPY takes the Sync behind it for a part of its data, so it is sent alone.
    if (unit.prepared === null && (copyData !== undefined || !this.#known.has(link))) await this.#begun(unit);
    const { prepared } = unit;
    const request: Request =
      prepared === null
        ? this.#opening(unit, { text, rowless: true })
        : { kind: 'simple', text, keepRows: false, ...(copyData === undefined ? {} : { copyData }) };
    const { clock } = this.#parts;
    const warnings = new Warnings(() => unit.prepared?.warningLabel ?? '');
    const started = clock.monotonic();
    const watch = this.#watch(unit);
    try {
      const results = await this.#converse(unit, request, (notice) => warnings.add(notice));
      unit.setsSession ||= classify(statement) === 'session';
      return { rows: results.at(-1)?.count ?? null, warnings: warnings.list() };
    } catch (error) {
      const cause = error instanceof StepError ? error.cause : error;
      if (unit.prepared === null && !limits.signal.aborted) throw ownFailure(cause);
      const elapsedMs = clock.monotonic() - started;
      throw statementFailure(cause, { statement, limits, elapsedMs });
    } finally {
      await watch.stop();
    }
  }

  /** Opens the transaction and goes on with `steps`, in one round trip; what the server knows of the session comes early. */
  #opening(unit: Unit, ...steps: readonly Step[]): Request {
    const first = beginSteps(unit.limits);
    const answered = (results: readonly StepResult[]): void => {
      unit.prepared = preparedBy(unit.link, results.at(-1)?.rows[0] ?? {});
      this.#inFlight = unit.prepared.pid;
    };
    return { kind: 'steps', steps: [...first, ...steps], early: { steps: first.length, answered } };
  }

  /** Sends a request, with the reset of the session ahead of it when that is due. */
  async #converse(unit: Unit, request: Request, onNotice?: (notice: Notice) => void): Promise<readonly StepResult[]> {
    const { link, resetFirst } = unit;
    const opens = unit.prepared === null;
    unit.begun = true;
    const ahead = opens && resetFirst ? resetQuery(link) : undefined;
    const results = await link.converse(request, unit.answerTimeoutMs, onNotice, ahead);
    if (opens) this.#isReset();
    return results;
  }

  #watch(unit: Unit): Watch {
    this.#inFlight = unit.prepared?.pid ?? null;
    const watch = cancelOnAbort(unit.limits.signal, unit.link, () => unit.prepared?.pid ?? null, this.#parts);
    return {
      stop: () => {
        this.#inFlight = null;
        return watch.stop();
      },
    };
  }

  /**
   * Journal, record, fence and COMMIT in one round trip; the server runs COMMIT only when all before it went well.
   * Behind it the requests to the run are read.
   */
  async #commit(unit: Unit, fence: Fence): Promise<void> {
    const { link, limits, waiting } = unit;
    const { names, relay } = this.#parts;
    const writes = await fencedSteps(waiting, names, fence);
    const steps: readonly Step[] = [...writes, { text: 'commit', rowless: true }, await relay.step()];
    const opened = unit.prepared === null ? beginSteps(limits).length : 0;
    const fencedBy = opened + writes.length - 1;
    let results: readonly StepResult[];
    const watch = this.#watch(unit);
    try {
      results = await this.#converse(unit, opened === 0 ? { kind: 'steps', steps } : this.#opening(unit, ...steps));
    } catch (error) {
      if (error instanceof SluiceError)
        throw connectionLost(error.cause, link.server, { ...error.details, commit: 'unknown' });
      if (!(error instanceof StepError)) throw ownFailure(error);
      if (error.completed === fencedBy && sqlStateOf(error) === LEASE_LOST) return await leaseLost(names, fence);
      if (error.completed <= fencedBy) throw ownFailure(error.cause);
      if (error.completed === fencedBy + 1) throw commitFailure(error.cause, limits);
      // Only the look at the requests failed; the run asks for them again.
      results = error.results;
    } finally {
      await watch.stop();
    }
    // The server answers a COMMIT of a failed transaction with ROLLBACK, without an error.
    if (results[fencedBy + 1]?.command !== 'COMMIT') throw new Error('The server rolled back instead of committing.');
    relay.keep(results[fencedBy + 2]);
  }

  async #fence(link: Link, fence: Fence): Promise<void> {
    const { names } = this.#parts;
    try {
      await link.steps(await fencedSteps([], names, fence));
    } catch (error) {
      if (sqlStateOf(error) === LEASE_LOST) return leaseLost(names, fence);
      throw ownFailure(error);
    }
  }
}
