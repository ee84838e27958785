import type { Clock } from '../../../clock.ts';
import { ServerError } from '../server-error.ts';
import { type Held, type Session, TimeIsUp } from '../session.ts';
import { quoteTable } from '../quote.ts';

/** How writing was held off while two snapshots were opened; null = it was not. */
export type HeldOff = 'server' | 'tables' | null;

/** Writers wait no longer than this for a lock that is itself waiting, in seconds. */
const WAIT_SECONDS = 2;
const ATTEMPTS = 3;
const PAUSE_MS = 500;

/** Lock wait timeout: somebody's statement or transaction was in the way; worth another try. */
const LOCK_WAIT = 1205;

async function attempt(held: Held, statement: string, clock: Clock, signal: AbortSignal): Promise<boolean> {
  for (let count = 1; ; count++) {
    try {
      await held.query(statement, [], { signal, timeoutMs: WAIT_SECONDS * 2_000 });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      const again = error instanceof TimeIsUp || (error instanceof ServerError && error.errno === LOCK_WAIT);
      if (held.lost !== null) throw error;
      // Denied, or not offered by this server: the next way.
      if (!again && error instanceof ServerError) return false;
      if (!again) throw error;
      if (count >= ATTEMPTS) return false;
      await clock.sleep(PAUSE_MS, signal);
    }
  }
}

/**
 * Holds off all writing while `work` opens its snapshots, so that they show one state. It needs RELOAD, or
 * else LOCK TABLES; with neither, or when a long transaction is in the way, `work` is called all the same.
 * The lock is given up when `work` is done.
 */
export async function atOneMoment(
  session: Session,
  where: { readonly database: string; readonly tables: readonly string[]; readonly clock: Clock },
  signal: AbortSignal,
  work: (heldOff: HeldOff) => Promise<void>,
): Promise<HeldOff> {
  const { database, tables, clock } = where;
  return session.exclusive(async (held) => {
    await held.query(`set session lock_wait_timeout = ${WAIT_SECONDS}`);
    const read = tables.map((name) => `${quoteTable({ schema: database, name })} read`);
    let heldOff: HeldOff = null;
    if (await attempt(held, 'flush tables with read lock', clock, signal)) heldOff = 'server';
    else if (read.length > 0 && (await attempt(held, `lock tables ${read.join(', ')}`, clock, signal)))
      heldOff = 'tables';
    try {
      await work(heldOff);
    } finally {
      if (heldOff !== null && held.lost === null) await held.query('unlock tables').catch(() => held.destroy());
    }
    // A connection that broke gave its lock up, nobody knows when.
    return held.lost === null ? heldOff : null;
  }, signal);
}
