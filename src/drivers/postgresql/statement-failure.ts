import type { Limits, Statement } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { sqlStateOf } from './connection-error.ts';
import { commonFailure } from './own-failure.ts';
import { serverError, withoutRows, type ServerError } from './server-error.ts';

/** The line in the file that an error points to. */
function errorLine(
  { line, text }: Pick<Statement, 'line' | 'text'>,
  error: Pick<ServerError, 'position' | 'copyLine'>,
): number {
  if (error.copyLine !== null) return line + newlines(text, Infinity) + error.copyLine;
  return error.position === null ? line : line + newlines(text, error.position - 1);
}

/** Line breaks among the first characters of a text; characters as the server counts them, so not UTF-16 units. */
function newlines(text: string, characters: number): number {
  let found = 0;
  let seen = 0;
  for (const character of text) {
    if (seen >= characters) break;
    seen += 1;
    if (character === '\n') found += 1;
  }
  return found;
}

/** How a statement came to fail, beside the error itself. */
export interface FailedStatement {
  readonly statement: Statement;
  readonly limits: Limits;
  /** Since it was sent, in ms on a clock that never jumps. */
  readonly elapsedMs: number;
}

const BY_STATE: Readonly<Record<string, string>> = {
  '25001':
    'Put the statement into a file of its own with the header `-- sluice: transaction=false`, then run the command again.',
  '42P01': 'Check the name of the table and the search_path, correct the statement, then run the command again.',
};

/**
 * What a failed statement means, with its place in the file.
 *
 * @returns the signal's reason when our own signal cancelled it; else a SluiceError: `LOCK_002` for a lock timeout
 * or a deadlock, `TIME_001` for the statement timeout, `PERM_001`, `DISK_001`, `MEM_001`, `CONN_001`, else `SQL_001`
 */
export function statementFailure(error: unknown, { statement, limits, elapsedMs }: FailedStatement): unknown {
  if (limits.signal.aborted && (error instanceof SluiceError || sqlStateOf(error) === '57014'))
    return limits.signal.reason;
  const reduced = serverError(error);
  if (reduced === null) return error;
  const { sqlState, message, detail, hint } = reduced;
  const details = {
    statement: statement.index,
    line: errorLine(statement, reduced),
    sqlState,
    ...(hint === null ? {} : { hint }),
    ...(detail === null ? {} : { detail }),
  };
  const cause = withoutRows(error);
  const lockMs = String(limits.lockTimeoutMs);
  switch (sqlState) {
    case '55P03':
      return new SluiceError('LOCK_002', `A statement could not get its lock within ${lockMs} ms: ${message}.`, {
        cause,
        details,
      });
    case '40P01':
      return new SluiceError('LOCK_002', `A statement was chosen as the victim of a deadlock: ${message}.`, {
        cause,
        details: { ...details, deadlock: true },
      });
    case '57014': {
      // The server's words are translated; the clock tells a timeout from a cancel by somebody else.
      const timedOut = limits.statementTimeoutMs > 0 && elapsedMs >= limits.statementTimeoutMs;
      if (!timedOut) break;
      return new SluiceError(
        'TIME_001',
        `A statement ran longer than its limit of ${String(limits.statementTimeoutMs)} ms.`,
        {
          cause,
          details,
          fix: 'Raise statement-timeout, or split the statement into smaller steps.',
        },
      );
    }
    default: {
      const common = commonFailure(error, details);
      if (common !== null) return new SluiceError(common.code, common.message, { cause, details, fix: common.fix });
    }
  }
  const fix = BY_STATE[sqlState];
  const more = sqlState.startsWith('2B') && detail !== null ? ` (${detail.replaceAll('\n', '; ')})` : '';
  const advice = hint === null ? '' : ` Hint: ${hint}`;
  return new SluiceError('SQL_001', `${message}${more}.${advice}`, {
    cause,
    details,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** A statement that would take its file's transaction away from under it. */
export function transactionEnded({ index, line, text }: Statement): SluiceError {
  const command = text.slice(0, 40).replaceAll(/\s+/g, ' ');
  return new SluiceError('SQL_001', `A statement would end the transaction of its file: ${command}.`, {
    details: { statement: index, line, sqlState: null },
    fix: 'Take BEGIN, COMMIT and ROLLBACK out of the file: Sluice runs it in one transaction. Or put `-- sluice: transaction=false` at its head.',
  });
}

/** What a failed COMMIT means: deferred constraints and triggers fail as late as there. */
export function commitFailure(error: unknown, limits: Limits): unknown {
  const nowhere: Statement = { index: -1, line: 0, text: '', hash: '' };
  const failure = statementFailure(error, { statement: nowhere, limits, elapsedMs: Infinity });
  if (!(failure instanceof SluiceError)) return failure;
  const { sqlState } = failure.details;
  return new SluiceError(failure.code, `At COMMIT, where deferred constraints are checked: ${failure.message}`, {
    cause: failure.cause,
    fix: failure.fix,
    details: { sqlState, commit: 'refused' },
  });
}
