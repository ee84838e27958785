import type { Driver, Limits } from '../driver.ts';
import type { Journal } from '../journal/journal.ts';
import { readState, type JournalState, type RunState } from '../journal/state.ts';
import { lastWords, progressOf } from '../journal/words.ts';
import { isHalfDone } from '../plan/partial.ts';
import type { Emit } from './progress.ts';

/** The newest run, and the killed ones before it: a run that came to its end has said what it found. */
function unreported({ runs }: JournalState): readonly RunState[] {
  const ended = runs.findLastIndex((run) => run.status !== null);
  return runs.slice(Math.max(ended, 0)).filter((run) => run.status !== 'passed');
}

/** What the journal's state means, in one sentence each. */
export function findingsOf(state: JournalState): readonly string[] {
  return [...unreported(state).map(fateOf), ...[...state.partial.values()].filter(isHalfDone).map(progressOf)];
}

function fateOf(run: RunState): string {
  const who = `Run ${run.runId} (${run.command}, ${run.owner})`;
  if (run.status === null) {
    const rollback = run.rollback === null ? '' : '; its rollback had begun and is gone on with';
    return `${who} was killed: it never said that it ended. Its last entry: ${lastWords(run.last)}${rollback}.`;
  }
  const code = run.errorCode === null ? '' : ` with ${run.errorCode}`;
  return `${who} ended ${run.status}${code} at ${run.finishedAt ?? 'an unknown time'}.`;
}

/**
 * Looks at what earlier runs left behind: ends their sessions in the server, drops their scratch
 * databases, reads the journal, and journals what was found. Only with the run lock held.
 */
export async function recover(driver: Driver, journal: Journal, limits: Limits, emit: Emit): Promise<JournalState> {
  const orphans = await driver.sessions.endOrphans(limits);
  const swept = (await driver.snapshot?.sweepScratch(limits.signal)) ?? [];
  const state = await readState({
    append: (fence, rows) => driver.journal.append(fence, rows),
    read: (query) => withoutRun(driver, journal.runId, query),
  });
  const findings = [
    ...orphans.map(
      ({ pid, query }) =>
        `Ended the session ${String(pid)} that a dead run had left in the server${query === null ? '' : `, running: ${query}`}.`,
    ),
    ...swept.map((name) => `Dropped ${name}, which a dead run had left behind.`),
    ...findingsOf(state),
  ];
  if (findings.length > 0) await journal.append({ kind: 'recovered', runId: null, findings });
  for (const finding of findings) emit({ level: 'warning', scope: journal.stage, message: finding });
  return state;
}

/** The journal without the run that is asking. */
async function* withoutRun(
  driver: Driver,
  runId: string,
  query: Parameters<Driver['journal']['read']>[0],
): ReturnType<Driver['journal']['read']> {
  for await (const row of driver.journal.read(query)) if (row.runId !== runId) yield row;
}
