import type { Blocker } from '../../driver.ts';
import { type ErrorCode, SluiceError } from '../../errors.ts';

/** An error that SQLite or the system reported in a worker. */
export class SqliteFailure extends Error {
  /** SQLite's extended code by name, a system code, or null. */
  readonly code: string | null;

  constructor(code: string | null, message: string) {
    super(message);
    this.name = 'SqliteFailure';
    this.code = code;
  }
}

/** A worker ended by itself, or was killed from outside. */
export class WorkerGoneError extends Error {
  constructor(why: string) {
    super(`The process that works on the database ended: ${why}`);
    this.name = 'WorkerGoneError';
  }
}

/** True when a lock of another connection stood in the way, so that nothing was done. */
export function isBusy(error: unknown): boolean {
  return error instanceof SqliteFailure && /^SQLITE_(?:BUSY|PROTOCOL)/.test(error.code ?? '');
}

/** How a failure is told: its code, its sentence for a path, what to do. First match wins. */
const SENTENCES: readonly (readonly [
  pattern: RegExp,
  code: ErrorCode,
  sentence: (path: string) => string,
  fix?: string,
])[] = [
  [/^SQLITE_(?:BUSY|PROTOCOL)/, 'LOCK_002', (path) => `The database ${path} stayed locked by another connection.`],
  [
    /^SQLITE_READONLY_(?:DBMOVED)/,
    'CONN_001',
    (path) => `The database file ${path} was moved or replaced while it was open.`,
    'Look what replaced the file, then run the command again.',
  ],
  [
    /^SQLITE_(?:READONLY|PERM|AUTH)|^E(?:ACCES|PERM|ROFS)$/,
    'PERM_001',
    (path) => `The database ${path} may not be written by this account.`,
    'Give the account the right to write the file, and to create files in its folder: SQLite keeps its journal there.',
  ],
  [
    /^SQLITE_CANTOPEN/,
    'CONN_001',
    (path) => `The database file ${path}, or its journal beside it, cannot be opened.`,
    'Check that the file and its folder exist and may be read and written by this account, then run the command again.',
  ],
  [
    /^SQLITE_NOTADB/,
    'CONN_001',
    (path) => `The file ${path} is not an SQLite database.`,
    'Correct the path in the database URL. An encrypted database cannot be opened.',
  ],
  [
    /^SQLITE_CORRUPT/,
    'CONN_001',
    (path) => `The database file ${path} is damaged.`,
    'Restore it from a backup: `sluice rollback --to backup`.',
  ],
  [/^SQLITE_FULL|^ENOSPC$|^EDQUOT$/, 'DISK_001', (path) => `There is no disk space left for the database ${path}.`],
  [/^SQLITE_NOMEM|^ENOMEM$/, 'MEM_001', () => 'There is not enough memory for this statement.'],
  [
    /^SQLITE_IOERR|^EIO$/,
    'CONN_001',
    (path) => `The disk below the database ${path} failed.`,
    'Check the disk and the system log, then run the command again.',
  ],
];

/** The error of a lock that was waited for in vain. */
export function lockedError(path: string, blockers: readonly Blocker[], cause: unknown): SluiceError {
  const [first] = blockers;
  const by = first === undefined ? '' : `: process ${String(first.pid)} holds it (${first.query ?? 'unknown program'})`;
  return new SluiceError('LOCK_002', `The database ${path} stayed locked by another connection${by}.`, {
    cause,
    details: { blockers },
  });
}

/**
 * The error that a failure in a worker becomes; one that says nothing of the file, the disk or a lock
 * has the code `otherwise`, and stays as it is where that is null.
 */
export function explain(error: unknown, path: string, otherwise: ErrorCode | null): unknown {
  if (error instanceof WorkerGoneError) {
    return new SluiceError('CONN_001', `The connection to ${path} was lost.`, {
      cause: error,
      fix: 'Run the command again: it looks what had happened and goes on from there.',
    });
  }
  if (!(error instanceof SqliteFailure)) return error;
  const details = { sqlState: error.code };
  const known = SENTENCES.find(([pattern]) => pattern.test(error.code ?? ''));
  if (known === undefined) {
    return otherwise === null ? error : new SluiceError(otherwise, `${error.message}.`, { cause: error, details });
  }
  const [, code, sentence, fix] = known;
  return new SluiceError(code, sentence(path), { cause: error, details, ...(fix === undefined ? {} : { fix }) });
}
