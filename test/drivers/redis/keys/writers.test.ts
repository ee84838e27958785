import { expect, it } from '@jest/globals';
import { counting } from './counting.ts';
import { Ledger } from './ledger.ts';
import { unwatched, workbench } from './workbench.ts';

const KEYS = 50_000;
const WRITERS = 8;

/** A command of ours that held the server up for longer, in µs, would hold up everybody. */
const LONGEST = 20_000;

it('loses and overwrites nothing of eight writers, and does each key exactly once', async () => {
  const bench = await workbench();
  const { redis, keys, fence, limits } = bench;
  try {
    const ledger = new Ledger(bench.url, KEYS, WRITERS);
    await ledger.fill(redis);
    await redis.config('SET', 'slowlog-log-slower-than', String(LONGEST));
    await redis.config('SET', 'slowlog-max-len', '10000');
    await redis.config('RESETSTAT');
    const stop = new AbortController();
    const writing = ledger.write(stop.signal);
    let progress;
    try {
      progress = [
        await keys.transform(fence, limits, counting.strings, unwatched),
        await keys.transform(fence, limits, counting.hashes, unwatched),
      ];
    } finally {
      stop.abort();
      await writing;
    }
    expect(await ledger.differences(redis, 1)).toEqual([]);
    expect(ledger.writes).toBeGreaterThan(1000);
    expect(progress.map(({ unsettled }) => unsettled)).toEqual([0, 0]);
    // The clock of the slow log runs on while other programs have the processor, so only the rule can be told from it.
    const calls = Number(/^cmdstat_evalsha:calls=(\d+)/mu.exec(await redis.info('commandstats'))?.[1]);
    const slow = (await redis.call('SLOWLOG', 'GET', '-1')) as readonly (readonly [number, number, number, string[]])[];
    expect(slow.filter(([, , , [name]]) => name === 'KEYS')).toEqual([]);
    expect(slow.length).toBeLessThan(calls / 4);
  } finally {
    await bench.close();
  }
}, 300_000);
