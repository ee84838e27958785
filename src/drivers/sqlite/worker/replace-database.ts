import type Database from 'better-sqlite3';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReplaceAnswer, ReplaceRequest } from '../protocol.ts';
import { carryTable } from './carry-present.ts';
import { copyPages } from './copy-pages.ts';
import { extendLease } from './extend-lease.ts';
import { openDatabase } from './open-database.ts';
import { replaceRows } from './replace-rows.ts';

/** How long to wait before the next try for the lock, in ms. */
const RETRY_MS = 50;

/**
 * Puts a restored file's content into the live database, in one transaction of it. What is there is
 * overwritten, but for Sluice's tables of the present.
 *
 * The lease is extended in the transaction that reads those tables. SQLite's copy then opens a
 * transaction of its own: nobody can take the lock over in the moment between, because the lease has
 * just begun anew.
 */
export async function replaceDatabase(path: string, request: ReplaceRequest): Promise<ReplaceAnswer> {
  const live = openDatabase(path, { busyMs: request.lockTimeoutMs });
  const restored = openDatabase(request.restored, { busyMs: 0 });
  try {
    if (request.mode === 'data') return replaceRows(live, request);
    alignWith(restored, live);
    const deadline = performance.now() + request.lockTimeoutMs;
    for (;;) {
      if (!carryPresent(live, restored, request)) return { kind: 'lease-lost' };
      if (await copyPages(restored, path)) return checked(live);
      if (performance.now() >= deadline) throw new LockedError();
      await delay(RETRY_MS);
    }
  } finally {
    restored.close();
    live.close();
  }
}

/** The live database stayed locked; has the code that SQLite gives such an error. */
class LockedError extends Error {
  readonly code = 'SQLITE_BUSY';

  constructor() {
    super('database is locked');
  }
}

/**
 * Gives the restored file the live one's page size, which cannot change in WAL mode, and takes it out
 * of WAL mode: the copy brings its header, and the journal mode in it, over otherwise.
 */
function alignWith(restored: Database.Database, live: Database.Database): void {
  restored.pragma('journal_mode = DELETE');
  const pageSize = live.pragma('page_size', { simple: true });
  if (restored.pragma('page_size', { simple: true }) === pageSize) return;
  restored.pragma(`page_size = ${String(pageSize)}`);
  restored.exec('vacuum');
}

/** Copies journal, lock and control over; false, with nothing copied, when the lease was lost. */
function carryPresent(live: Database.Database, restored: Database.Database, request: ReplaceRequest): boolean {
  live.exec('begin immediate');
  try {
    if (!extendLease(live, request.present.lock, request)) return false;
    restored.exec('begin');
    for (const table of Object.values(request.present)) carryTable(live, restored, table);
    restored.exec('commit');
    live.exec('commit');
    return true;
  } finally {
    if (restored.inTransaction) restored.exec('rollback');
    if (live.inTransaction) live.exec('rollback');
  }
}

function checked(live: Database.Database): ReplaceAnswer {
  const why = live.prepare<[], string>('pragma quick_check(1)').pluck().get();
  return why === 'ok' ? { kind: 'replaced' } : { kind: 'damaged', why: why ?? 'no answer' };
}
