import { type ErrorCode, SluiceError } from '../../errors.ts';

interface Meaning {
  readonly code: ErrorCode;
  readonly sentence: (folder: string) => string;
  readonly fix: (folder: string) => string;
}

/** How another folder is chosen, unless it is said. */
const ELSEWHERE = ', or let RUNNER_TEMP (TMPDIR outside of Actions) name another folder';

const FULL: Meaning = {
  code: 'DISK_001',
  sentence: (folder) => `There is no disk space left for temporary files in ${folder}.`,
  fix: (folder) => `Free disk space for ${folder}`,
};

const DENIED: Meaning = {
  code: 'PERM_001',
  sentence: (folder) => `The account that runs Sluice may not write temporary files in ${folder}.`,
  fix: (folder) => `Give the account that runs Sluice the rights to ${folder}`,
};

const MISSING: Meaning = {
  code: 'CONF_001',
  sentence: (folder) => `There is no folder ${folder} for temporary files.`,
  fix: (folder) => `Make the folder ${folder}`,
};

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  SQLITE_FULL: FULL,
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: DENIED,
  ENOENT: MISSING,
  ENOTDIR: MISSING,
};

/**
 * The error of a folder that takes no temporary file; null when the failure is of another kind.
 *
 * @param elsewhere how another folder is chosen, to follow what else would help; empty = it cannot be
 */
export function temporaryFailure(error: unknown, folder: string, elsewhere = ELSEWHERE): SluiceError | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  const meaning = typeof code === 'string' ? MEANINGS[code] : undefined;
  if (meaning === undefined) return null;
  return new SluiceError(meaning.code, meaning.sentence(folder), {
    cause: error,
    fix: `${meaning.fix(folder)}${elsewhere}, then run the command again.`,
    details: { folder },
  });
}

/** Does work on temporary files in a folder; what the folder refuses is told as {@link temporaryFailure} says. */
export async function inTemporaryFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw temporaryFailure(error, folder) ?? error;
  }
}
