import type { Fence } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';

/** The word that a fenced script's error begins with when the lease was lost. */
export const LEASE_LOST = 'SLUICELEASE';

/** `now` = the server's time in ms. */
export const NOW_LUA = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * What a script that writes begins with: it ends the script when the lease was lost, and extends the lease
 * otherwise. `KEYS[1]` is the lock's key, `ARGV[1]` and `ARGV[2]` are those of {@link fenceArguments};
 * the script's own keys and arguments follow. It leaves the local `now`, the server's time in ms.
 */
export const FENCE_LUA = `${NOW_LUA}
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then
  return redis.error_reply('${LEASE_LOST} lost')
end
redis.call('HSET', KEYS[1], 'expires_at', string.format('%.0f', now + ARGV[2]))
`;

/** The first arguments of a script that begins with {@link FENCE_LUA}. */
export function fenceArguments({ owner, leaseMs }: Fence): readonly [string, number] {
  return [owner, leaseMs];
}

/** That another run owns the database now. */
export function leaseLost(): SluiceError {
  return new SluiceError(
    'LOCK_001',
    'This run lost its lease on the database to another run; nothing more was written.',
    {
      fix: 'Look at `sluice status`: another run took over. When it has ended, run the command again.',
      details: { leaseLost: true },
    },
  );
}
