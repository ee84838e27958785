import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyProgress, KeyTransform } from '../../../../src/driver.ts';
import { clientOf, openDriver, transformOf, unwatched, type Workbench, workbench } from './workbench.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.close());

beforeEach(async () => {
  const { redis, driver, fence } = bench;
  await redis.flushall();
  await driver.lock.acquire(fence.owner, fence.leaseMs);
});

const run = (transform: KeyTransform): Promise<KeyProgress> =>
  bench.keys.transform(bench.fence, bench.limits, transform, unwatched);

const undo = (transform: KeyTransform, undoes = '1:up'): Promise<KeyProgress> =>
  bench.keys.undo(bench.fence, bench.limits, undoes, { ...transform, id: '1:undo' }, unwatched);

/** The commands that change keys, as the server saw them since the counters were set back. */
async function written(): Promise<readonly string[]> {
  const stats = await bench.redis.info('commandstats');
  const own = ['evalsha', 'eval', 'hset', 'hget', 'hincrby', 'hgetall', 'hsetnx', 'sadd'];
  return [...stats.matchAll(/^cmdstat_([a-z]+):/gmu)]
    .map(([, name = '']) => name)
    .filter(
      (name) =>
        /^(set|append|hdel|rpush|lpush|lset|ltrim|srem|zadd|zrem|unlink|del|rename|renamenx|expire|pexpireat|restore)$/u.test(
          name,
        ) && !own.includes(name),
    )
    .toSorted();
}

