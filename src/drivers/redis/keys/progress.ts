import type { KeyProgress } from '../../../driver.ts';
import { pairsOf, type Reply } from '../reply.ts';

/** What the server keeps of a key migration. */
export interface Checkpoint {
  readonly progress: KeyProgress;
  /** Where the scan goes on; `0` = at its beginning. */
  readonly cursor: string;
  /** How many sets the marks are spread over. */
  readonly sets: number;
}

/** Nothing done, over so many keys. */
export function noProgress(keys: number): KeyProgress {
  return { scanned: 0, changed: 0, removed: 0, renamed: 0, retried: 0, passes: 1, unsettled: 0, keys };
}

/** Reads the hash that the scripts answer with; null when it is empty. */
export function readCheckpoint(reply: Reply): Checkpoint | null {
  const fields = pairsOf(reply);
  if (fields.size === 0) return null;
  const count = (name: string): number => Number(fields.get(name) ?? 0);
  return {
    progress: {
      scanned: count('scanned'),
      changed: count('changed'),
      removed: count('removed'),
      renamed: count('renamed'),
      retried: count('retried'),
      passes: Math.max(1, count('passes')),
      unsettled: 0,
      keys: count('keys'),
    },
    cursor: fields.get('cursor') ?? '0',
    sets: Math.max(1, count('marks')),
  };
}
