import { SluiceError } from '../../../errors.ts';
import type { ServerName } from '../connection-error.ts';
import { ScriptError } from './load.ts';
import { errorState } from './messages.ts';
import { type ProgramFailure, programFailure } from './program-failure.ts';

/** Why a dump could not be loaded, in words, with the SQLSTATE where there is one; the error itself when it is another's. */
export interface LoadFailure {
  readonly reason: string;
  readonly sqlState: string | null;
  /** psql was killed, so it is not known how far it came. */
  readonly killed: boolean;
  readonly cause: unknown;
  /** What the reason means, where it is one of those that a person can remove; null otherwise. */
  readonly known: ProgramFailure | null;
}

/** Reads a failure of loading; null when the error already says what to do. */
export function loadFailure(error: unknown, server: ServerName): LoadFailure | null {
  if (error instanceof SluiceError) return null;
  if (error instanceof ScriptError)
    return {
      reason: error.message,
      sqlState: errorState(error.stderr),
      killed: error.killed,
      cause: new Error(error.message),
      known: programFailure(error.stderr, server),
    };
  return error instanceof Error
    ? { reason: error.message, sqlState: null, killed: false, cause: error, known: null }
    : null;
}
