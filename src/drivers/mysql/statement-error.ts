import type { Limits, Statement } from '../../driver.ts';
import { ERROR_CODES, SluiceError, type ErrorCode } from '../../errors.ts';
import type { ServerError } from './server-error.ts';

/** Whose failure it is, for the sentence: a statement of a migration, or what Sluice does itself. */
export interface Context {
  /** Null for Sluice's own statements: COMMIT, the journal, a look at the schema. */
  readonly statement: Statement | null;
  /** What was being done, where {@link statement} is null: `the commit`. */
  readonly doing: string;
  readonly limits: Pick<Limits, 'lockTimeoutMs' | 'statementTimeoutMs'> | null;
}

interface Explanation {
  readonly code: ErrorCode;
  readonly why: string;
  readonly fix?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a server's error means whoever sent the statement: a privilege or disk space is missing; null for all others. */
export function missingIn(
  errno: number | null,
  message: string,
  account?: string,
): { readonly code: ErrorCode; readonly fix: string } | null {
  const known = byNumber({ errno, message }, null, account);
  switch (known?.code) {
    case 'PERM_001':
      return { code: 'PERM_001', fix: known.fix ?? ERROR_CODES.PERM_001.fix };
    case 'DISK_001':
      return { code: 'DISK_001', fix: NO_ROOM };
    default:
      return null;
  }
}

const NO_ROOM = 'Free disk space on the volume of the database server, then run the command again.';

/** `SELECT command denied to user 'a'@'h' for table …` → the GRANT that is missing, as far as the message tells. */
function missingGrant(message: string, account = 'the account of the database URL'): string {
  const denied = /^(.+?) command denied to user ('[^']*'@'[^']*')/.exec(message);
  if (denied)
    return `GRANT ${String(denied[1])} ON the object named above TO ${String(denied[2])}, then run the command again.`;
  const needed = /need \(at least one of\) the (.+?) privilege/.exec(message);
  if (needed) {
    // Of those that would do, SUPER is the one that does the most besides.
    const names = (needed[1] ?? '').split(', ').toSorted((a, b) => Number(a === 'SUPER') - Number(b === 'SUPER'));
    return `GRANT ${names[0] ?? ''} ON *.* TO ${account}; Then run the command again.`;
  }
  return 'Grant the account of the database URL the privilege named above, then run the command again.';
}

function byNumber(
  error: Pick<ServerError, 'errno' | 'message'>,
  limits: Context['limits'],
  account?: string,
): Explanation | null {
  const waited = limits === null ? 'too long' : `longer than ${limits.lockTimeoutMs} ms`;
  switch (error.errno) {
    case 1205:
    case 3572:
      return { code: 'LOCK_002', why: `waited ${waited} for a lock` };
    case 1213:
    case 3058:
      return {
        code: 'LOCK_002',
        why: 'was chosen to give way in a deadlock',
        fix: 'Run the command again; the transaction was rolled back as a whole.',
        details: { deadlock: true },
      };
    case 1317:
    case 1969:
    case 3024:
    case 1028:
      return {
        code: 'TIME_001',
        why: 'was interrupted',
        fix: 'Look who ended it (a time limit of the server, KILL QUERY), then run the command again.',
      };
    case 1044:
    case 1142:
    case 1143:
    case 1227:
    case 1370:
    case 1410:
    case 1419:
      return { code: 'PERM_001', why: 'was denied', fix: missingGrant(error.message, account) };
    case 1021:
    case 1114:
      return { code: 'DISK_001', why: 'found no room', fix: NO_ROOM };
    case 3:
    case 1004:
    case 1005:
    case 1006:
    case 1026:
    case 1030:
      // The operating system's own number stands in the message; 28 is ENOSPC on every platform that matters.
      return /(?:errno|errcode|error):? "?28\b/i.test(error.message)
        ? { code: 'DISK_001', why: 'found no room', fix: NO_ROOM }
        : null;
    case 1153:
      return {
        code: 'SQL_001',
        why: 'is larger than the server accepts',
        fix: 'Raise max_allowed_packet on the server, or split the statement.',
      };
    case 1290:
    case 1792:
    case 1836:
      return {
        code: 'SQL_001',
        why: 'needs a server that may be written to',
        fix: 'Connect to the primary, or switch read_only off.',
      };
    default:
      return null;
  }
}

/**
 * The error that the contract promises for a failed statement: `LOCK_002` (a deadlock has
 * `details.deadlock`), `TIME_001`, `PERM_001`, `DISK_001`, else `SQL_001`; each with the statement's
 * index and line, the SQLSTATE and the server's own number. A lost session is not handled here.
 */
export function statementError(error: ServerError, context: Context): SluiceError {
  const { statement, doing, limits } = context;
  const known = byNumber(error, limits);
  const subject = statement === null ? doing : `Statement ${statement.index + 1} (line ${statement.line})`;
  return new SluiceError(known?.code ?? 'SQL_001', `${subject} ${known?.why ?? 'failed'}: ${error.message}`, {
    cause: error,
    ...(known?.fix === undefined ? {} : { fix: known.fix }),
    details: {
      ...(statement === null ? {} : { statement: statement.index, line: statement.line }),
      sqlState: error.sqlState,
      errno: error.errno,
      ...known?.details,
    },
  });
}
