import type { Clock } from '../../clock.ts';
import type { Limits, OrphanSession } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { type Looker, text } from './looker.ts';
import { markedSessions } from './marker.ts';

/** What {@link endOrphans} works with. */
export interface OrphanSearch {
  readonly looker: Looker;
  readonly database: string;
  readonly clock: Clock;
  /** Sluice's own sessions. */
  readonly own: () => ReadonlySet<number>;
}

/** The beginning of the comment before each statement of Sluice; the run's id follows. */
const TAG_START = '/* sluice/';

/** The comment that goes before the statements of a run. */
export function tagOf(runId: string): string {
  return `${TAG_START}${runId.replaceAll(/[^\w.:@/-]/g, '_').replaceAll('*/', '__')} */`;
}

/** A killed ALTER throws away what it copied, which takes its time. */
const DEFAULT_PATIENCE_MS = 15 * 60_000;

/**
 * Ends what dead runs left: sessions with a mark of this database, and sessions that run a statement with
 * Sluice's comment in it.
 *
 * @throws SluiceError `PERM_001` when the account may not end one; `TIME_001` when one does not go away
 */
export async function endOrphans(
  { looker, database, clock, own }: OrphanSearch,
  limits: Limits,
): Promise<readonly OrphanSession[]> {
  const found = async (): Promise<readonly OrphanSession[]> => {
    const marked = await markedSessions((sql) => looker.query(sql), database);
    const processes = await looker.processes();
    const working = [...processes.values()]
      .filter((process) => process.database === database && process.query?.startsWith(TAG_START) === true)
      .map((process) => process.id);
    const mine = own();
    return [...new Set([...marked, ...working])]
      .filter((id) => !mine.has(id))
      .map((pid) => ({ pid, query: withoutTag(text(processes.get(pid)?.query) ?? null) }));
  };

  const orphans = await found();
  for (const { pid } of orphans) await looker.kill(pid);
  const patience = limits.statementTimeoutMs === 0 ? DEFAULT_PATIENCE_MS : limits.statementTimeoutMs;
  const until = clock.monotonic() + patience;
  for (let pause = 20; ; pause = Math.min(pause * 2, 1000)) {
    const ended = new Set(orphans.map(({ pid }) => pid));
    const left = (await found()).filter(({ pid }) => ended.has(pid));
    const first = left[0];
    if (first === undefined) return orphans;
    if (clock.monotonic() >= until) {
      throw new SluiceError(
        'TIME_001',
        `Session ${first.pid}, which a dead run left behind, has not ended ${patience} ms after it was killed.`,
        {
          fix: `Wait until it is gone from the process list, then run the command again.`,
          details: { pid: first.pid },
        },
      );
    }
    await clock.sleep(pause, limits.signal);
  }
}

function withoutTag(query: string | null): string | null {
  if (query === null || !query.startsWith(TAG_START)) return query;
  return query
    .slice(query.indexOf('*/') + 2)
    .trimStart()
    .slice(0, 500);
}
