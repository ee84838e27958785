import type { StageName } from '../journal/entries.ts';
import { InterruptedError } from '../errors.ts';
import type { StageContext } from './context.ts';

/** What a stage did. */
export interface StageOutcome {
  readonly status: 'passed' | 'warned' | 'skipped';
  /** How many things it worked on: files, tables, checks. */
  readonly records: number;
  /** Why it was skipped or warned; null when it passed. */
  readonly reason: string | null;
}

/** One of the eight stages. */
export interface Stage {
  readonly name: StageName;
  readonly run: () => Promise<StageOutcome>;
}

/** A stage that this kind of plan has no work for. */
export function nothingToDo(name: StageName, reason: string): Stage {
  return { name, run: () => Promise.resolve({ status: 'skipped', records: 0, reason }) };
}

/**
 * Runs the stages in order; each is journaled when it begins and when it ends. The first that throws
 * ends the sequence, and what it threw is thrown on.
 */
export async function runStages(
  context: Pick<StageContext, 'journal' | 'clock' | 'emit'>,
  stages: readonly Stage[],
): Promise<void> {
  for (const stage of stages) await runStage(context, stage);
}

async function runStage(
  { journal, clock, emit }: Pick<StageContext, 'journal' | 'clock' | 'emit'>,
  stage: Stage,
): Promise<void> {
  const started = clock.monotonic();
  journal.enter(stage.name);
  await journal.append({ kind: 'stage-started' });
  const elapsed = (): number => Math.round(clock.monotonic() - started);
  try {
    const outcome = await stage.run();
    journal.enter(stage.name);
    await journal.append({ kind: 'stage-finished', ...outcome, durationMs: elapsed() });
    const reason = outcome.reason === null ? '' : `: ${outcome.reason}`;
    emit({ level: 'info', scope: stage.name, message: `${outcome.status}${reason}` });
  } catch (error) {
    const status = error instanceof InterruptedError ? 'interrupted' : 'failed';
    const reason = error instanceof Error ? error.message : String(error);
    // The stage may have gone back by itself meanwhile.
    journal.enter(stage.name);
    // The reason of the failure must not be hidden by a journal that cannot be reached any more.
    await journal
      .append({ kind: 'stage-finished', status, durationMs: elapsed(), records: 0, reason })
      .catch((second: unknown) => {
        emit({ level: 'warning', scope: stage.name, message: `the journal could not be written: ${String(second)}` });
      });
    throw error;
  }
}
