import type { Clock } from '../../src/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it on. */
export class ManualClock implements Clock {
  #elapsed = 0;
  readonly #sleepers = new Set<Sleeper>();
  readonly #watchers = new Set<() => void>();

  /** 2026-01-02T03:04:05.000Z at the start. */
  now(): Date {
    return new Date(Date.UTC(2026, 0, 2, 3, 4, 5) + this.#elapsed);
  }

  monotonic(): number {
    return this.#elapsed;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper: Sleeper = { due: this.#elapsed + ms, wake: resolve };
    const abort = (): void => {
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.#sleepers.add(sleeper);
    for (const look of this.#watchers) look();
    try {
      await promise;
    } finally {
      this.#sleepers.delete(sleeper);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** How long those who sleep now have still to sleep, in ms, shortest first. */
  get pending(): readonly number[] {
    return Array.from(this.#sleepers, ({ due }) => due - this.#elapsed).toSorted((a, b) => a - b);
  }

  /** Resolves as soon as at least `count` sleep. */
  async sleeping(count = 1): Promise<void> {
    if (this.#sleepers.size >= count) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (this.#sleepers.size >= count) resolve();
    };
    this.#watchers.add(look);
    await promise;
    this.#watchers.delete(look);
  }

  /** Moves on, and wakes whoever has slept long enough. */
  advance(ms: number): void {
    this.#elapsed += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.due > this.#elapsed) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}
