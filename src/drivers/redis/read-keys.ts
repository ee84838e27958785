import { atLeast, type ServerInfo } from './info.ts';
import type { RedisLink } from './link.ts';
import { defineScript, type RedisScript } from './script.ts';

/** A key as DUMP writes it. */
export interface DumpedKey {
  readonly key: Buffer;
  /** Null: it does not expire. */
  readonly expiresAtMs: number | null;
  readonly payload: Buffer;
}

/** Keys that one script reads, and bytes of values after which it stops: what bounds how long the server is held up. */
const KEYS_AT_ONCE = 200;
const BYTES_AT_ONCE = 1_048_576;

/** When a key expires by the server's clock: -1 = never, -2 = there is no such key. */
const EXPIRY_LUA = `
local function expiry(key) return redis.call('PEXPIRETIME', key) end
`;

/**
 * The same on servers before 7.0, which tell only how much time is left: the clock must not have moved between the two
 * looks at it.
 */
const EXPIRY_BEFORE_7_LUA = `
local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function expiry(key)
  while true do
    local before = clock()
    local left = redis.call('PTTL', key)
    if left < 0 then return left end
    if clock() == before then return before + left end
  end
end
`;

const DUMP_LUA = `
local out, bytes = {}, 0
for _, key in ipairs(KEYS) do
  local payload = redis.call('DUMP', key)
  out[#out + 1] = expiry(key)
  out[#out + 1] = payload
  if payload then bytes = bytes + #payload end
  if bytes > tonumber(ARGV[1]) then break end
end
return out
`;

const EXPIRIES_LUA = `
local out = {}
for index, key in ipairs(KEYS) do out[index] = expiry(key) end
return out
`;

const NAMES = { dump: 'reading keys', expiries: 'counting keys' } as const;

/** The scripts that fit a server. */
export interface KeyScripts {
  readonly dump: RedisScript;
  readonly expiries: RedisScript;
}

/** Chooses them. */
export function keyScripts({ commands }: Pick<ServerInfo, 'commands'>): KeyScripts {
  const expiry = atLeast(commands, 7) ? EXPIRY_LUA : EXPIRY_BEFORE_7_LUA;
  return {
    dump: defineScript(NAMES.dump, expiry + DUMP_LUA),
    expiries: defineScript(NAMES.expiries, expiry + EXPIRIES_LUA),
  };
}

/** Values and expiry of keys, each as it was at one moment; keys that are gone by now are left out. */
export async function* dumpKeys(
  link: RedisLink,
  { dump }: KeyScripts,
  keys: readonly Buffer[],
): AsyncGenerator<readonly DumpedKey[], void> {
  for (let from = 0; from < keys.length;) {
    const asked = keys.slice(from, from + KEYS_AT_ONCE);
    const reply = (await link.scriptBuffer(dump, asked, [BYTES_AT_ONCE])) as readonly (number | Buffer | null)[];
    const found: DumpedKey[] = [];
    for (const [index, key] of asked.slice(0, reply.length / 2).entries()) {
      const payload = reply[index * 2 + 1];
      const expiresAt = reply[index * 2] as number;
      if (Buffer.isBuffer(payload)) found.push({ key, expiresAtMs: expiresAt < 0 ? null : expiresAt, payload });
    }
    from += reply.length / 2;
    yield found;
  }
}

/** When each key expires: null = never; undefined = there is no such key by now. */
export async function expiries(
  link: RedisLink,
  scripts: KeyScripts,
  keys: readonly Buffer[],
): Promise<readonly (number | null | undefined)[]> {
  const found: (number | null | undefined)[] = [];
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    const reply = await link.scriptBuffer(scripts.expiries, keys.slice(from, from + KEYS_AT_ONCE), []);
    for (const at of reply as readonly number[]) found.push(at === -2 ? undefined : at < 0 ? null : at);
  }
  return found;
}
