import { randomBytes } from 'node:crypto';
import { databaseTag } from './marker.ts';

/** Every scratch database begins so; one GRANT on the pattern lets an account make them. */
export const SCRATCH_PREFIX = 'sluice_scratch_';

/** The table that marks a database of the user's as one that holds nothing but what Sluice restored into it. */
export const SCRATCH_MARK = 'sluice_scratch';

/** The named lock of whoever uses a database of the user's for a proof. */
export function scratchLockOf(database: string): string {
  return `sluice:scratch:${databaseTag(database)}`;
}

/** How the scratch databases made for a database begin. */
export function scratchPrefixOf(database: string): string {
  return `${SCRATCH_PREFIX}${databaseTag(database).slice(0, 8)}_`;
}

/** A new name: for what it was made, whose it is, and which run made it, as far as names may say. */
export function newScratchName(database: string, runId: string): string {
  const run = runId
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(-16);
  return `${scratchPrefixOf(database)}${run}${run === '' ? '' : '_'}${randomBytes(4).toString('hex')}`;
}
