import type { AppliedMigration, Fence, JournalRow, StoreNames } from '../../driver.ts';
import { extendLease, requireLease } from '../sql/fence.ts';
import type { SqlRunner } from '../sql/session.ts';
import { deleteApplied, insertApplied, insertJournal } from '../sql/stores.ts';
import type { Step } from './conversation.ts';
import { storeDialect } from './store-dialect.ts';

/** The server's error when {@link fenceStep} finds no lease of ours: division by zero. */
export const LEASE_LOST = '22012';

/** Takes down the statements that the shared stores would run, to send them in one round trip later. */
class Recorder implements SqlRunner {
  readonly steps: Step[] = [];

  query(text: string, values: readonly (string | number | null)[] = []): Promise<{ rows: []; affected: number }> {
    this.steps.push({ text, values });
    return Promise.resolve({ rows: [], affected: 1 });
  }
}

/** The statements that append journal rows. */
export async function journalSteps(names: StoreNames, rows: readonly JournalRow[]): Promise<readonly Step[]> {
  const recorder = new Recorder();
  await insertJournal(recorder, storeDialect, names, rows);
  return recorder.steps;
}

/** The statements that record a migration as applied. */
export async function appliedSteps(names: StoreNames, row: AppliedMigration): Promise<readonly Step[]> {
  const recorder = new Recorder();
  await insertApplied(recorder, storeDialect, names, row);
  return recorder.steps;
}

/** The statement that forgets a migration. */
export async function removedSteps(names: StoreNames, version: string): Promise<readonly Step[]> {
  const recorder = new Recorder();
  await deleteApplied(recorder, storeDialect, names, version);
  return recorder.steps;
}

/**
 * Extends the lease, and fails with {@link LEASE_LOST} in the server when it is not ours: so the COMMIT behind it
 * in the same round trip is never run, and no client that vanishes can keep the lock's row locked.
 */
export async function fenceStep(names: StoreNames, fence: Fence): Promise<Step> {
  const recorder = new Recorder();
  await extendLease(recorder, storeDialect, names, fence);
  const [update] = recorder.steps as [Step];
  return {
    text: `with lease as (${update.text} returning 1) select 1 / count(*) from lease`,
    values: update.values ?? [],
  };
}

/** Throws the `LOCK_001` of a lost lease, in the words of the shared stores. */
export async function leaseLost(names: StoreNames, fence: Fence): Promise<never> {
  await requireLease({ query: () => Promise.resolve({ rows: [], affected: 0 }) }, storeDialect, names, fence);
  throw new Error('A lease that was lost counted as held.');
}
