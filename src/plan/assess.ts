import type { Facts } from '../driver.ts';
import type { Plan } from './types.ts';

/** How long a plan may take and how much can go wrong. */
export interface Assessment {
  readonly estimatedSeconds: number;
  readonly risk: 'low' | 'medium' | 'high';
  /** Why it is not low; one sentence each. */
  readonly reasons: readonly string[];
}

/** A table rewrite on an ordinary disk, in bytes per second; measured rates lie between 50 and 400 MB/s. */
const REWRITE_BYTES_PER_SECOND = 100_000_000;

/** A statement that changes only the catalogue, in seconds. */
const SECONDS_PER_STATEMENT = 0.05;

/** From this size on, a rewrite of everything takes minutes. */
const LARGE_BYTES = 10_000_000_000;

/**
 * A rough estimate, as if the files together rewrote the whole database once. Pure. A real figure needs
 * the duration that the same plan took in staging.
 */
export function assessPlan(plan: Plan, facts: Pick<Facts, 'sizeBytes' | 'longTransactions' | 'heldLocks'>): Assessment {
  const statements = plan.steps.reduce((sum, step) => sum + step.statements - step.done, 0);
  const rewrites = plan.steps.length === 0 ? 0 : facts.sizeBytes / REWRITE_BYTES_PER_SECOND;
  const reasons = [
    ...(plan.steps.some((step) => step.mode === 'statements')
      ? ['a file is applied statement by statement, so a failure leaves the first ones done']
      : []),
    ...(facts.sizeBytes > LARGE_BYTES && plan.steps.length > 0 ? ['the database is larger than 10 GB'] : []),
    ...(facts.longTransactions.length > 0 ? ['transactions have been open for long and hold locks'] : []),
    ...(facts.heldLocks.length > 0 ? ['other sessions hold locks on tables'] : []),
  ];
  return {
    estimatedSeconds: Math.ceil(statements * SECONDS_PER_STATEMENT + rewrites),
    risk: plan.steps.length === 0 || reasons.length === 0 ? 'low' : reasons.length === 1 ? 'medium' : 'high',
    reasons,
  };
}
