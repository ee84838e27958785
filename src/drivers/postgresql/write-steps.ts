import type { AppliedMigration, Fence, JournalRow, StoreNames } from '../../driver.ts';
import { extendLease, requireLease } from '../sql/fence.ts';
import type { SqlRunner, StoreDialect } from '../sql/session.ts';
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

/** A write to Sluice's tables, in a dialect that says how its placeholders are numbered. */
export type Write = (runner: SqlRunner, dialect: StoreDialect) => Promise<void>;

/** Appends journal rows. */
export function journalWrite(names: StoreNames, rows: readonly JournalRow[]): Write {
  return (runner, dialect) => insertJournal(runner, dialect, names, rows);
}

/** Records a migration as applied. */
export function appliedWrite(names: StoreNames, row: AppliedMigration): Write {
  return (runner, dialect) => insertApplied(runner, dialect, names, row);
}

/** Forgets a migration. */
export function removedWrite(names: StoreNames, version: string): Write {
  return (runner, dialect) => deleteApplied(runner, dialect, names, version);
}

/** The statements of writes, one after the other. */
export async function stepsOf(writes: readonly Write[]): Promise<readonly Step[]> {
  const recorder = new Recorder();
  for (const write of writes) await write(recorder, storeDialect);
  return recorder.steps.map((step) => ({ ...step, rowless: true }));
}

/** More values than this are not bound to one statement; the protocol would take 65,535. */
const MOST_VALUES = 1_000;

/**
 * The writes and, last, the check of the fence: as one statement, or as several when they bind very much.
 *
 * The fence extends the lease, and fails with {@link LEASE_LOST} in the server when it is not ours: so the COMMIT behind
 * it in the same round trip is never run, and no client that vanishes can keep the lock's row locked.
 */
export async function fencedSteps(
  writes: readonly Write[],
  names: StoreNames,
  fence: Fence,
): Promise<readonly [...Step[], Step]> {
  const parts: Step[] = [];
  let bound = 0;
  for (const write of [...writes, fenceWrite(names, fence)]) {
    const recorder = new Recorder();
    const offset = bound;
    await write(recorder, { ...storeDialect, placeholder: (n) => `$${String(offset + n)}` });
    parts.push(...recorder.steps);
    bound += recorder.steps.reduce((sum, { values = [] }) => sum + values.length, 0);
  }
  if (bound > MOST_VALUES) return [...(await stepsOf(writes)), ...(await fencedSteps([], names, fence))];
  const lease = parts.at(-1)?.text ?? '';
  const named = parts.slice(0, -1).map(({ text }, index) => `write${String(index)} as (${text})`);
  return [
    {
      text: `with ${[...named, `lease as (${lease} returning 1)`].join(', ')} select 1 / count(*) from lease`,
      values: parts.flatMap(({ values = [] }) => values),
      rowless: true,
    },
  ];
}

function fenceWrite(names: StoreNames, fence: Fence): Write {
  return async (runner, dialect) => {
    await extendLease(runner, dialect, names, fence);
  };
}

/** Throws the `LOCK_001` of a lost lease, in the words of the shared stores. */
export async function leaseLost(names: StoreNames, fence: Fence): Promise<never> {
  await requireLease({ query: () => Promise.resolve({ rows: [], affected: 0 }) }, storeDialect, names, fence);
  throw new Error('A lease that was lost counted as held.');
}
