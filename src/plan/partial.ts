import type { PartialFile, PartialKeys } from './types.ts';

/** How many keys a key migration is known to have written. */
export function keysWritten({ progress }: PartialKeys): number {
  return progress === null ? 0 : progress.changed + progress.removed + progress.renamed;
}

/** Whether something of a file may be in the database: a statement that the server refused left nothing to undo. */
export function isHalfDone({ done, inFlight, keys }: PartialFile): boolean {
  if (keys !== undefined) return !keys.exact || keysWritten(keys) > 0;
  return done.length > 0 || (inFlight !== null && !inFlight.failed);
}
