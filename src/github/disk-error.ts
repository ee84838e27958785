import { dirname } from 'node:path';
import { SluiceError } from '../errors.ts';

/** Turns a file that could not be written into the error that says what to do; other errors stay as they are. */
export function diskError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const folder = dirname(path);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SluiceError('DISK_001', `The disk that holds ${folder} is full, so the artifact cannot be stored.`, {
        cause: error,
        fix: `Free disk space for ${folder}: the artifact needs twice its size while it is unpacked.`,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new SluiceError('PERM_001', `The account that runs Sluice has no right to write to ${folder}.`, {
        cause: error,
        fix: `Give the account that runs Sluice the rights to ${folder}.`,
      });
    default:
      return error;
  }
}
