import { few, passed, skipped, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = {
  id: 'long-transactions',
  title: 'Long transactions',
  expected: 'no transaction is open for more than a minute',
};

/** Transactions that have been open for long: an ALTER would wait behind them, and everything else behind the ALTER. */
export const checkLongTransactions: ReadinessCheck = ({ facts }) => {
  if (facts.keyspace !== undefined) return [skipped(NAME, 'an engine without open transactions')];
  const { longTransactions } = facts;
  if (longTransactions.length === 0) return [passed(NAME, 'none')];
  const sentences = longTransactions.map(
    ({ pid, user, ageMs, query }) =>
      `pid ${String(pid)}${user === null ? '' : ` (${user})`} for ${(ageMs / 1000).toFixed(0)} s${query === null ? '' : `: ${query}`}`,
  );
  return [
    warned(NAME, 'LOCK_002', few(sentences, 5), 'Wait for them or end these sessions before the migration starts.'),
  ];
};
