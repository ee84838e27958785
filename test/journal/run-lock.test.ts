import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LockHolder } from '../../src/driver.ts';
import { InterruptedError } from '../../src/errors.ts';
import { acquireRunLock, heldByAnother, type RunLock, type RunLockRequest } from '../../src/journal/run-lock.ts';
import { failureOf, type JournalFixture, openFixture } from './fixtures.ts';

const LEASE_MS = 60_000;

let fixture: JournalFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
beforeEach(() => fixture.database.query('delete from sluice_lock'));
afterAll(() => fixture.close());

function acquire(owner: string, changes: Partial<RunLockRequest> = {}): Promise<RunLock> {
  const { driver, clock } = fixture;
  return acquireRunLock({
    store: driver.lock,
    owner,
    leaseMs: LEASE_MS,
    waitMs: 0,
    clock,
    signal: new AbortController().signal,
    ...changes,
  });
}

const setExpiry = (text: string): Promise<unknown> =>
  fixture.database.query(`update sluice_lock set expires_at = ${text}`);

/** A time in the past, in the form of the column. */
const LONG_AGO = "(select replace(expires_at, substr(expires_at, 1, 4), '2001') from sluice_lock)";

describe('acquireRunLock', () => {
  it('takes a free lock, and gives it up', async () => {
    const lock = await acquire('one');
    expect(lock).toMatchObject({ fence: { owner: 'one', leaseMs: LEASE_MS }, takenOverFrom: null });
    expect(await fixture.driver.lock.holder()).toMatchObject({ owner: 'one', expired: false });
    await lock.release();
    expect(await fixture.driver.lock.holder()).toBeNull();
    expect(lock.signal.aborted).toBe(false);
    expect(fixture.clock.pending).toEqual([]);
  });

  it('refuses a held lock at once, naming the owner and since when', async () => {
    const lock = await acquire('one');
    const holder = await fixture.driver.lock.holder();
    const error = await failureOf(acquire('two'));
    expect(error.code).toBe('LOCK_001');
    expect(error.message).toContain(`one, since ${String(holder?.acquiredAt)}`);
    expect(error.fix).toContain(String(holder?.expiresAt));
    expect(error.details).toMatchObject({ owner: 'one', since: holder?.acquiredAt, expiresAt: holder?.expiresAt });
    await lock.release();
  });

  it('waits for another run, says so once, and goes on when it has ended', async () => {
    const first = await acquire('one');
    const waits: LockHolder[] = [];
    const second = acquire('two', { waitMs: 100_000, onWait: (holder) => waits.push(holder) });
    // The renewal of the first sleeps too.
    await fixture.clock.sleeping(2);
    fixture.clock.advance(1000);
    await fixture.clock.sleeping(2);
    await first.release();
    fixture.clock.advance(1000);
    const lock = await second;
    expect(lock.takenOverFrom).toBeNull();
    expect(waits.map(({ owner }) => owner)).toEqual(['one']);
    expect(await fixture.driver.lock.holder()).toMatchObject({ owner: 'two' });
    await lock.release();
  });

  it('looks again after 250 to 1000 ms', async () => {
    const first = await acquire('one');
    const stop = new AbortController();
    const second = acquire('two', { waitMs: 100_000, signal: stop.signal });
    await fixture.clock.sleeping(2);
    const [pause = 0] = fixture.clock.pending;
    expect(pause).toBeGreaterThanOrEqual(250);
    expect(pause).toBeLessThanOrEqual(1000);
    stop.abort(new InterruptedError('told to leave'));
    await expect(second).rejects.toThrow(InterruptedError);
    await first.release();
  });

  it('gives up when the time is over', async () => {
    const first = await acquire('one');
    const second = failureOf(acquire('two', { waitMs: 1000 }));
    await fixture.clock.sleeping(2);
    fixture.clock.advance(1000);
    expect((await second).code).toBe('LOCK_001');
    await first.release();
  });

  it('does not try when the run was interrupted before', async () => {
    await expect(acquire('one', { signal: AbortSignal.abort(new InterruptedError('left')) })).rejects.toThrow('left');
    expect(await fixture.driver.lock.holder()).toBeNull();
  });

  it('takes over from a dead run whose lease expired, and says from whom', async () => {
    await fixture.driver.lock.acquire('dead', LEASE_MS);
    await setExpiry(LONG_AGO);
    const lock = await acquire('one');
    expect(lock.takenOverFrom).toMatchObject({ owner: 'dead', expired: true });
    expect(await fixture.driver.lock.holder()).toMatchObject({ owner: 'one', expired: false });
    await lock.release();
  });
});

