import type { Stamped } from '../journal/entries.ts';
import { JournalFold, type RunState } from '../journal/state.ts';
import { stampedOf } from '../journal/journal.ts';
import { SluiceError } from '../errors.ts';
import { lastWords } from '../journal/words.ts';
import type { OpenTarget } from './execution.ts';

/** One run, as the journal has it. */
export interface PastRun {
  readonly runId: string;
  readonly command: string;
  readonly environment: string | null;
  readonly owner: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** `killed` when it never said that it ended. */
  readonly status: string;
  readonly errorCode: string | null;
  readonly last: string;
}

function pastRun(run: RunState): PastRun {
  const { runId, command, environment, owner, startedAt, finishedAt, errorCode } = run;
  return {
    runId,
    command,
    environment,
    owner,
    startedAt,
    finishedAt,
    errorCode,
    status: run.status ?? 'killed or running',
    last: lastWords(run.last),
  };
}

/** The newest runs, newest first; reads two rows a run. */
export async function readHistory({ driver, inputs }: OpenTarget): Promise<readonly PastRun[]> {
  const fold = new JournalFold();
  for await (const row of driver.journal.read({ kinds: ['run-started', 'run-finished', 'error'] }))
    fold.add(stampedOf(row));
  return fold.result().runs.map(pastRun).toReversed().slice(0, inputs.limit);
}

/**
 * One run's entries, in order.
 *
 * @throws SluiceError `CONF_001` when the journal does not know the run
 */
export async function readRun({ driver }: OpenTarget, runId: string): Promise<readonly Stamped[]> {
  const entries: Stamped[] = [];
  for await (const row of driver.journal.read({ runIds: [runId] })) entries.push(stampedOf(row));
  if (entries.length > 0) return entries;
  throw new SluiceError('CONF_001', `The journal has no run ${runId}.`, { fix: '`sluice history` shows the runs.' });
}

/** Runs for people, one a line. */
export function historyText(runs: readonly PastRun[]): string {
  if (runs.length === 0) return 'no runs yet';
  return runs
    .map(
      (run) =>
        `${run.startedAt}  ${run.runId}  ${run.command}  ${run.status}${run.errorCode === null ? '' : ` ${run.errorCode}`}  ${run.owner}`,
    )
    .join('\n');
}
