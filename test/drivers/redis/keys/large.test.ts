import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { transformOf, unwatched, type Workbench, workbench } from './workbench.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

beforeEach(async () => {
  await bench.redis.flushall();
  await bench.driver.lock.acquire(bench.fence.owner, bench.fence.leaseMs);
});

afterAll(() => bench.close());

const ELEMENTS = Array.from({ length: 30_000 }, (_, index) => `element-${String(index)}-${'x'.repeat(40)}`);

/** A key of the type, larger than one command may read. */
async function fill(type: string): Promise<void> {
  const { redis } = bench;
  if (type === 'string') await redis.set('k', `"${ELEMENTS.join('')}"`);
  for (let at = 0; at < ELEMENTS.length; at += 1000) {
    const part = ELEMENTS.slice(at, at + 1000);
    if (type === 'list') await redis.rpush('k', ...part);
    if (type === 'set') await redis.sadd('k', ...part);
    if (type === 'hash') await redis.hset('k', ...part.flatMap((name) => [name, 'v']));
    if (type === 'zset') await redis.zadd('k', ...part.flatMap((name, index) => [at + index + 0.5, name]));
  }
  await redis.pexpire('k', 1_000_000);
}

const change = (value: unknown): unknown => {
  if (typeof value === 'string') return value.endsWith('!') ? value : `${value}!`;
  if (Array.isArray(value)) return (value as string[]).with(15_000, 'changed');
  if (value instanceof Set) return new Set([...(value as Set<string>), 'changed']);
  const map = value as Map<string, string | number>;
  return new Map(map).set('changed', typeof map.get(ELEMENTS[0] ?? '') === 'number' ? 7 : 'v');
};

const count = (type: string): Promise<unknown> =>
  bench.redis.call({ string: 'STRLEN', list: 'LLEN', set: 'SCARD', hash: 'HLEN', zset: 'ZCARD' }[type] ?? 'TYPE', 'k');

describe.each(['string', 'list', 'set', 'hash', 'zset'])('a large %s', (type) => {
  it('is read in parts, changed in one place, and keeps its time to live', async () => {
    const { redis, keys, fence, limits } = bench;
    await fill(type);
    const before = Number(await count(type));
    await redis.config('RESETSTAT');
    const { samples } = await keys.preview(transformOf(change), 1, limits.signal);
    expect(samples).toHaveLength(1);
    expect(await keys.transform(fence, limits, transformOf(change), unwatched)).toMatchObject({
      changed: 1,
      retried: 0,
    });
    expect(await redis.info('commandstats')).not.toMatch(/cmdstat_(?:dump|get):/u);
    expect(Number(await count(type))).toBe(type === 'list' ? before : before + 1);
    expect(await redis.pttl('k')).toBeGreaterThan(900_000);
  });

  it('is read again when somebody changes it meanwhile', async () => {
    const { redis, keys, fence, limits } = bench;
    await fill(type);
    let meddled = false;
    const meddling = transformOf(async (value: unknown) => {
      if (!meddled)
        await redis
          .pipeline()
          .append('k', '?')
          .lset('k', 7, 'theirs')
          .sadd('k', 'theirs')
          .hset('k', 'theirs', '1')
          .zadd('k', 1, 'theirs')
          .exec();
      meddled = true;
      return change(value);
    });
    expect(await keys.transform(fence, limits, meddling, unwatched)).toMatchObject({ changed: 1 });
    const kept = {
      string: async () => (await redis.get('k'))?.endsWith('"?!'),
      list: async () => (await redis.lindex('k', 7)) === 'theirs' && (await redis.lindex('k', 15_000)) === 'changed',
      set: async () => (await redis.smismember('k', 'theirs', 'changed')).join('') === '11',
      hash: async () => (await redis.hmget('k', 'theirs', 'changed')).join('') === '1v',
      zset: async () => (await redis.zmscore('k', 'theirs', 'changed')).join(' ') === '1 7',
    }[type];
    expect(await kept?.()).toBe(true);
  });
});

it('writes nothing to a large key once its lease is lost', async () => {
  const { redis, keys, fence, limits } = bench;
  await fill('set');
  const transform = transformOf(
    async (value: unknown) => (await redis.hset('sluice:lock', 'owner', 'other'), change(value)),
  );
  await expect(keys.transform(fence, limits, transform, unwatched)).rejects.toMatchObject({ code: 'LOCK_001' });
  expect(await redis.sismember('k', 'changed')).toBe(0);
});
