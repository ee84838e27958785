/**
 * Database numbers that a restore uses for a while, and their exchange with the live ones. Each of them carries a mark, a
 * key of Sluice's own that says whose it is, so that what a killed run left is known and nothing else is ever emptied.
 */
import { randomBytes } from 'node:crypto';
import type { Fence } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { isRefused } from './emptying.ts';
import { FENCE_LUA, fenceArguments, NOW_LUA } from '../fence.ts';
import { askInfo } from '../info.ts';
import { readKeyspace } from '../keyspace.ts';
import type { RedisLink } from '../link.ts';
import type { OwnKeys } from '../own-keys.ts';
import { listOf } from '../reply.ts';
import { defineScript } from '../script.ts';

/** What servers have unless they are told otherwise. */
const USUAL_DATABASES = 16;

/** No database number is free for the copy. */
export class NoRoom extends Error {}

/** The mark's name. */
export function markOf({ prefix }: Pick<OwnKeys, 'prefix'>): string {
  return `${prefix}beside`;
}

/** KEYS: lock, mark. ARGV: owner, lease, database, token, home. 1 = ours. */
const CLAIM = defineScript(
  'taking a free database number',
  `${FENCE_LUA}
redis.call('SELECT', ARGV[3])
if redis.call('DBSIZE') ~= 0 then return 0 end
redis.call('HSET', KEYS[2], 'token', ARGV[4], 'owner', ARGV[1], 'home', ARGV[5], 'state', 'new')
return 1
`,
);

/**
 * The exchange. KEYS: lock, mark. ARGV: owner, lease, token, home, plan as JSON: \`keeps\` = for each live database its
 * number, that of the content to come, and the names of own keys that go on there; \`swaps\` in order; \`live\` = the numbers
 * that show the new content afterwards, \`beside\` = those that hold the old one. Own keys are moved and not copied, so that
 * it takes no longer for large ones; those of runs that have just begun are found by the list of runs.
 */
const EXCHANGE = defineScript(
  'exchanging the databases',
  `${FENCE_LUA}
local plan = cjson.decode(ARGV[5])
for _, database in ipairs(plan.beside) do
  redis.call('SELECT', database)
  if redis.call('HGET', KEYS[2], 'token') ~= ARGV[3] or redis.call('HGET', KEYS[2], 'state') ~= 'new' then
    return redis.error_reply('SLUICEBESIDE database ' .. database .. ' is no longer of this restore')
  end
end
for _, keep in ipairs(plan.keeps) do
  local names = keep.names
  redis.call('SELECT', keep.from)
  for _, run in ipairs(redis.call('ZRANGE', plan.runs, 0, -1)) do
    names[#names + 1] = plan.runs .. ':' .. run
    names[#names + 1] = plan.control .. run
  end
  names[#names + 1] = plan.runs
  names[#names + 1] = KEYS[1]
  for _, name in ipairs(names) do
    if redis.call('EXISTS', name) == 1 and redis.call('MOVE', name, keep.to) == 0 then
      redis.call('SELECT', keep.to)
      redis.call('UNLINK', name)
      redis.call('SELECT', keep.from)
      redis.call('MOVE', name, keep.to)
    end
  end
end
for _, swap in ipairs(plan.swaps) do redis.call('SWAPDB', swap[1], swap[2]) end
for _, database in ipairs(plan.live) do
  redis.call('SELECT', database)
  redis.call('UNLINK', KEYS[2])
end
for _, database in ipairs(plan.beside) do
  redis.call('SELECT', database)
  redis.call('HSET', KEYS[2], 'token', ARGV[3], 'owner', ARGV[1], 'home', ARGV[4], 'state', 'old')
end
return 1
`,
);

/**
 * Empties a database number that carries a mark of this home, unless the mark's owner still holds the lock and is not the
 * one who asks. KEYS: lock, mark. ARGV: who asks, database, home. 1 = emptied.
 */
const EMPTY = defineScript(
  'emptying a database number of an ended restore',
  `${NOW_LUA}
local owner = redis.call('HGET', KEYS[1], 'owner')
local expires = tonumber(redis.call('HGET', KEYS[1], 'expires_at') or '0')
redis.call('SELECT', ARGV[2])
local mark = redis.call('HMGET', KEYS[2], 'owner', 'home')
if not mark[1] or mark[2] ~= ARGV[3] then return 0 end
if owner == mark[1] and expires > now and mark[1] ~= ARGV[1] then return 0 end
redis.call('FLUSHDB', 'ASYNC')
return 1
`,
);

/** Empties what ended restores left, and what a restore of `owner` left; returns the numbers. */
export async function emptyLeftovers(link: RedisLink, keys: OwnKeys, owner: string): Promise<readonly number[]> {
  const home = link.server.database;
  const emptied: number[] = [];
  for (const { database } of readKeyspace(await askInfo(link))) {
    if (database === home) continue;
    if ((await link.script(EMPTY, [keys.lock, markOf(keys)], [owner, database, home])) === 1) emptied.push(database);
  }
  return emptied;
}

async function databasesOf(link: RedisLink): Promise<number> {
  try {
    return Number(listOf(await link.call('CONFIG', 'GET', 'databases'))[1] ?? USUAL_DATABASES);
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'PERM_001') return USUAL_DATABASES;
    throw error;
  }
}

