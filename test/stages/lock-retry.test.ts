import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Blocker } from '../../src/driver.ts';
import { InterruptedError, SluiceError } from '../../src/errors.ts';
import type { StageContext } from '../../src/stages/context.ts';
import { describe as describeBlockers, withLockRetries } from '../../src/stages/lock-retry.ts';
import { failureOf, FENCE, type JournalFixture, openFixture } from '../journal/fixtures.ts';
import { inMemory, type Memory } from './memory.ts';

const LOCK_TIMEOUT_MS = 1000;
const BLOCKER: Blocker = { pid: 7, user: 'app', query: 'update leads', ageMs: 2500, certain: true };

const lockError = (): SluiceError => new SluiceError('LOCK_002', 'lock timeout', { details: { sqlState: '55P03' } });

let fixture: JournalFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

let memory: Memory;
let run: AbortController;
let obeyed: number;
beforeEach(() => {
  memory = inMemory();
  run = new AbortController();
  obeyed = 0;
});

/** A context whose server names these blockers whenever it is asked. */
function context(
  lockRetries: number,
  blockers: () => Promise<readonly Blocker[]> = () => Promise.resolve([]),
): StageContext {
  const { journal, clock, emit } = memory;
  return {
    driver: { ...fixture.driver, sessions: { ...fixture.driver.sessions, blockers } },
    journal,
    fence: FENCE,
    clock,
    signal: run.signal,
    settings: { lockTimeoutMs: LOCK_TIMEOUT_MS, lockRetries, statementTimeoutMs: 0, warnings: 'fail' },
    emit,
    obeyControl: () => {
      obeyed += 1;
      return Promise.resolve();
    },
  };
}

/** Work that fails with these errors, one a try, and then succeeds; each try lasts as long as the lock timeout. */
function work(...failures: readonly Error[]): Parameters<typeof withLockRetries<string>>[1] & { tries(): number } {
  let tries = 0;
  return {
    version: '3',
    place: '3_add.up.sql:4',
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    tries: () => tries,
    run: async () => {
      const failure = failures[tries];
      tries += 1;
      await memory.clock.sleeping();
      memory.clock.advance(LOCK_TIMEOUT_MS / 2);
      await memory.clock.sleeping();
      if (failure !== undefined) throw failure;
      return 'done';
    },
  };
}

/** Resolves when the journal has so many entries; the clock stands still meanwhile. */
async function journaled(count: number): Promise<void> {
  for (let turn = 0; memory.lines().length < count; turn++) {
    if (turn > 100_000) throw new Error(`The journal never had ${String(count)} entries.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets every pause between two tries pass; returns how long they were. */
async function passPauses(count: number): Promise<readonly number[]> {
  const pauses: number[] = [];
  for (let seen = 1; seen <= count; seen++) {
    await journaled(seen);
    await memory.clock.sleeping();
    const [pause = 0] = memory.clock.pending;
    pauses.push(pause);
    memory.clock.advance(pause);
  }
  return pauses;
}

describe('withLockRetries', () => {
  it('runs work that gets its lock once, and leaves nothing behind', async () => {
    const once = work();
    expect(await withLockRetries(context(3), once)).toBe('done');
    expect(once.tries()).toBe(1);
    expect(memory.lines()).toEqual([]);
    expect(memory.clock.pending).toEqual([]);
  });

  it('tries again after a pause, journals who was in the way, and obeys control between the tries', async () => {
    const twice = work(lockError());
    const running = withLockRetries(
      context(3, () => Promise.resolve([BLOCKER])),
      twice,
    );
    const [pause] = await passPauses(1);
    expect(await running).toBe('done');
    expect(twice.tries()).toBe(2);
    expect(obeyed).toBe(1);
    expect(memory.entries()).toEqual([
      { kind: 'lock-retry', version: '3', attempt: 1, waitMs: pause, blockers: [BLOCKER] },
    ]);
    expect(memory.events.map(({ message }) => message)).toEqual([
      `3_add.up.sql:4 could not get its lock, blocked by pid 7 (app), since 2.5 s, "update leads"; try 1 of 4, again in ${String(pause)} ms`,
    ]);
  });

  it('pauses longer and longer, up to four lock timeouts, each spread at random over its upper half', async () => {
    const running = withLockRetries(context(5), work(...Array.from({ length: 5 }, lockError)));
    const pauses = await passPauses(5);
    await running;
    for (const [index, timeouts] of [1, 2, 4, 4, 4].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual((timeouts * LOCK_TIMEOUT_MS) / 2);
      expect(pauses[index]).toBeLessThanOrEqual(timeouts * LOCK_TIMEOUT_MS);
    }
  });

  it('gives up after the last try, and names the blocker', async () => {
    const failing = work(lockError(), lockError(), lockError());
    const running = failureOf(
      withLockRetries(
        context(1, () => Promise.resolve([BLOCKER])),
        failing,
      ),
    );
    await passPauses(1);
    const error = await running;
    expect(failing.tries()).toBe(2);
    expect(error).toMatchObject({
      code: 'LOCK_002',
      message:
        '3_add.up.sql:4 could not get its lock in 2 tries of 1000 ms, blocked by pid 7 (app), since 2.5 s, "update leads".',
      details: { sqlState: '55P03', blockers: [BLOCKER] },
      cause: { message: 'lock timeout' },
    });
    expect(error.fix).toContain('pid 7');
  });

  it('remembers the blocker of an earlier try when the last one shows none', async () => {
    const answers = [[BLOCKER], []];
    const running = failureOf(
      withLockRetries(
        context(1, () => Promise.resolve(answers.shift() ?? [])),
        work(lockError(), lockError()),
      ),
    );
    await passPauses(1);
    expect((await running).message).toContain('pid 7');
  });

  it('says what to do when nobody knows who it was, or the server will not say', async () => {
    const error = await failureOf(
      withLockRetries(
        context(0, () => Promise.reject(new Error('not allowed'))),
        { ...work(), run: () => Promise.reject(lockError()) },
      ),
    );
    expect(error.message).toBe('3_add.up.sql:4 could not get its lock in 1 tries of 1000 ms.');
    expect(error.fix).toContain('Find the session');
  });

  it.each([new SluiceError('SQL_001', 'failed'), new Error('a bug')])('tries nothing else again: %s', async (error) => {
    const once = work(error);
    await expect(withLockRetries(context(3), once)).rejects.toBe(error);
    expect(once.tries()).toBe(1);
    expect(memory.lines()).toEqual([]);
  });

  it('leaves the pause when the run is interrupted', async () => {
    const running = withLockRetries(context(3), work(lockError()));
    await journaled(1);
    await memory.clock.sleeping();
    run.abort(new InterruptedError('by a signal'));
    await expect(running).rejects.toThrow('by a signal');
    expect(memory.clock.pending).toEqual([]);
  });
});

describe('blockers in words', () => {
  it.each<[string, readonly Blocker[], string]>([
    ['nobody', [], ''],
    ['what is known', [BLOCKER], ', blocked by pid 7 (app), since 2.5 s, "update leads"'],
    [
      'what is not',
      [{ pid: 8, user: null, query: null, ageMs: null, certain: false }],
      ', blocked by pid 8 (possibly)',
    ],
    [
      'several',
      [BLOCKER, { ...BLOCKER, pid: 9, query: null }],
      ', blocked by pid 7 (app), since 2.5 s, "update leads"; pid 9 (app), since 2.5 s',
    ],
  ])('name %s', (_title, blockers, expected) => {
    expect(describeBlockers(blockers)).toBe(expected);
  });
});
