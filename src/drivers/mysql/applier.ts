import type { Applier, Fence, Limits, Outcome, Statement, StoreNames, Transaction } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { requireLease } from '../sql/fence.ts';
import type { SqlSession } from '../sql/session.ts';
import { deleteApplied, insertApplied, insertJournal } from '../sql/stores.ts';
import { classify } from './classify.ts';
import { connectionLost, type ServerName } from './connection-error.ts';
import { mysqlDialect } from './dialect.ts';
import { failure, type FailureContext } from './failure.ts';
import { limitStatements } from './limits.ts';
import type { Held, Session } from './session.ts';
import { clearWarnings, complaintOf, readWarnings } from './warnings.ts';

/** What the applier works with. */
export interface ApplierParts {
  readonly session: Session;
  readonly stores: SqlSession;
  readonly server: ServerName;
  readonly names: StoreNames;
  /** The comment before each statement, by which it is recognised in the process list. */
  readonly tag: string;
  readonly maxAllowedPacket: number;
  readonly mariadb: boolean;
}

/** An applier, and what others may ask of it. */
export interface MysqlApplier extends Applier {
  /** The server's id of the session that has a statement in flight; null when none has. */
  inFlight(): number | null;
}

/** Complaints kept of one statement; a CHECK over many tables can have thousands. */
const MAX_COMPLAINTS = 64;

