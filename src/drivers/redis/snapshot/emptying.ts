import type { Fence } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { FENCE_LUA, fenceArguments } from '../fence.ts';
import type { OpenLink, RedisLink } from '../link.ts';
import { scanKeys } from '../scan.ts';
import { defineScript } from '../script.ts';

/** Keys that one step takes away; their memory is given back in the background. */
const KEYS_AT_ONCE = 500;

/** Whether the account, or the service, does not let a command be used. */
export function isRefused(error: unknown): boolean {
  return error instanceof SluiceError && error.code === 'PERM_001';
}

/** KEYS: lock, then those to take away. ARGV: owner, lease, database. */
const UNLINK = defineScript(
  'removing keys',
  `${FENCE_LUA}
redis.call('SELECT', ARGV[3])
for index = 2, #KEYS do redis.call('UNLINK', KEYS[index]) end
return #KEYS - 1
`,
);

/** Takes away the keys of a database number, but for those to keep, with a check of the fence at each step. */
export async function unlinkKeys(
  database: number,
  keep: (key: Buffer) => boolean,
  {
    work,
    reader,
    fence,
    lock,
  }: {
    readonly work: RedisLink;
    /** On that database number; it is closed here. */
    readonly reader: OpenLink;
    readonly fence: Fence;
    readonly lock: string;
  },
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const page of scanKeys(reader.within({ signal }))) {
      const away = page.filter((key) => !keep(key));
      for (let from = 0; from < away.length; from += KEYS_AT_ONCE)
        await work
          .within({ signal })
          .script(UNLINK, [lock, ...away.slice(from, from + KEYS_AT_ONCE)], [...fenceArguments(fence), database]);
    }
  } finally {
    reader.close();
  }
}
