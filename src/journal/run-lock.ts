import type { Clock } from '../clock.ts';
import type { Fence, LockHolder, LockStore } from '../driver.ts';
import { SluiceError } from '../errors.ts';

/** What {@link acquireRunLock} needs. */
export interface RunLockRequest {
  readonly store: LockStore;
  readonly owner: string;
  readonly leaseMs: number;
  /** How long to wait for another run; 0 = not at all. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called once when the wait begins. */
  readonly onWait?: (holder: LockHolder) => void;
}

/** The run lock while it is ours. */
export interface RunLock {
  readonly fence: Fence;
  /** A dead run whose lease had expired; null when the lock was free. */
  readonly takenOverFrom: LockHolder | null;
  /** Aborts with `LOCK_001` when the lease is lost, and with the reason of the run's own signal. */
  readonly signal: AbortSignal;
  /** Stops the renewal and gives the lock up. */
  release(): Promise<void>;
}

/** How often a waiting run looks again, in ms; random between the two, so that waiters do not march in step. */
const POLL_MS = { least: 250, most: 1000 } as const;

/** Renewals are due at this part of the lease, so that two may fail before it expires. */
const RENEWALS_PER_LEASE = 3;

/** The error that names who holds the lock, since when, and how to go on. */
export function heldByAnother(holder: LockHolder): SluiceError {
  return new SluiceError(
    'LOCK_001',
    `Another run holds the lock on this database: ${holder.owner}, since ${holder.acquiredAt} (its lease lasts until ${holder.expiresAt}).`,
    {
      fix:
        `Wait for that run to end. If it is dead, run this command again after ${holder.expiresAt}: ` +
        'the lease expires by itself, and the next run takes over and says what it found.',
      details: { owner: holder.owner, since: holder.acquiredAt, expiresAt: holder.expiresAt },
    },
  );
}

/**
 * Takes the lock, once or by polling until `waitMs` has passed, and keeps the lease until it is released.
 * Polling holds no transaction and no session lock, so that a waiter never blocks a statement of the owner.
 *
 * @throws SluiceError `LOCK_001` naming the owner and since when
 */
export async function acquireRunLock(request: RunLockRequest): Promise<RunLock> {
  const { store, owner, leaseMs, clock, signal } = request;
  const deadline = clock.monotonic() + request.waitMs;
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const attempt = await store.acquire(owner, leaseMs);
    if (attempt.kind === 'acquired') return keep(request, attempt.takenOverFrom);
    if (clock.monotonic() >= deadline) throw heldByAnother(attempt.holder);
    if (!told) request.onWait?.(attempt.holder);
    told = true;
    await clock.sleep(POLL_MS.least + Math.random() * (POLL_MS.most - POLL_MS.least), signal);
  }
}

/** Renews the lease in the background. */
function keep({ store, owner, leaseMs, clock, signal }: RunLockRequest, takenOverFrom: LockHolder | null): RunLock {
  const fence: Fence = { owner, leaseMs };
  const stop = new AbortController();
  const lost = new AbortController();
  const renewal = renewUntil(AbortSignal.any([stop.signal, signal]), fence, store, clock).catch((error: unknown) => {
    if (!stop.signal.aborted && !signal.aborted) lost.abort(error);
  });
  return {
    fence,
    takenOverFrom,
    signal: AbortSignal.any([signal, lost.signal]),
    async release() {
      stop.abort();
      await renewal;
      await store.release(owner);
    },
  };
}

/** Renews until stopped; throws when the lease was lost or could not be renewed before it expired. */
async function renewUntil(stop: AbortSignal, fence: Fence, store: LockStore, clock: Clock): Promise<never> {
  let renewedAt = clock.monotonic();
  for (;;) {
    await clock.sleep(fence.leaseMs / RENEWALS_PER_LEASE, stop);
    const asked = clock.monotonic();
    try {
      if (!(await store.renew(fence))) throw leaseLost('another run took it over');
      renewedAt = asked;
    } catch (error) {
      if (error instanceof SluiceError && error.code === 'LOCK_001') throw error;
      if (clock.monotonic() - renewedAt >= fence.leaseMs) throw leaseLost('it could not be renewed in time', error);
    }
  }
}

/** The error of a run whose lease is gone. */
export function leaseLost(why: string, cause?: unknown): SluiceError {
  return new SluiceError('LOCK_001', `This run lost its lease on the database: ${why}.`, {
    cause,
    fix: 'Nothing more was written. Look at `sluice status`, then run the command again.',
    details: { leaseLost: true },
  });
}
