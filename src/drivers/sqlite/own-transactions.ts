import type { Fence } from '../../driver.ts';

/** What of our own may hold a lock of the database. */
export type OwnWork = 'write' | 'read';

/**
 * Keeps the account of our own work that locks the database. SQLite has one writer: while we write,
 * nobody can take the run lock over, so the lease is ours without renewing it, and while we read a
 * database in a rollback mode nobody can commit.
 */
export class OwnTransactions {
  readonly #open: Record<OwnWork, number> = { write: 0, read: 0 };
  #renewAfter: Fence | null = null;
  #renew: (fence: Fence) => Promise<unknown> = () => Promise.resolve();

  /** True while work of that kind is open. */
  has(work: OwnWork): boolean {
    return this.#open[work] > 0;
  }

  /** Remembers a lease that could not be renewed now. */
  renewLater(fence: Fence): void {
    this.#renewAfter = fence;
  }

  /** Says how a lease that fell due is renewed. */
  renewWith(renew: (fence: Fence) => Promise<unknown>): void {
    this.#renew = renew;
  }

  /** Does work that locks the database; a renewal that falls due meanwhile is made up for behind it. */
  async hold<T>(kind: OwnWork, work: () => Promise<T>): Promise<T> {
    this.#open[kind] += 1;
    try {
      return await work();
    } finally {
      this.#open[kind] -= 1;
      const fence = this.#renewAfter;
      if (fence !== null && this.#open.read + this.#open.write === 0) {
        this.#renewAfter = null;
        // The next renewal, or the next write, says it when the lease is gone.
        await this.#renew(fence).catch(() => {});
      }
    }
  }
}
