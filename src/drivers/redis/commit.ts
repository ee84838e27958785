import type { AppliedMigration, Fence, JournalRow } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { FENCE_LUA, fenceArguments } from './fence.ts';
import type { RedisLink } from './link.ts';
import type { OwnKeys } from './own-keys.ts';
import type { Argument } from './reply.ts';
import { defineScript } from './script.ts';

/** What one fenced step writes to Sluice's own keys. */
export interface Writes {
  readonly rows: readonly JournalRow[];
  /** In order: a version's record, or null to forget it. */
  readonly applied: readonly (readonly [version: string, row: AppliedMigration | null])[];
}

/** The word that the script's error begins with when a number of the journal is there already. */
const DUPLICATE = 'SLUICEDUPLICATE';

/**
 * All or nothing: what could be refused is looked at before anything is written.
 * KEYS: lock, runs, migrations, one list a run. ARGV: the fence's; count of rows; for each row the number of its list in
 * KEYS, run, seq, ms, JSON; then for each record its version and JSON, empty to forget it.
 */
const COMMIT = defineScript(
  'writing the journal',
  `${FENCE_LUA}
local rows = tonumber(ARGV[3])
local newest = {}
for row = 0, rows - 1 do
  local at = 4 + row * 5
  local key = KEYS[tonumber(ARGV[at])]
  local seq = tonumber(ARGV[at + 2])
  if newest[key] == nil then
    local last = redis.call('LINDEX', key, -1)
    newest[key] = last and tonumber(string.match(last, '^{"seq":(%d+)')) or 0
  end
  if seq <= newest[key] then
    return redis.error_reply('${DUPLICATE} ' .. ARGV[at + 2])
  end
  newest[key] = seq
end
for at = 4 + rows * 5, #ARGV, 2 do
  if ARGV[at + 1] == '' then
    redis.call('HDEL', KEYS[3], ARGV[at])
  else
    redis.call('HSET', KEYS[3], ARGV[at], ARGV[at + 1])
  end
end
for row = 0, rows - 1 do
  local at = 4 + row * 5
  redis.call('ZADD', KEYS[2], 'NX', ARGV[at + 3], ARGV[at + 1])
  redis.call('RPUSH', KEYS[tonumber(ARGV[at])], ARGV[at + 4])
end
return rows
`,
);

/** The number of keys before those of the runs. */
const FIXED_KEYS = 3;

/**
 * A row as the list holds it: `seq` first, because the script looks for it there.
 */
function rowText({ seq, at, stage, kind, entry }: JournalRow): string {
  return JSON.stringify({ seq, at, stage, kind, entry });
}

/** Writes all of it in one step that checks and extends the lease; `LOCK_001` when it was lost. */
export async function commitWrites(link: RedisLink, keys: OwnKeys, fence: Fence, writes: Writes): Promise<void> {
  const runs = [...new Set(writes.rows.map(({ runId }) => runId))];
  const rows = writes.rows.flatMap((row): readonly Argument[] => [
    FIXED_KEYS + 1 + runs.indexOf(row.runId),
    row.runId,
    row.seq,
    Date.parse(row.at),
    rowText(row),
  ]);
  const applied = writes.applied.flatMap(([version, row]) => [version, row === null ? '' : JSON.stringify(row)]);
  try {
    await link.script(
      COMMIT,
      [keys.lock, keys.runs, keys.migrations, ...runs.map((runId) => keys.journal(runId))],
      [...fenceArguments(fence), writes.rows.length, ...rows, ...applied],
    );
  } catch (error) {
    if (!(error instanceof SluiceError) || error.details['reply'] !== DUPLICATE) throw error;
    throw new SluiceError('INT_001', 'The journal already has an entry with this number: a duplicate was refused.', {
      cause: error,
    });
  }
}
