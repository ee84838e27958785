import type { Blocker } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import type { StageContext } from './context.ts';

/** The work that may wait for a lock, and its name in messages. */
export interface LockedWork<T> {
  readonly version: string;
  /** `0003_add_index.up.sql:4`. */
  readonly place: string;
  readonly lockTimeoutMs: number;
  readonly run: () => Promise<T>;
}

/** The pause before the next try: grows with each try up to this many lock timeouts, and is spread at random. */
const LONGEST_PAUSE_IN_TIMEOUTS = 4;

/**
 * Runs work that may have to wait for locks of other sessions. Each try waits no longer than the lock
 * timeout, because everything that comes after it queues behind it in the server; between the tries it
 * steps back. While it waits, the blockers are looked up: afterwards nobody could say any more who they were.
 *
 * @throws SluiceError `LOCK_002` naming the blocker after the last try
 */
export async function withLockRetries<T>(context: StageContext, work: LockedWork<T>): Promise<T> {
  const tries = context.settings.lockRetries + 1;
  let blockers: readonly Blocker[] = [];
  for (let attempt = 1; ; attempt++) {
    const watch = watchBlockers(context, work.lockTimeoutMs);
    try {
      return await work.run();
    } catch (error) {
      const seen = await watch.stop();
      if (!(error instanceof SluiceError) || error.code !== 'LOCK_002') throw error;
      blockers = seen.length > 0 ? seen : blockers;
      if (attempt >= tries) throw gaveUp(work, tries, blockers, error);
      const waitMs = pause(work.lockTimeoutMs, attempt);
      await context.journal.append({ kind: 'lock-retry', version: work.version, attempt, waitMs, blockers });
      context.emit({
        level: 'warning',
        scope: context.journal.stage,
        message: `${work.place} could not get its lock${describe(blockers)}; try ${String(attempt)} of ${String(tries)}, again in ${String(waitMs)} ms`,
      });
      await context.clock.sleep(waitMs, context.signal);
      await context.obeyControl();
    } finally {
      await watch.stop();
    }
  }
}

/** Full jitter: anything between half and all of a pause that doubles with each try. */
function pause(lockTimeoutMs: number, attempt: number): number {
  const ceiling = lockTimeoutMs * Math.min(2 ** (attempt - 1), LONGEST_PAUSE_IN_TIMEOUTS);
  return Math.round(ceiling * (0.5 + Math.random() / 2));
}

/** Looks for blockers from half the lock timeout on, until stopped; a failing look is no failure of the run. */
function watchBlockers(context: StageContext, lockTimeoutMs: number): { stop(): Promise<readonly Blocker[]> } {
  const stopped = new AbortController();
  let seen: readonly Blocker[] = [];
  const watching = (async () => {
    for (;;) {
      await context.clock.sleep(Math.max(lockTimeoutMs / 2, 20), stopped.signal);
      const found = await context.driver.sessions.blockers();
      if (found.length > 0) seen = found;
    }
  })().catch(() => undefined);
  return {
    async stop() {
      stopped.abort();
      await watching;
      return seen;
    },
  };
}

/** Blockers in words, for messages. */
export function describe(blockers: readonly Blocker[]): string {
  if (blockers.length === 0) return '';
  const one = ({ pid, user, query, ageMs, certain }: Blocker): string =>
    `pid ${String(pid)}${user === null ? '' : ` (${user})`}${ageMs === null ? '' : `, since ${(ageMs / 1000).toFixed(1)} s`}` +
    `${query === null ? '' : `, "${query}"`}${certain ? '' : ' (possibly)'}`;
  return `, blocked by ${blockers.map(one).join('; ')}`;
}

function gaveUp<T>(work: LockedWork<T>, tries: number, blockers: readonly Blocker[], cause: SluiceError): SluiceError {
  const first = blockers[0];
  return new SluiceError(
    'LOCK_002',
    `${work.place} could not get its lock in ${String(tries)} tries of ${String(work.lockTimeoutMs)} ms${describe(blockers)}.`,
    {
      cause,
      fix:
        first === undefined
          ? 'Find the session that holds a lock on the table, wait for it or end it, then run the command again.'
          : `Wait until pid ${String(first.pid)} has ended its transaction, or end that session, then run the command again.`,
      details: { ...cause.details, blockers },
    },
  );
}
