import { SluiceError, type ErrorCode } from '../errors.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'DISK_001',
  EDQUOT: 'DISK_001',
  EACCES: 'PERM_001',
  EPERM: 'PERM_001',
  EROFS: 'PERM_001',
};

/** The operating system's code of a failed call, `ENOENT`; null when it is another kind of error. */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('syscall' in error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What was tried when a file operation failed. */
export interface FileAttempt {
  /** To follow "cannot": `write the backup`. */
  readonly what: string;
  /** The folder in question. */
  readonly directory: string;
  /** The code when it is neither space nor rights. */
  readonly otherwise: ErrorCode;
  /** How much space there was and is wanted, in a sentence. */
  readonly space?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Turns a failed file operation into the error that says what to do; a SluiceError stays as it is. */
export function fileError(error: unknown, attempt: FileAttempt): SluiceError {
  if (error instanceof SluiceError) return error;
  const { what, directory, space } = attempt;
  const code = CODES[systemCode(error) ?? ''] ?? attempt.otherwise;
  const details = { directory, ...attempt.details };
  if (code === 'DISK_001') {
    return new SluiceError(
      code,
      `Cannot ${what}: the disk that holds ${directory} is full.${space === undefined ? '' : ` ${space}`}`,
      {
        cause: error,
        fix: `Free disk space for ${directory}, or point backup.directory to another volume, then run the command again.`,
        details,
      },
    );
  }
  if (code === 'PERM_001') {
    return new SluiceError(
      code,
      `Cannot ${what}: the account that runs Sluice has no right to do so in ${directory}.`,
      {
        cause: error,
        fix: `Give the account that runs Sluice the rights to ${directory}, or point backup.directory to another folder.`,
        details,
      },
    );
  }
  return new SluiceError(code, `Cannot ${what} in ${directory}.`, { cause: error, details });
}