/** Runs migrations on the session that is made for it. */
export function applier(parts: ApplierParts): MysqlApplier {
  const { session, stores, server, names, tag } = parts;
  let inFlight: number | null = null;
  // A connection on which a migration set up the session: opened again, it would not be the same one.
  let settingsOn: Held | null = null;
  // A connection whose list of warnings may hold some of an earlier statement.
  let unclearOn: Held | null = null;
  let limited: { readonly held: Held; readonly limits: string } | null = null;

  const fail = (thrown: unknown, context: Partial<FailureContext>): unknown =>
    failure(thrown, { server, statement: null, doing: 'The transaction', limits: null, mayBeDone: false, ...context });

  async function prepare(held: Held, limits: Limits): Promise<void> {
    limits.signal.throwIfAborted();
    if (settingsOn !== null && settingsOn !== held) {
      settingsOn = null;
      throw connectionLost(undefined, server, { settingsLost: true });
    }
    // Only when they differ: a migration may have set its own since.
    const statement = limitStatements(limits, parts.mariadb);
    if (limited?.held === held && limited.limits === statement) return;
    await held.query(statement);
    limited = { held, limits: statement };
  }

  function checkSize(statement: Statement): void {
    const size = Buffer.byteLength(statement.text) + tag.length + 1;
    if (size < parts.maxAllowedPacket) return;
    throw new SluiceError(
      'SQL_001',
      `Statement ${statement.index + 1} (line ${statement.line}) has ${size} bytes, and the server accepts ${parts.maxAllowedPacket}.`,
      {
        fix: 'Raise max_allowed_packet on the server, or split the statement.',
        details: { statement: statement.index, line: statement.line, sqlState: null },
      },
    );
  }

  /** Runs a statement of a migration; `done` says whether the session is in a transaction afterwards. */
  async function execute(
    held: Held,
    statement: Statement,
    limits: Limits,
  ): Promise<{ readonly outcome: Outcome; readonly inTransaction: boolean | null }> {
    checkSize(statement);
    const complaints: string[] = [];
    if (unclearOn === held) await clearWarnings(held);
    unclearOn = held;
    inFlight = held.id;
    const sent = await held
      .run(
        `${tag} ${statement.text}`,
        (row) => {
          const complaint = complaints.length < MAX_COMPLAINTS ? complaintOf(row) : null;
          if (complaint !== null) complaints.push(complaint);
        },
        { signal: limits.signal, timeoutMs: limits.statementTimeoutMs },
      )
      .finally(() => {
        inFlight = null;
      });
    if (classify(statement) === 'session') settingsOn = held;
    const warnings = sent.warnings === 0 ? [] : await readWarnings(held);
    if (warnings.length === 0) unclearOn = null;
    return {
      outcome: { rows: sent.affected + sent.returned, warnings: [...complaints, ...warnings] },
      inTransaction: sent.inTransaction,
    };
  }

  function refuse(statement: Statement, why: string): never {
    throw new SluiceError('SQL_001', `Statement ${statement.index + 1} (line ${statement.line}) ${why}`, {
      fix: 'Take it out of the migration: Sluice opens and commits transactions itself.',
      details: { statement: statement.index, line: statement.line, sqlState: null },
    });
  }

  /** Undoes the transaction; the sentence says what could not be undone. */
  async function rollBack(held: Held): Promise<string | null> {
    if (held.lost !== null) return null;
    try {
      const { warnings } = await held.run('rollback', undefined, { timeoutMs: 0 });
      if (warnings === 0) return null;
      const incomplete = (await readWarnings(held)).find((warning) => warning.startsWith('Warning 1196:'));
      return incomplete === undefined
        ? null
        : 'Changes to tables without transactions (MyISAM, Aria, MEMORY) could not be undone and are still there.';
    } catch {
      // Closing the session makes the server roll back.
      held.destroy('The rollback failed.');
      return null;
    }
  }

  function transactionOn(held: Held, limits: Limits): { readonly tx: Transaction; failed(): unknown } {
    let failed: { readonly error: unknown } | null = null;
    const guarded = async <T>(statement: Statement | null, work: () => Promise<T>): Promise<T> => {
      // After a failure the server may have rolled back already: what followed would commit by itself.
      if (failed !== null) throw failed.error;
      try {
        limits.signal.throwIfAborted();
        return await work();
      } catch (thrown) {
        const error = fail(thrown, { statement, limits });
        failed = { error };
        throw error;
      }
    };
    const tx: Transaction = {
      execute: (statement) =>
        guarded(statement, async () => {
          const kind = classify(statement);
          if (kind === 'standalone' || kind === 'opaque')
            refuse(statement, 'commits by itself and cannot be run inside a transaction.');
          if (kind === 'transaction-control') refuse(statement, 'begins or ends a transaction.');
          const { outcome, inTransaction } = await execute(held, statement, limits);
          if (inTransaction === false) refuse(statement, 'ended the transaction around it.');
          return outcome;
        }),
      append: (rows) => guarded(null, () => insertJournal(held, mysqlDialect, names, rows)),
      recordApplied: (row) => guarded(null, () => insertApplied(held, mysqlDialect, names, row)),
      removeApplied: (version) => guarded(null, () => deleteApplied(held, mysqlDialect, names, version)),
    };
    return { tx, failed: () => failed };
  }

  return {
    classify,
    inFlight: () => inFlight,

    transaction: (fence, limits, work) =>
      session.exclusive(async (held) => {
        let mayBeDone = false;
        try {
          await prepare(held, limits);
          await held.query('start transaction');
          const { tx, failed } = transactionOn(held, limits);
          const result = await work(tx);
          const swallowed = failed() as { readonly error: unknown } | null;
          if (swallowed !== null) throw swallowed.error;
          limits.signal.throwIfAborted();
          await requireLease(held, mysqlDialect, names, fence);
          mayBeDone = true;
          await held.run('commit', undefined, { timeoutMs: 0 });
          return result;
        } catch (thrown) {
          const error = fail(thrown, { limits, mayBeDone });
          const left = await rollBack(held);
          if (left === null) throw error;
          throw withWhatIsLeft(error, left);
        }
      }, limits.signal),

    async standalone(fence: Fence, limits: Limits, statement: Statement): Promise<Outcome> {
      limits.signal.throwIfAborted();
      if (classify(statement) === 'transaction-control') refuse(statement, 'begins or ends a transaction.');
      return session.exclusive(async (held) => {
        let mayBeDone = false;
        try {
          await prepare(held, limits);
          await requireLease(stores, mysqlDialect, names, fence);
          mayBeDone = true;
          const { outcome, inTransaction } = await execute(held, statement, limits);
          if (inTransaction === true) {
            await rollBack(held);
            refuse(statement, 'left a transaction open; what it had not committed was rolled back.');
          }
          return outcome;
        } catch (thrown) {
          throw fail(thrown, { statement, limits, mayBeDone });
        }
      }, limits.signal);
    },

    // A statement that dies leaves nothing behind here that a session could see or would trip over.
    sweep: async () => [],
  };
}

/** The same error, with a sentence about what it left behind. */
function withWhatIsLeft(error: unknown, left: string): unknown {
  if (!(error instanceof SluiceError)) return error;
  return new SluiceError(error.code, `${error.message} ${left}`, {
    cause: error.cause,
    fix: error.fix,
    details: { ...error.details, notUndone: true },
  });
}
