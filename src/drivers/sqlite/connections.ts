import type { Clock } from '../../clock.ts';
import type { Blocker, OpenOptions } from '../../driver.ts';
import { plainTableName, PRESENT_TABLES, SLUICE_TABLES } from '../sql/tables.ts';
import { BUSY_SLICE_MS, type BusyWait } from './busy-wait.ts';
import { WorkerHost } from './host.ts';
import { launchProcess, launchThread } from './launch.ts';
import { lockHolders } from './lock-holders.ts';
import { OwnTransactions } from './own-transactions.ts';

/** How long Sluice's own short statements wait for a lock, in ms. */
export const STORE_WAIT_MS = 10_000;

/** Page caches, in KiB: whoever reads a table from end to end needs none. */
const SMALL_CACHE_KB = 2_000;
const LARGE_CACHE_KB = 16_000;

/**
 * The connections of one driver, each in a worker of its own and each opened when it is first needed:
 * `store` for Sluice's tables and `scan` for loops over rows and pages, in threads; `apply` for
 * migrations and `read` for single statements that may last, in processes, because SQLite's statements
 * can be stopped in no other way.
 *
 * This process must never open the database file by itself: closing any descriptor of it would drop
 * the locks that the threads' connections hold (see "How To Corrupt" in SQLite's documentation).
 */
export class Connections {
  readonly path: string;
  readonly options: OpenOptions;
  readonly own = new OwnTransactions();
  readonly store: WorkerHost;
  readonly scan: WorkerHost;
  readonly apply: WorkerHost;
  readonly read: WorkerHost;

  constructor(path: string, options: OpenOptions) {
    this.path = path;
    this.options = options;
    const launch = launchProcess(`sluice/${options.runId}`);
    const writes = { path, busyMs: BUSY_SLICE_MS, queryOnly: false, cacheKb: SMALL_CACHE_KB };
    const reads = { path, busyMs: STORE_WAIT_MS, queryOnly: true, cacheKb: SMALL_CACHE_KB };
    this.store = new WorkerHost(launchThread, writes, options.clock);
    this.scan = new WorkerHost(launchThread, reads, options.clock);
    this.apply = new WorkerHost(launch, { ...writes, cacheKb: LARGE_CACHE_KB }, options.clock);
    this.read = new WorkerHost(launch, { ...reads, cacheKb: LARGE_CACHE_KB }, options.clock);
  }

  get clock(): Clock {
    return this.options.clock;
  }

  /** Sluice's tables, in lower case. */
  get ownTables(): readonly string[] {
    return SLUICE_TABLES.map((table) => plainTableName(this.options.names, table).toLowerCase());
  }

  /** The tables that belong to the present, in the order journal, lock, control. */
  get presentTables(): readonly string[] {
    return PRESENT_TABLES.map((table) => plainTableName(this.options.names, table));
  }

  /** Other processes whose locks are in the way now. */
  blockers(): Promise<readonly Blocker[]> {
    const ours = [process.pid, this.apply.pid, this.read.pid].filter((pid) => pid !== null);
    return lockHolders(this.path, new Set(ours));
  }

  /** How the database is waited for. */
  busyWait(waitMs: number, signal: AbortSignal): BusyWait {
    return { path: this.path, clock: this.clock, signal, waitMs, blockers: () => this.blockers() };
  }

  /** Ends every connection in order. */
  async close(): Promise<void> {
    await Promise.all([this.store, this.scan, this.apply, this.read].map((host) => host.stop()));
  }
}