describe('the lease', () => {
  it('is renewed three times before it would expire', async () => {
    const lock = await acquire('one');
    await fixture.clock.sleeping();
    expect(fixture.clock.pending).toEqual([LEASE_MS / 3]);
    await setExpiry(LONG_AGO);
    fixture.clock.advance(LEASE_MS / 3);
    await fixture.clock.sleeping();
    expect(await fixture.driver.lock.holder()).toMatchObject({ owner: 'one', expired: false });
    await lock.release();
  });

  it('ends the run when another took it over', async () => {
    const lock = await acquire('one');
    await fixture.database.query("update sluice_lock set owner = 'two'");
    fixture.clock.advance(LEASE_MS / 3);
    await once(lock.signal, 'abort');
    expect(lock.signal.reason).toMatchObject({ code: 'LOCK_001', details: { leaseLost: true } });
    // Giving up what is not ours takes nothing from the other.
    await lock.release();
    expect(await fixture.driver.lock.holder()).toMatchObject({ owner: 'two' });
  });

  it('ends the run when it could not be renewed in time, and not before', async () => {
    const { lock: store } = fixture.driver;
    const lock = await acquire('one', { store: { ...store, renew: () => Promise.reject(new Error('no connection')) } });
    for (const _ of [1, 2]) {
      await fixture.clock.sleeping();
      fixture.clock.advance(LEASE_MS / 3);
    }
    await fixture.clock.sleeping();
    expect(lock.signal.aborted).toBe(false);
    fixture.clock.advance(LEASE_MS / 3);
    await once(lock.signal, 'abort');
    expect(lock.signal.reason).toMatchObject({ code: 'LOCK_001', cause: { message: 'no connection' } });
    await lock.release();
  });

  it('outlives a failed renewal, however late in the run', async () => {
    const { lock: store } = fixture.driver;
    const answers = [true, true, true, false, true];
    const lock = await acquire('one', {
      store: {
        ...store,
        renew: (fence) => (answers.shift() === false ? Promise.reject(new Error('hiccup')) : store.renew(fence)),
      },
    });
    for (const _ of [1, 2, 3, 4, 5]) {
      await fixture.clock.sleeping();
      fixture.clock.advance(LEASE_MS / 3);
    }
    await fixture.clock.sleeping();
    expect(lock.signal.aborted).toBe(false);
    expect(answers).toEqual([]);
    await lock.release();
  });

  it('passes the reason of the run’s own signal on', async () => {
    const run = new AbortController();
    const lock = await acquire('one', { signal: run.signal });
    run.abort(new InterruptedError('told to leave'));
    expect(lock.signal.reason).toBeInstanceOf(InterruptedError);
    await lock.release();
    expect(await fixture.driver.lock.holder()).toBeNull();
  });
});

describe('heldByAnother', () => {
  it('says who, since when, and when the lease ends', () => {
    const error = heldByAnother({
      owner: 'ci on host (pid 7, run r)',
      acquiredAt: '2026-01-02T03:04:05.678Z',
      expiresAt: '2026-01-02T03:05:05.678Z',
      expired: false,
    });
    expect(error.code).toBe('LOCK_001');
    expect(error.message).toBe(
      'Another run holds the lock on this database: ci on host (pid 7, run r), since 2026-01-02T03:04:05.678Z (its lease lasts until 2026-01-02T03:05:05.678Z).',
    );
    expect(error.fix).toContain('2026-01-02T03:05:05.678Z');
  });
});
