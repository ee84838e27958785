import type { ControlStore, Fence, LockStore } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { extendLease } from '../sql/fence.ts';
import type { SqlRunner, SqlSession } from '../sql/session.ts';
import { controlStore, lockStore } from '../sql/stores.ts';
import { BUSY_SLICE_MS } from './busy-wait.ts';
import { type Connections, STORE_WAIT_MS } from './connections.ts';
import { sqliteDialect } from './dialect.ts';
import type { StoreSession } from './store-session.ts';

/** Part of the lease that a renewal may wait for the database, so that the next one comes in time. */
const RENEWALS_PER_LEASE = 4;

function isLocked(error: unknown): boolean {
  return error instanceof SluiceError && error.code === 'LOCK_002';
}

/** Extends the lease, waiting no longer than `waitMs`; false when it is another owner's. */
function renewWithin({ options }: Connections, session: StoreSession, fence: Fence, waitMs: number): Promise<boolean> {
  const runner: SqlRunner = { query: (sql, values) => session.queryWithin(waitMs, sql, values) };
  return extendLease(runner, sqliteDialect, options.names, fence);
}

/** The run lock of a database that has one writer at a time. */
export function sqliteLockStore(connections: Connections, session: StoreSession): LockStore {
  const { own, options } = connections;
  own.renewWith((fence) => renewWithin(connections, session, fence, BUSY_SLICE_MS));
  return {
    ...lockStore(session, sqliteDialect, options.names),
    async renew(fence) {
      // Nobody can write while we do, and our transaction extends the lease with its last write.
      if (!own.has('write')) {
        const waitMs = own.has('read') ? BUSY_SLICE_MS : Math.min(STORE_WAIT_MS, fence.leaseMs / RENEWALS_PER_LEASE);
        try {
          return await renewWithin(connections, session, fence, waitMs);
        } catch (error) {
          if (!isLocked(error) || !(own.has('write') || own.has('read'))) throw error;
        }
      }
      own.renewLater(fence);
      return true;
    },
  };
}

/**
 * Requests to live runs. While our own transaction keeps readers out, nobody can make a request either:
 * what was read last still holds.
 */
export function sqliteControlStore(connections: Connections, session: StoreSession): ControlStore {
  const { own, options } = connections;
  const patient = controlStore(session, sqliteDialect, options.names);
  const hastySession: SqlSession = {
    query: (sql, values) => session.queryWithin(BUSY_SLICE_MS, sql, values),
    inTransaction: (work) => session.inTransaction(work),
    isDuplicate: (error) => session.isDuplicate(error),
  };
  const hasty = controlStore(hastySession, sqliteDialect, options.names);
  const lastRead = new Map<string, Awaited<ReturnType<ControlStore['read']>>>();
  return {
    ...patient,
    async read(runId) {
      try {
        const found = await (own.has('write') ? hasty : patient).read(runId);
        lastRead.set(runId, found);
        return found;
      } catch (error) {
        if (!isLocked(error) || !own.has('write')) throw error;
        return lastRead.get(runId) ?? [];
      }
    },
  };
}
