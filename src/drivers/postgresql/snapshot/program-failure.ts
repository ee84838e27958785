import type { ErrorCode } from '../../../errors.ts';
import { endsSession, type ServerName } from '../connection-error.ts';
import { errorState } from './messages.ts';

/** What libpq says, in the language that the programs are started in, when the connection is gone or cannot be opened. */
const LOST =
  /server closed the connection unexpectedly|connection to server .*(?:failed|was lost)|no connection to the server|connection (?:was )?(?:lost|not open)|could not (?:send|receive) data (?:to|from) server|SSL (?:SYSCALL error|error: unexpected eof|connection has been closed)/i;

/** What the server says in English; there is nothing else to go by where a program keeps the SQLSTATE to itself. */
const DENIED = /permission denied|must be (?:owner|superuser)|row-level security/i;
const FULL = /no space left on device|could not extend file|disk full/i;

/** Why a client program failed, where more is known than its words. */
export interface ProgramFailure {
  readonly code: ErrorCode & ('CONN_001' | 'PERM_001' | 'DISK_001');
  /** What to do, without the command to repeat. */
  readonly fix: string;
}

/** Reads what a client program wrote to stderr; null when it is a failure of another kind. */
export function programFailure(stderr: string, { host, port, user }: ServerName): ProgramFailure | null {
  const sqlState = errorState(stderr);
  if (sqlState === '53100' || (sqlState === null && FULL.test(stderr))) {
    return { code: 'DISK_001', fix: `Free disk space on the volume of the database server (${host}:${String(port)})` };
  }
  if (sqlState === '42501' || (sqlState === null && DENIED.test(stderr))) {
    return {
      code: 'PERM_001',
      fix: /must be (?:owner|superuser)/.test(stderr)
        ? `Log in as the owner of what is named above or as a superuser, or grant the owner's role to "${user}"`
        : `Grant the role "${user}" the privilege named above`,
    };
  }
  if ((sqlState !== null && endsSession(sqlState)) || (sqlState === null && LOST.test(stderr))) {
    return { code: 'CONN_001', fix: `Check the server at ${host}:${String(port)} and the network between` };
  }
  return null;
}
