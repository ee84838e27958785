import type { LockAttempt, LockHolder, LockStore } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { FENCE_LUA, fenceArguments, NOW_LUA } from './fence.ts';
import type { RedisLink } from './link.ts';
import type { OwnKeys } from './own-keys.ts';
import { listOf, type Reply } from './reply.ts';
import { defineScript } from './script.ts';

/** What the hash holds, and whether its lease has run out. */
const READ_LUA = `
local held = redis.call('HMGET', KEYS[1], 'owner', 'acquired_at', 'expires_at')
`;

const ACQUIRE = defineScript(
  'taking the run lock',
  `${NOW_LUA}${READ_LUA}
if held[1] and tonumber(held[3]) > now then
  return {'held', held[1], held[2], held[3], 0}
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'acquired_at', string.format('%.0f', now),
  'expires_at', string.format('%.0f', now + ARGV[2]))
if held[1] then return {'acquired', held[1], held[2], held[3], 1} end
return {'acquired'}
`,
);

const HOLDER = defineScript(
  'reading the run lock',
  `${NOW_LUA}${READ_LUA}
if not held[1] then return {} end
return {'held', held[1], held[2], held[3], tonumber(held[3]) <= now and 1 or 0}
`,
);

const RENEW = defineScript('renewing the run lock', `${FENCE_LUA}\nreturn 1\n`);

const RELEASE = defineScript(
  'giving up the run lock',
  `if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('DEL', KEYS[1]) end\nreturn 1\n`,
);

function iso(ms: Reply | undefined): string {
  return new Date(Number(ms)).toISOString();
}

function holderOf([, owner, acquiredAt, expiresAt, expired]: readonly Reply[]): LockHolder | null {
  if (owner === undefined || owner === null) return null;
  return {
    owner: String(owner),
    acquiredAt: iso(acquiredAt),
    expiresAt: iso(expiresAt),
    expired: expired === 1,
  };
}

/** The leased run lock; the server's clock alone decides about its lease. */
export function lockStore(link: RedisLink, keys: OwnKeys): LockStore {
  return {
    async acquire(owner, leaseMs): Promise<LockAttempt> {
      const reply = listOf(await link.script(ACQUIRE, [keys.lock], [owner, leaseMs]));
      const holder = holderOf(reply);
      if (reply[0] === 'acquired') return { kind: 'acquired', takenOverFrom: holder };
      if (holder === null) throw new Error('The lock is held by nobody.');
      return { kind: 'held', holder };
    },
    async renew(fence) {
      try {
        await link.script(RENEW, [keys.lock], fenceArguments(fence));
        return true;
      } catch (error) {
        if (error instanceof SluiceError && error.code === 'LOCK_001') return false;
        throw error;
      }
    },
    async release(owner) {
      await link.script(RELEASE, [keys.lock], [owner]);
    },
    async holder() {
      return holderOf(listOf(await link.script(HOLDER, [keys.lock], [])));
    },
  };
}
