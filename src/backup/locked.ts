import { SluiceError } from '../errors.ts';
import type { Manifest } from './manifest.ts';

/** How an identity is passed; to follow "Pass". */
const HOW =
  '`--identity FILE` on the command line, the input `identity` in a workflow, or the variable SLUICE_IDENTITY';

/** Nothing can be read without an identity. */
export function lockedBackup({ id }: Manifest): SluiceError {
  return new SluiceError('BACKUP_003', `The backup ${id} is encrypted, and there is no identity to decrypt it with.`, {
    fix: `Pass the age identity of one of the recipients that it was encrypted to: ${HOW}. Nothing has been touched.`,
    details: { backupId: id },
  });
}

/** The files are as they were written, and belong to others. */
export function wrongIdentity({ id }: Manifest): SluiceError {
  return new SluiceError('BACKUP_003', `The backup ${id} is encrypted, and not to the identity that was given.`, {
    fix: `Pass the age identity of one of the recipients that it was encrypted to: ${HOW}. A file may hold several identities; each is tried. Nothing has been touched.`,
    details: { backupId: id },
  });
}
