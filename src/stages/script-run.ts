import type { KeyProgress, Transaction } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import type { Entry } from '../journal/entries.ts';
import type { AppendRows } from '../journal/journal.ts';
import type { Script } from '../migrations/types.ts';
import type { ApplyMode, Direction, PartialFile } from '../plan/types.ts';
import { limitsOf, type StageContext } from './context.ts';

/** One direction of one migration, to be run now. */
export interface ScriptRun {
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  readonly direction: Direction;
  readonly script: Script;
  readonly mode: ApplyMode;
  /** How many statements an earlier run has done. */
  readonly done: number;
  /** A statement that an earlier run began; it is looked up before it is run again. */
  readonly inFlight: PartialFile['inFlight'];
  /** Warnings that an earlier run refused after the statement had been applied. */
  readonly warned: PartialFile['warned'];
  /** For a key migration. */
  readonly keys?: KeysRun;
}

/** How the keys of a key migration are gone over. */
export interface KeysRun {
  /** An earlier run had begun this: the keys it had marked are done. */
  readonly resumes: boolean;
  /** Only what a half-done `up` has marked is taken back. */
  readonly undoes: boolean;
}

/** True when a statement or COMMIT was under way as the connection broke. */
export function commitUnknown(error: unknown): boolean {
  return error instanceof SluiceError && error.details['commit'] === 'unknown';
}

type Append = (rows: AppendRows, ...entries: readonly Entry[]) => Promise<void>;

/**
 * One transaction with journal entries in it. When the connection is lost during COMMIT, the journal
 * in the database tells whether it went through.
 */
export async function inTransaction<T>(
  context: StageContext,
  run: ScriptRun,
  work: (tx: Transaction, append: Append) => Promise<T>,
): Promise<T> {
  const limits = limitsOf(context, run.script.lockTimeoutMs);
  return context.journal.within(async (append) => {
    let result: { readonly value: T } | undefined;
    try {
      return await context.driver.apply.transaction(context.fence, limits, async (tx) => {
        result = { value: await work(tx, append) };
        return result.value;
      });
    } catch (error) {
      if (result !== undefined && commitUnknown(error) && (await context.journal.isDurable(context.driver.journal))) {
        return result.value;
      }
      throw error;
    }
  });
}

/** The last entries of a script, and its record. */
export async function finish(
  context: StageContext,
  run: ScriptRun,
  tx: Transaction,
  append: Append,
  started: number,
  before: readonly Entry[],
  keys?: KeyProgress,
): Promise<void> {
  const durationMs = Math.round(context.clock.monotonic() - started);
  const { version, name, direction, checksum } = run;
  const statements = run.script.statements.length;
  const counts = keys === undefined ? {} : { keys };
  await append(tx.append, ...before, {
    kind: 'file-finished',
    version,
    name,
    direction,
    statements,
    ...counts,
    durationMs,
  });
  if (direction === 'down') return tx.removeApplied(version);
  const appliedAt = context.clock.now().toISOString();
  return tx.recordApplied({ version, name, checksum, appliedAt, durationMs, statements, runId: context.journal.runId });
}
