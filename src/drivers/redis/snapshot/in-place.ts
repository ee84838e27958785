import type { DumpSource, Fence } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { FENCE_LUA, fenceArguments } from '../fence.ts';
import { askInfo } from '../info.ts';
import { readKeyspace } from '../keyspace.ts';
import type { RedisLink } from '../link.ts';
import type { OwnKeys } from '../own-keys.ts';
import { readRdb } from '../rdb/reader.ts';
import { defineScript } from '../script.ts';
import { unlinkKeys } from './emptying.ts';
import { functionCommand } from './libraries.ts';
import { liveFunctions, otherFunctions, sameFunctions } from './live-functions.ts';
import { DUMP_PART, type SnapshotParts } from './parts.ts';
import { restoreKeys, requireFormat } from './restore.ts';

/** KEYS: lock, mark. ARGV: owner, lease; then what is set, or nothing to take it away. */
const MARK = defineScript(
  'noting the restore',
  `${FENCE_LUA}
if #ARGV > 2 then
  redis.call('HSET', KEYS[2], 'owner', ARGV[1], 'since', string.format('%.0f', now))
else
  redis.call('UNLINK', KEYS[2])
end
return 1
`,
);

/** The mark of a restore that was not complete; it goes with the content that it stands in. */
export function unfinishedMark({ prefix }: Pick<OwnKeys, 'prefix'>): string {
  return `${prefix}replacing`;
}

/** What decides about a restore in place. */
export interface InPlace {
  readonly link: RedisLink;
  readonly fence: Fence;
  /** Keys that stay as they are. */
  readonly stays: (key: Buffer) => boolean;
  /** Keys of the backup that are restored. */
  readonly keep: (key: Buffer) => boolean;
  readonly withFunctions: boolean;
}

/** Reads the file once before anything is removed, so that what cannot be restored is found out in time. */
async function readThrough(parts: SnapshotParts, source: DumpSource, signal: AbortSignal): Promise<readonly Buffer[]> {
  const functions: Buffer[] = [];
  for await (const batch of readRdb(source.open(DUMP_PART), { signal })) {
    for (const entry of batch) {
      if (entry.kind === 'header') requireFormat(entry, parts.info);
      if (entry.kind === 'function') functions.push(Buffer.from(entry.code));
    }
  }
  return functions;
}

/**
 * Removes what is there and restores the backup in its place. A mark stands as long as that is not complete.
 *
 * @throws SluiceError `ROLL_001` when it failed after the first change, saying what is left
 */
export async function replaceInPlace(
  parts: SnapshotParts,
  source: DumpSource,
  { link, fence, stays, keep, withFunctions }: InPlace,
  signal: AbortSignal,
): Promise<void> {
  const { keys, info, openReader } = parts;
  const { lock } = keys;
  const mark = unfinishedMark(keys);
  const wanted = await readThrough(parts, source, signal);
  const differ = !sameFunctions(wanted, await liveFunctions(link, info));
  if (differ && !withFunctions) throw otherFunctions();
  await link.script(MARK, [lock, mark], [...fenceArguments(fence), 'begin']);
  try {
    for (const { database } of readKeyspace(await askInfo(link))) {
      const marks = (key: Buffer): boolean => stays(key) || key.toString('latin1') === mark;
      await unlinkKeys(database, marks, { work: link, reader: openReader(database), fence, lock }, signal);
    }
    const { functions, version } = await restoreKeys(
      source.open(DUMP_PART),
      { link, info, fence: { fence, lock }, expiryShiftMs: 0, databaseOf: async (database) => database, keep },
      signal,
    );
    if (differ) await link.call(...functionCommand(functions, version));
    await link.script(MARK, [lock, mark], fenceArguments(fence));
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'LOCK_001') throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new SluiceError(
      'ROLL_001',
      `The backup was restored in place and not to its end: some keys are missing, and others are the backup's. ${why}`,
      {
        cause: error,
        fix: 'Do away with what stopped it, then run the same command again: it begins anew and completes the restore.',
        details: { mark },
      },
    );
  }
}
