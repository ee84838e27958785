import { FENCE_LUA } from '../fence.ts';
import { defineScript } from '../script.ts';

/** What {@link READ} answers for a key, before what it holds. */
export const READ_ANSWER = {
  /** Not there any more. */
  gone: 0,
  /** Done already, or of another type than is asked for. */
  passed: 1,
  /** Larger than one command may read: not read. */
  large: 2,
  /** Its type, and its bytes: a string's own, else those of DUMP. */
  read: 3,
  /** The limit of bytes was reached: ask again. */
  later: 4,
} as const;

/**
 * Reads keys, as far as a limit of bytes allows.
 *
 * KEYS: the keys, then for each the set with its mark.
 * ARGV: how many; `1` for marked keys only and `0` for the others; the type or empty; the limits of all bytes and
 * of one key's; then for each key the mark, empty where marks do not count.
 */
export const READ = defineScript(
  'read keys',
  `
local n = tonumber(ARGV[1])
local wanted = tonumber(ARGV[2])
local budget = tonumber(ARGV[4])
local largest = tonumber(ARGV[5])
local types = {string = true, list = true, set = true, hash = true, zset = true}
local used = 0
local answers = {}
for i = 1, n do
  local key = KEYS[i]
  local mark = ARGV[5 + i]
  if used >= budget then
    answers[i] = {4}
  elseif mark ~= '' and redis.call('SISMEMBER', KEYS[n + i], mark) ~= wanted then
    answers[i] = {1}
  else
    local kind = redis.call('TYPE', key)['ok']
    if kind == 'none' then
      answers[i] = {0}
    elseif ARGV[3] ~= '' and ARGV[3] ~= kind then
      answers[i] = {1}
    elseif not types[kind] then
      answers[i] = {3, kind}
    else
      local size = redis.pcall('MEMORY', 'USAGE', key)
      if type(size) ~= 'number' then size = 0 end
      if size > largest then
        answers[i] = {2, kind}
      elseif used > 0 and used + size > budget then
        answers[i] = {4}
        used = budget
      else
        local bytes = redis.call(kind == 'string' and 'GET' or 'DUMP', key)
        used = used + #bytes + 64
        answers[i] = {3, kind, bytes}
      end
    end
  end
end
return answers
`,
);

/**
 * Begins or goes on: what is known of earlier runs stays, a cursor of another life of the server does not.
 *
 * KEYS: lock, progress, the ids that have one. ARGV: fence; run id of the server or empty; keys in the database; how
 * many sets of marks; the id.
 */
export const BEGIN = defineScript(
  'begin a key migration',
  `${FENCE_LUA}
local progress = KEYS[2]
redis.call('SADD', KEYS[3], ARGV[6])
if ARGV[3] == '' or redis.call('HGET', progress, 'server') ~= ARGV[3] then
  redis.call('HSET', progress, 'server', ARGV[3], 'cursor', '0')
end
redis.call('HSETNX', progress, 'keys', ARGV[4])
redis.call('HSETNX', progress, 'marks', ARGV[5])
redis.call('HSETNX', progress, 'passes', '1')
return redis.call('HGETALL', progress)
`,
);

/** What {@link STEP} answers for a key. */
export const STEP_ANSWER = {
  done: 0,
  /** Somebody changed it since it was read: nothing was written. */
  changed: 1,
  /** The new name is taken: nothing was written. */
  taken: 2,
} as const;

/**
 * Writes a batch: each key that still holds what was read gets its edits and its mark. Without keys it only
 * saves the checkpoint.
 *
 * KEYS: lock, progress, the keys, for each the set with its mark, for each the new name or the key again.
 * ARGV: fence; how many; \`SADD\` or \`SREM\` for the marks; keys looked at; cursor or empty; passes; then for each
 * key: how to compare (\`bytes\`, \`hash\`, \`dump\`, \`none\`), with what, which counter, the mark or empty, the edits
 * as MessagePack.
 */
export const STEP = defineScript(
  'write changed keys',
  `${FENCE_LUA}
local n = tonumber(ARGV[3])
local progress = KEYS[2]
local counts = {}
local answers = {}
for i = 1, n do
  local key = KEYS[2 + i]
  local at = 8 + (i - 1) * 5
  local guard = ARGV[at]
  local seen = ARGV[at + 1]
  local same = true
  if guard ~= 'none' then
    local bytes = redis.pcall(guard == 'dump' and 'DUMP' or 'GET', key)
    if type(bytes) ~= 'string' then
      same = false
    elseif guard == 'bytes' then
      same = bytes == seen
    else
      same = redis.sha1hex(bytes) == seen
    end
  end
  local target = KEYS[2 + 2 * n + i]
  if not same then
    answers[i] = 1
  elseif target ~= key and redis.call('EXISTS', target) == 1 then
    answers[i] = 2
  else
    for _, edit in ipairs(cmsgpack.unpack(ARGV[at + 4])) do
      redis.call(edit[1], key, unpack(edit, 2))
    end
    if target ~= key then redis.call('RENAMENX', key, target) end
    if ARGV[at + 3] ~= '' then redis.call(ARGV[4], KEYS[2 + n + i], ARGV[at + 3]) end
    local counter = ARGV[at + 2]
    counts[counter] = (counts[counter] or 0) + 1
    answers[i] = 0
  end
end
for counter, count in pairs(counts) do redis.call('HINCRBY', progress, counter, count) end
local lost = 0
for i = 1, n do if answers[i] == 1 then lost = lost + 1 end end
if lost > 0 then redis.call('HINCRBY', progress, 'retried', lost) end
redis.call('HINCRBY', progress, 'scanned', ARGV[5])
if ARGV[6] ~= '' then redis.call('HSET', progress, 'cursor', ARGV[6], 'passes', ARGV[7]) end
return {answers, redis.call('HGETALL', progress)}
`,
);

/** KEYS: lock, the ids that have a checkpoint, then what is to go. ARGV: fence; the id, if nothing of it is left then. */
export const FORGET = defineScript(
  'forget the marks of a key migration',
  `${FENCE_LUA}
for i = 3, #KEYS do redis.call('UNLINK', KEYS[i]) end
if ARGV[3] then redis.call('SREM', KEYS[2], ARGV[3]) end
return redis.status_reply('OK')
`,
);
