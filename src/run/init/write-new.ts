import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '../../backup/file-error.ts';
import { type ErrorCode, SluiceError } from '../../errors.ts';

/** What stands in the way, for people, and its code. */
const FAILURES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  EACCES: ['PERM_001', 'this account may not write there'],
  EPERM: ['PERM_001', 'this account may not write there'],
  EROFS: ['PERM_001', 'the file system is read-only'],
  ENOSPC: ['DISK_001', 'the disk is full'],
  EDQUOT: ['DISK_001', 'the disk quota is used up'],
  ENOTDIR: ['CONF_001', 'a part of its path is a file'],
  EEXIST: ['CONF_001', 'a part of its path is a file'],
};

const FIXES: Readonly<Partial<Record<ErrorCode, string>>> = {
  PERM_001: 'Give the account that runs Sluice the right to write there, then run the command again.',
  CONF_001: 'Move that file away, then run the command again.',
};

function failure(error: unknown, path: string): SluiceError {
  const [code, reason] = FAILURES[systemCode(error) ?? ''] ?? [
    'CONF_001',
    `it failed (${systemCode(error) ?? 'unknown'})`,
  ];
  const fix = FIXES[code];
  return new SluiceError(code, `${path} cannot be written: ${reason}.`, {
    cause: error,
    ...(fix === undefined ? {} : { fix }),
    details: { path },
  });
}

/**
 * Writes a file that is not there yet, and its folders.
 *
 * @param shown the path as messages name it
 * @returns false when something has that name already: it is left as it is
 * @throws SluiceError `PERM_001`, `DISK_001`, or `CONF_001` when a folder of the path is a file; nothing half is left
 */
export async function writeNew(path: string, text: string, shown: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw failure(error, shown);
  }
  let file;
  try {
    // Exclusive, so that not even a file that appears just now is overwritten, nor what a link points to.
    file = await open(path, 'wx');
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw failure(error, shown);
  }
  try {
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw failure(error, shown);
  } finally {
    await file.close();
  }
  return true;
}