describe('a transform of keys', () => {
  it('adds a field to JSON, and keeps every other character and the time to live', async () => {
    const { redis } = bench;
    const text = '{"id": 7, "name": "Zo\\u00e9", "balance": 12.50, "big": 12345678901234567890}';
    await redis.set('user:1', text, 'PX', 1_000_000);
    await redis.set('user:2', text);
    await redis.set('other:1', text);
    const progress = await run(
      transformOf((user: object) => ({ ...user, last_login: null }), { match: 'user:*', type: 'json' }),
    );
    expect(progress).toMatchObject({
      scanned: 4,
      changed: 2,
      removed: 0,
      renamed: 0,
      retried: 0,
      passes: 2,
      unsettled: 0,
    });
    const after = `${text.slice(0, -1)}, "last_login": null}`;
    expect(await redis.mget('user:1', 'user:2', 'other:1')).toEqual([after, after, text]);
    expect(await redis.pttl('user:1')).toBeGreaterThan(900_000);
    expect(await redis.ttl('user:2')).toBe(-1);
  });

  it('writes no more of a collection than what differs, and keeps encoding and time to live', async () => {
    const { redis } = bench;
    await redis.hset('hash', { a: '1', b: '2', c: '3' });
    await redis.sadd('set', '1', '2', '3');
    await redis.zadd('zset', 1, 'a', 2.5, 'b', 3, 'c');
    await redis.rpush('list', 'a', 'b', 'c');
    for (const key of ['hash', 'set', 'zset', 'list']) await redis.pexpire(key, 1_000_000);
    const encodings = await Promise.all(['hash', 'set', 'zset', 'list'].map((key) => redis.object('ENCODING', key)));
    await redis.config('RESETSTAT');
    const change = (value: unknown, key: string | Buffer): unknown => {
      if (key === 'hash')
        return new Map([
          ['a', '1'],
          ['b', '22'],
          ['d', '4'],
        ]);
      if (key === 'set') return new Set(['1', '3', '9']);
      if (key === 'zset') return new Map([...(value as Map<string, number>), ['b', 2.25], ['d', Infinity]]);
      return (value as string[]).with(1, 'B');
    };
    expect(await run(transformOf(change as never))).toMatchObject({ changed: 4 });
    expect(await written()).toEqual(['hdel', 'lset', 'srem', 'zadd']);
    expect(await redis.hgetall('hash')).toEqual({ a: '1', b: '22', d: '4' });
    expect((await redis.smembers('set')).toSorted()).toEqual(['1', '3', '9']);
    expect(await redis.zrange('zset', '0', '-1', 'WITHSCORES')).toEqual(['a', '1', 'b', '2.25', 'c', '3', 'd', 'inf']);
    expect(await redis.lrange('list', 0, -1)).toEqual(['a', 'B', 'c']);
    for (const key of ['hash', 'set', 'zset', 'list']) expect(await redis.pttl(key)).toBeGreaterThan(900_000);
    expect(await Promise.all(['hash', 'set', 'zset', 'list'].map((key) => redis.object('ENCODING', key)))).toEqual(
      encodings,
    );
  });

  it.each<[string, (list: readonly string[]) => readonly string[]]>([
    ['appended to', (list) => [...list, 'x', 'y']],
    ['put before', (list) => ['x', 'y', ...list]],
    ['cut at its end', (list) => list.slice(0, 5)],
    ['cut at its beginning', (list) => list.slice(5)],
    ['changed in the middle', (list) => [...list.slice(0, 50), 'x', ...list.slice(52)]],
    ['changed in one place', (list) => list.with(50, 'x')],
    ['changed all over', (list) => list.map((item) => `${item}!`)],
    ['turned round', (list) => list.toReversed()],
    ['given other elements', () => ['x']],
    ['given more of the same', (list) => [...list, ...list]],
  ])('leaves a list as it is to be when it is %s, and its time to live', async (_what, change) => {
    const { redis } = bench;
    const list = Array.from({ length: 100 }, (_, index) => String(index % 7));
    await redis.rpush('list', ...list);
    await redis.pexpire('list', 1_000_000);
    await run(
      transformOf((value: string[]) =>
        value.length === list.length && value.every((item, i) => item === list[i]) ? change(value) : value,
      ),
    );
    expect(await redis.lrange('list', 0, -1)).toEqual(change(list));
    expect(await redis.pttl('list')).toBeGreaterThan(900_000);
  });

  it('handles keys and values that are no text', async () => {
    const { redis } = bench;
    const key = Buffer.from([0xff, 0, 0x0a, 0x80]);
    const value = Buffer.from([0xfe, 1, 2]);
    await redis.set(key, value);
    await redis.hset(Buffer.from('hash'), Buffer.from([0xff]), value, 'text', 'é');
    const seen: unknown[] = [];
    await run(
      transformOf((found: unknown, name) => {
        if (name !== 'hash') {
          seen.push(name, found);
          return Buffer.isBuffer(found) && found.length === 3 ? Buffer.concat([found, found]) : found;
        }
        return new Map(
          [...(found as Map<unknown, unknown>)].map(([field, content]) => [field, field === 'text' ? 'ü' : content]),
        );
      }),
    );
    expect(seen.slice(0, 2)).toEqual([key, value]);
    expect(await redis.getBuffer(key)).toEqual(Buffer.concat([value, value]));
    expect(await redis.hgetallBuffer('hash')).toEqual({
      text: Buffer.from('ü'),
      [Buffer.from([0xff]).toString()]: value,
    });
  });

  it('renames with value and time to live, and looks at a renamed key no more', async () => {
    const { redis } = bench;
    for (let i = 0; i < 300; i += 1) await redis.set(`u:${String(i)}`, String(i), 'PX', 1_000_000);
    const transform = transformOf(
      (value: string, key) => ({ kind: 'rename', key: `u:${String(key).slice(2)}x`, value: `${value}+` }),
      { match: 'u:*' },
    );
    expect(await run(transform)).toMatchObject({ renamed: 300, changed: 0 });
    expect(await redis.get('u:17x')).toBe('17+');
    expect(await redis.exists('u:17', 'u:17xx')).toBe(0);
    expect(await redis.pttl('u:299x')).toBeGreaterThan(900_000);
  });

  it('overwrites nothing by a rename', async () => {
    const { redis } = bench;
    await redis.mset('a', 'mine', 'b', 'other');
    const transform = transformOf(() => ({ kind: 'rename', key: 'b', value: 'new' }), { match: 'a' });
    const error: unknown = await run(transform).catch((problem: unknown) => problem);
    expect(error).toMatchObject({ code: 'SQL_001', details: { key: 'a', thrown: 'its new name b is taken' } });
    expect((error as Error).message).not.toMatch(/\ba\b.*\bb\b/u);
    expect(await redis.mget('a', 'b')).toEqual(['mine', 'other']);
  });

  it('removes keys, and those that would be empty', async () => {
    const { redis } = bench;
    await redis.set('a', '1');
    await redis.sadd('b', '1');
    await redis.set('c', '1');
    await run(
      transformOf((value: unknown, key) => (key === 'a' ? { kind: 'remove' } : key === 'b' ? new Set() : value)),
    );
    expect((await redis.keys('*')).filter((key) => !key.startsWith('sluice:'))).toEqual(['c']);
  });

  it('leaves Sluice’s own keys alone, and lets nobody have their names', async () => {
    const seen: unknown[] = [];
    await bench.redis.set('a', '1');
    await run(transformOf((value: string, key) => (seen.push(key), value)));
    expect(seen).toEqual(['a']);
    await expect(
      run(transformOf(() => ({ kind: 'rename', key: 'sluice:x', value: '1' }), { id: '2:up' })),
    ).rejects.toMatchObject({ code: 'SQL_001' });
  });

  it.each<[string, () => Promise<unknown>, Partial<KeyTransform>, (value: never) => unknown, RegExp]>([
    [
      'up throws',
      () => bench.redis.set('k', 'x'),
      {},
      () => {
        throw new Error('secret-value');
      },
      /^secret-value$/u,
    ],
    ['a string is no JSON', () => bench.redis.set('k', 'secret-value'), { type: 'json' }, (v) => v, /secret-val/u],
    ['a hash is given a string', () => bench.redis.hset('k', 'a', '1'), {}, () => 'x', /has to be a Map/u],
    [
      'a score is no number',
      () => bench.redis.zadd('k', 1, 'a'),
      {},
      () => new Map([['a', 'x']]),
      /a score has to be a number/u,
    ],
    [
      'a field is a number',
      () => bench.redis.hset('k', 'a', '1'),
      {},
      () => new Map([['a', 1]]),
      /has to be text or a Buffer, not a number/u,
    ],
    ['a stream matches', () => bench.redis.xadd('k', '*', 'a', '1'), {}, (v) => v, /It is a stream/u],
  ])('fails by name when %s, and its message tells no data', async (_what, prepare, options, change, thrown) => {
    await prepare();
    const error: unknown = await run(transformOf(change, options)).catch((problem: unknown) => problem);
    expect(error).toMatchObject({ code: 'SQL_001', details: { key: 'k', thrown: expect.stringMatching(thrown) } });
    expect((error as Error).message).not.toMatch(/secret|\bk\b/u);
    expect((error as Error).cause).toBeUndefined();
  });

  it('looks only at keys of the type', async () => {
    const { redis } = bench;
    await redis.set('a', 'x');
    await redis.hset('b', 'f', 'x');
    await redis.xadd('c', '*', 'f', 'x');
    const progress = await run(transformOf((value: Map<string, string>) => value.set('f', 'y'), { type: 'hash' }));
    expect(progress).toMatchObject({ scanned: 2, changed: 1 });
  });

  it('does a key again that was changed between reading and writing, and overwrites nothing', async () => {
    const { redis } = bench;
    await redis.set('a', 'old');
    await redis.hset('b', 'f', 'old');
    await redis.set('c', 'old');
    await redis.set('d', 'old');
    const meddled = new Set<string>();
    const progress = await run(
      transformOf(async (value: unknown, key) => {
        const name = String(key);
        if (!meddled.has(name)) {
          meddled.add(name);
          if (name === 'a') await redis.set('a', 'new');
          if (name === 'b') await redis.hset('b', 'g', 'new');
          if (name === 'c') await redis.del('c');
          if (name === 'd') await redis.multi().del('d').sadd('d', 'new').exec();
        }
        return typeof value === 'string'
          ? `${value}!`
          : value instanceof Map
            ? new Map(value).set('done', '1')
            : new Set([...(value as Set<string>), 'done']);
      }),
    );
    expect(progress).toMatchObject({ changed: 3 });
    expect(progress.retried).toBeGreaterThanOrEqual(3);
    expect(await redis.get('a')).toBe('new!');
    expect(await redis.hgetall('b')).toEqual({ f: 'old', g: 'new', done: '1' });
    expect(await redis.exists('c')).toBe(0);
    expect((await redis.smembers('d')).toSorted()).toEqual(['done', 'new']);
  });

  it('gives up by name on a key that never holds still', async () => {
    const { redis } = bench;
    await redis.set('a', '0');
    const transform = transformOf(async (value: string) => (await redis.incr('a'), `${value}!`));
    await expect(run(transform)).rejects.toMatchObject({ code: 'LOCK_002', details: { key: 'a' } });
  });

  it('finds keys that came after it had passed by', async () => {
    const { redis } = bench;
    await redis.set('k:0', 'old');
    let made = 0;
    const progress = await run(
      transformOf(
        async (value: string) => {
          if (made < 3) await redis.set(`k:${String((made += 1))}`, 'old');
          return value === 'old' ? 'new' : value;
        },
        { match: 'k:*' },
      ),
    );
    expect(await redis.mget('k:0', 'k:1', 'k:2', 'k:3')).toEqual(['new', 'new', 'new', 'new']);
    expect(progress).toMatchObject({ changed: 4, unsettled: 0 });
  });

  it('says what is left when others go on writing the old form', async () => {
    const { redis } = bench;
    await redis.set('k:0', 'old');
    let made = 0;
    const writes = transformOf(async (value: string) => {
      await redis.set(`k:${String((made += 1))}`, 'old');
      return value === 'old' ? 'new' : value;
    });
    expect((await run(writes)).unsettled).toBeGreaterThan(0);
  });

  it('stops when it is told to, and goes on without doing a key twice', async () => {
    const { redis } = bench;
    const pipeline = redis.pipeline();
    for (let i = 0; i < 3000; i += 1) pipeline.set(`n:${String(i)}`, '0');
    await pipeline.exec();
    const transform = transformOf((value: string) => String(Number(value) + 1), { match: 'n:*' });
    let batches = 0;
    const stop = async (): Promise<void> => {
      if ((batches += 1) === 5) throw new Error('stop');
      return Promise.resolve();
    };
    await expect(bench.keys.transform(bench.fence, bench.limits, transform, stop)).rejects.toThrow('stop');
    const changed = (await redis.mget(...(await redis.keys('n:*')))).filter((value) => value === '1').length;
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(3000);
    const progress = await run(transform);
    expect(progress.changed).toBe(3000);
    expect(new Set(await redis.mget(...(await redis.keys('n:*'))))).toEqual(new Set(['1']));
  });

  it('keeps its marks small, and forgets them', async () => {
    const { redis, keys, fence } = bench;
    const pipeline = redis.pipeline();
    for (let i = 0; i < 5000; i += 1) pipeline.set(`n:${String(i)}`, '0');
    await pipeline.exec();
    await run(transformOf((value: string) => (value === '0' ? '1' : value), { match: 'n:*' }));
    const sets = await redis.keys('sluice:done:1:up:*');
    const sizes = await Promise.all(sets.map((key) => redis.call('MEMORY', 'USAGE', key)));
    expect(sizes.reduce<number>((sum, size) => sum + Number(size), 0) / 5000).toBeLessThan(16);
    expect(new Set(await Promise.all(sets.map((key) => redis.object('ENCODING', key))))).toEqual(new Set(['intset']));
    await keys.forget(fence, '1:up');
    await keys.forget(fence, '1:up');
    expect((await redis.keys('sluice:*')).toSorted()).toEqual(['sluice:lock']);
  });

  it('writes nothing once its lease is lost', async () => {
    const { redis } = bench;
    await redis.set('a', 'old');
    const transform = transformOf(async () => (await redis.hset('sluice:lock', 'owner', 'other'), 'new'));
    await expect(run(transform)).rejects.toMatchObject({ code: 'LOCK_001' });
    expect(await redis.get('a')).toBe('old');
  });
});

