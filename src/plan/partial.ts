import type { PartialFile } from './types.ts';

/** Whether something of a file may be in the database: a statement that the server refused left nothing to undo. */
export function isHalfDone({ done, inFlight }: PartialFile): boolean {
  return done.length > 0 || (inFlight !== null && !inFlight.failed);
}
