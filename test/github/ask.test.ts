import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { systemClock, type Clock } from '../../src/clock.ts';
import { ask } from '../../src/github/ask.ts';

const shape = z.object({ count: z.number() });

/** Waits are noted, not waited. */
function impatientClock(waits: number[]): Clock {
  return {
    now: () => new Date('2026-01-02T03:04:05.000Z'),
    monotonic: () => systemClock.monotonic(),
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
}

/** An answer that octokit throws. */
function refusal(status: number, headers: Readonly<Record<string, string>> = {}): Error {
  return Object.assign(new Error(`HTTP ${String(status)}`), { status, response: { headers } });
}

/** Asks with these answers, one after the other; the last one stays. */
async function askWith(
  ...answers: readonly unknown[]
): Promise<{ readonly fact: unknown; readonly asked: number; readonly waits: readonly number[] }> {
  let asked = 0;
  const waits: number[] = [];
  const question = (): Promise<{ readonly data: unknown }> => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ data: answer });
  };
  const limits = { clock: impatientClock(waits), signal: new AbortController().signal };
  const fact = await ask(shape, question, 'actions: read', limits);
  return { fact, asked, waits };
}

describe('a question to GitHub', () => {
  it('is answered', async () => {
    expect(await askWith({ count: 1, more: 2 })).toEqual({
      fact: { known: true, value: { count: 1 } },
      asked: 1,
      waits: [],
    });
  });

  it.each([
    ['401', refusal(401), 'GitHub answered 401: the token is not good'],
    ['403', refusal(403), 'GitHub answered 403: the token may not read it'],
    ['404', refusal(404), 'GitHub answered 404: there is no such thing, or the token may not see it'],
    ['410', refusal(410), 'GitHub answered 410'],
  ])('that is answered with %s is not asked again', async (_, answer, why) => {
    const { fact, asked } = await askWith(answer);
    expect(fact).toEqual({ known: false, why: `${why}; it needs the permission \`actions: read\`` });
    expect(asked).toBe(1);
  });

  it.each([
    ['nothing', null],
    ['another shape', { counts: 1 }],
    ['a text', 'error'],
    ['a wrong type', { count: '1' }],
  ])('that is answered with %s is not answered', async (_, answer) => {
    const { fact, asked } = await askWith(answer);
    expect(fact).toMatchObject({ known: false, why: expect.stringContaining('is not understood') as unknown });
    expect(asked).toBe(1);
  });

  it.each([
    ['500', refusal(500)],
    ['503', refusal(503)],
    ['408', refusal(408)],
    ['a lost connection', new Error('socket hang up')],
  ])('is asked again after %s, and not for ever', async (_, answer) => {
    expect(await askWith(answer, answer, { count: 3 })).toMatchObject({ fact: { known: true }, asked: 3 });
    const { fact, asked, waits } = await askWith(answer);
    expect(fact).toMatchObject({ known: false });
    expect([asked, waits.length]).toEqual([5, 4]);
  });

  it('waits as long as a rate limit says', async () => {
    const reset = String(Date.UTC(2026, 0, 2, 3, 4, 35) / 1000);
    const { fact, waits } = await askWith(
      refusal(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }),
      refusal(429, { 'retry-after': '7' }),
      { count: 1 },
    );
    expect(fact).toMatchObject({ known: true });
    expect(waits).toEqual([30_000, 7000]);
  });

  it('does not wait for an hour', async () => {
    const { fact, asked, waits } = await askWith(refusal(403, { 'retry-after': '3600' }));
    expect(fact).toMatchObject({ known: false, why: expect.stringContaining('rate limit') as unknown });
    expect([asked, waits]).toEqual([1, []]);
  });

  it('ends with the run', async () => {
    const controller = new AbortController();
    const question = (): Promise<never> => {
      controller.abort(new Error('stop'));
      return Promise.reject(new Error('lost'));
    };
    const limits = { clock: impatientClock([]), signal: controller.signal };
    await expect(ask(shape, question, 'x', limits)).rejects.toThrow('stop');
  });
});