/** Own keys of a live database that go on after the exchange. */
export interface Kept {
  readonly database: number;
  readonly names: readonly Buffer[];
}

/** The database numbers of one restore. */
export class Beside {
  readonly #link: RedisLink;
  readonly #keys: OwnKeys;
  readonly #fence: Fence;
  readonly #token = randomBytes(12).toString('hex');
  /** Where the content of a database number is restored. */
  readonly #places = new Map<number, number>();
  #candidates: number[] | null = null;

  constructor(link: RedisLink, keys: OwnKeys, fence: Fence) {
    this.#link = link;
    this.#keys = keys;
    this.#fence = fence;
  }

  /** The number where the content of `database` is put together. @throws NoRoom */
  async placeOf(database: number): Promise<number> {
    const known = this.#places.get(database);
    if (known !== undefined) return known;
    const home = this.#link.server.database;
    const candidates = (this.#candidates ??= await this.#free());
    // Its own number would show the content before it is complete.
    for (let at = candidates.length - 1; at >= 0; at -= 1) {
      const [place = -1] = candidates[at] === database ? [] : candidates.splice(at, 1);
      if (place === -1) continue;
      const claimed = await this.#link.script(
        CLAIM,
        [this.#keys.lock, markOf(this.#keys)],
        [...fenceArguments(this.#fence), place, this.#token, home],
      );
      if (claimed !== 1) continue;
      this.#places.set(database, place);
      return place;
    }
    throw new NoRoom('There is no free database number.');
  }

  /** Tries the commands without which it would be stuck halfway. @throws NoRoom when the account may not use them */
  async probe(): Promise<void> {
    const home = this.#link.server.database;
    try {
      await this.#link.call('SWAPDB', home, home);
      const place = await this.placeOf(-1);
      this.#places.delete(-1);
      this.#candidates?.push(place);
      await emptyLeftovers(this.#link, this.#keys, this.#fence.owner);
    } catch (error) {
      if (!isRefused(error)) throw error;
      for (const database of this.#candidates ?? [])
        await this.#link.script(UNMARK, [markOf(this.#keys)], [database, this.#token]);
      throw new NoRoom('The account may not exchange databases.', { cause: error });
    }
  }

  /** Highest last, because those are the least likely to be anybody's. */
  async #free(): Promise<number[]> {
    const used = new Set(readKeyspace(await askInfo(this.#link)).map(({ database }) => database));
    used.add(this.#link.server.database);
    return Array.from({ length: await databasesOf(this.#link) }, (_, number) => number).filter(
      (number) => !used.has(number),
    );
  }

  /** The numbers where content is put together. */
  places(): ReadonlySet<number> {
    return new Set(this.#places.values());
  }

  /** The command that exchanges, as EVAL takes it. Every live database that has keys has to have its place. */
  exchange(kept: readonly Kept[]): readonly [command: 'EVAL', ...args: (string | number)[]] {
    const plan = {
      keeps: kept.map(({ database, names }) => ({
        from: database,
        to: this.#places.get(database),
        // Names of own keys are text that Sluice wrote.
        names: names.map((name) => name.toString('utf8')),
      })),
      ...this.#swaps(),
      runs: this.#keys.runs,
      control: this.#keys.control(''),
    };
    return [
      'EVAL',
      EXCHANGE.lua,
      2,
      ...[this.#keys.lock, markOf(this.#keys)],
      ...fenceArguments(this.#fence),
      ...[this.#token, this.#link.server.database, JSON.stringify(plan)],
    ];
  }

  /** The exchanges one after the other: a place may itself be the number of another content. */
  #swaps(): {
    readonly swaps: readonly (readonly [number, number])[];
    readonly live: number[];
    readonly beside: number[];
  } {
    const live = [...this.#places.keys()];
    const swaps: [number, number][] = [];
    /** Where each new content is by now. */
    const at = new Map(this.#places);
    for (const database of live) {
      const place = at.get(database) as number;
      if (place !== database) swaps.push([place, database]);
      // What stood in the way is where the content came from.
      for (const [other, there] of at) if (there === database) at.set(other, place);
      at.set(database, database);
    }
    return { swaps, live, beside: [...this.#places.values()].filter((place) => !this.#places.has(place)) };
  }

  /** Whether the exchange has come about: after a lost connection. */
  async isExchanged(link: RedisLink): Promise<boolean> {
    const [place] = this.#swaps().beside;
    const reply = await link.script(LOOK, [markOf(this.#keys)], [place ?? 0]);
    const [token, state] = listOf(reply);
    return token === this.#token && state === 'old';
  }
}

/** KEYS: mark. ARGV: database, token. */
const UNMARK = defineScript(
  'giving a database number back',
  `redis.call('SELECT', ARGV[1])
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[2] then return 0 end
return redis.call('UNLINK', KEYS[1])
`,
);

/** KEYS: mark. ARGV: database. */
const LOOK = defineScript(
  'looking whether the databases were exchanged',
  `redis.call('SELECT', ARGV[1])\nreturn redis.call('HMGET', KEYS[1], 'token', 'state')\n`,
);
