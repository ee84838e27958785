import { failed, passed, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = { id: 'run-lock', title: 'Run lock', expected: 'no run is under way' };

/** A run that is under way, or that died and left its lock. */
export const checkRunLock: ReadinessCheck = ({ holder }) => {
  if (holder === null) return [passed(NAME, 'free')];
  const who = `${holder.owner}, since ${holder.acquiredAt}`;
  if (!holder.expired)
    return [
      failed(NAME, 'LOCK_001', `held by ${who}`, `Wait for that run; its lease lasts until ${holder.expiresAt}.`),
    ];
  return [
    warned(
      NAME,
      'LOCK_001',
      `left behind by ${who}; the lease expired at ${holder.expiresAt}`,
      'Nothing to do by hand: the next run takes over and says what it found.',
    ),
  ];
};