describe('a preview', () => {
  it('counts and shows, and writes nothing', async () => {
    const { redis, keys, limits } = bench;
    for (let i = 0; i < 20; i += 1) await redis.set(`k:${String(i)}`, i < 10 ? '1' : 'x');
    const before = await redis.dbsize();
    const transform = transformOf(
      (value: string, key) => (value === 'x' ? value : key === 'k:3' ? { kind: 'remove' } : `${value}0`),
      { match: 'k:*' },
    );
    const { progress, samples } = await keys.preview(transform, 100, limits.signal);
    expect(progress).toMatchObject({ scanned: 20, changed: 9, removed: 1, renamed: 0 });
    expect(samples.find(({ key }) => key === 'k:1')).toEqual({
      key: 'k:1',
      before: '1',
      change: { kind: 'set', value: '10' },
      repeats: true,
    });
    expect(samples).toHaveLength(10);
    expect(await redis.dbsize()).toBe(before);
    expect(await redis.get('k:1')).toBe('1');
    const once = transformOf((value: string) => value.padStart(3), { match: 'k:*' });
    expect((await keys.preview(once, 1, limits.signal)).samples.map(({ repeats }) => repeats)).toEqual([false]);
  });
});

describe('an undo', () => {
  it('takes back the marked keys and no other, and can be cut off itself', async () => {
    const { redis, keys, fence, limits } = bench;
    const pipeline = redis.pipeline();
    for (let i = 0; i < 3000; i += 1) pipeline.set(`n:${String(i)}`, '5');
    await pipeline.exec();
    const up = transformOf((value: string) => String(Number(value) + 1), { match: 'n:*' });
    const down = transformOf((value: string) => String(Number(value) - 1), { match: 'n:*', id: '1:undo' });
    const after = (batches: number) => {
      let seen = 0;
      return async (): Promise<void> => {
        if ((seen += 1) === batches) throw new Error('stop');
        return Promise.resolve();
      };
    };
    await expect(keys.transform(fence, limits, up, after(8))).rejects.toThrow('stop');
    await expect(keys.undo(fence, limits, '1:up', down, after(4))).rejects.toThrow('stop');
    await undo(down);
    expect(new Set(await redis.mget(...(await redis.keys('n:*'))))).toEqual(new Set(['5']));
  });

  it('finds renamed keys by their new names', async () => {
    const { redis } = bench;
    await redis.mset('old:1', 'a', 'old:2', 'b', 'new:9', 'not ours');
    await run(
      transformOf((value: string, key) => ({ kind: 'rename', key: String(key).replace('old', 'new'), value }), {
        match: 'old:*',
      }),
    );
    await undo(
      transformOf((value: string, key) => ({ kind: 'rename', key: String(key).replace('new', 'old'), value }), {
        match: 'new:*',
      }),
    );
    expect((await redis.keys('[on]*')).toSorted()).toEqual(['new:9', 'old:1', 'old:2']);
  });

  it('refuses before the first write when keys were removed', async () => {
    const { redis } = bench;
    await redis.mset('a', '1', 'b', '1');
    await run(transformOf((value: string, key) => (key === 'a' ? { kind: 'remove' } : `${value}!`)));
    await expect(undo(transformOf((value: string) => value.slice(0, -1)))).rejects.toMatchObject({ code: 'ROLL_001' });
    expect(await redis.get('b')).toBe('1!');
  });

  it('has nothing to do where nothing was done', async () => {
    expect(
      await undo(
        transformOf(() => 'x'),
        '9:up',
      ),
    ).toMatchObject({ changed: 0 });
  });
});

describe('a checkpoint', () => {
  it('is not trusted by another life of the server, and nothing is done twice all the same', async () => {
    const { redis, url } = bench;
    await redis.mset('n:1', '0', 'n:2', '0');
    const transform = transformOf((value: string) => String(Number(value) + 1), { match: 'n:*' });
    await run(transform);
    await redis.hset('sluice:progress:1:up', { server: 'another', cursor: '12345' });
    await redis.set('n:3', '0');
    const driver = await openDriver(url);
    await driver.keys?.transform(bench.fence, bench.limits, transform, unwatched);
    await driver.close();
    const client = clientOf(url);
    expect(await client.mget('n:1', 'n:2', 'n:3')).toEqual(['1', '1', '1']);
    client.disconnect();
  });
});
