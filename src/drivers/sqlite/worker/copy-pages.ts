import type Database from 'better-sqlite3';
import { setTimeout as delay } from 'node:timers/promises';

/** Pages copied at a time: 4 MB of the usual 4 KB pages. */
const PAGES = 1024;

/** How often somebody's writes may disturb a copy before they have to wait. */
const RESTARTS = 3;

/** How long to leave a locked database alone before the next step, in ms. */
const PAUSE_MS = 20;

/** A copy that somebody's writes made begin anew too often. */
class RestartedTooOften extends Error {}

/**
 * Copies a database into a file with SQLite's backup API, in one transaction of that file that waits
 * for no lock; what was there is overwritten. Returns false, with nothing changed, when one of the
 * two is locked.
 *
 * The library takes a first step that found a lock for the end of the copy, and tells the two apart
 * only by a total of 0 pages. A later step that finds the source locked copies nothing.
 *
 * @param restarts how often the copy may be disturbed before `RestartedTooOften` is thrown
 */
export async function copyPages(source: Database.Database, target: string, restarts = Infinity): Promise<boolean> {
  // A file that was never written to has no page to copy, and must not look as if it were locked.
  const isEmpty = source.pragma('page_count', { simple: true }) === 0;
  let remaining = Infinity;
  let seen = 0;
  const { totalPages } = await source.backup(target, {
    progress: ({ remainingPages }) => {
      // A step that gained nothing began anew, or found the source locked.
      if (remainingPages >= remaining && ++seen > restarts) throw new RestartedTooOften();
      if (remainingPages === remaining) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
      remaining = remainingPages;
      return PAGES;
    },
  });
  return totalPages > 0 || isEmpty;
}

/**
 * Copies a live database. In WAL mode the copy shows the moment it began, and nobody waits. In the
 * rollback modes it begins anew when somebody else writes; after some restarts it holds a read lock
 * to its end, and writers wait.
 */
export async function copyLive(source: Database.Database, target: string): Promise<void> {
  if (source.pragma('journal_mode', { simple: true }) !== 'wal' && (await tryUnlocked(source, target))) return;
  source.exec('begin');
  try {
    source.prepare('select count(*) from sqlite_schema').get();
    while (!(await copyPages(source, target))) await delay(PAUSE_MS);
  } finally {
    source.exec('rollback');
  }
}

/** False when it found a lock, or was disturbed too often. */
async function tryUnlocked(source: Database.Database, target: string): Promise<boolean> {
  try {
    return await copyPages(source, target, RESTARTS);
  } catch (error) {
    if (error instanceof RestartedTooOften) return false;
    throw error;
  }
}
