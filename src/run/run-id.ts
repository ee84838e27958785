import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** A new run's id: sorts by time, and is unique without asking anybody. `20260102T030405Z-1a2b3c4d`. */
export function newRunId(clock: Clock): string {
  const stamp = clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/gu, '');
  return `${stamp}-${randomBytes(4).toString('hex')}`;
}
