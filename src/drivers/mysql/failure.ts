import { SluiceError } from '../../errors.ts';
import { connectionLost, type ServerName } from './connection-error.ts';
import { ServerError } from './server-error.ts';
import { TimeIsUp } from './session.ts';
import { type Context, statementError } from './statement-error.ts';

/** What is known of the failed work beside the error. */
export interface FailureContext extends Context {
  readonly server: ServerName;
  /** When the connection broke, the server may have done and committed it. */
  readonly mayBeDone: boolean;
}

function timeIsUp({ statement, doing, limits }: FailureContext): SluiceError {
  const limit =
    limits === null || limits.statementTimeoutMs === 0 ? 'its time limit' : `${limits.statementTimeoutMs} ms`;
  const subject = statement === null ? doing : `Statement ${statement.index + 1} (line ${statement.line})`;
  return new SluiceError('TIME_001', `${subject} took longer than ${limit} and was ended.`, {
    fix: 'Raise statement-timeout, or split the work into smaller migrations.',
    ...(statement === null ? {} : { details: { statement: statement.index, line: statement.line, sqlState: null } }),
  });
}

/** Turns what a session threw into what the contract promises; everything else is passed through as it is. */
export function failure(thrown: unknown, context: FailureContext): unknown {
  if (thrown instanceof TimeIsUp) return timeIsUp(context);
  if (!(thrown instanceof ServerError)) return thrown;
  if (!thrown.lost) return statementError(thrown, context);
  const { statement } = context;
  return connectionLost(thrown, context.server, {
    ...(statement === null ? {} : { statement: statement.index, line: statement.line }),
    ...(context.mayBeDone ? { commit: 'unknown' } : {}),
  });
}

/** Runs work on a session for Sluice itself; a failure names what it was `doing`: `Reading the schema`. */
export async function explained<T>(doing: string, server: ServerName, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw failure(thrown, { server, doing, statement: null, limits: null, mayBeDone: false });
  }
}
