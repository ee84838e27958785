import { few, passed, skipped, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = { id: 'held-locks', title: 'Locks held by others', expected: 'no other session locks a table' };

/** Locks of other sessions on user tables, right now. */
export const checkHeldLocks: ReadinessCheck = ({ facts }) => {
  if (facts.keyspace !== undefined) return [skipped(NAME, 'an engine without locks on tables')];
  if (facts.heldLocks.length === 0) return [passed(NAME, 'none')];
  const sentences = facts.heldLocks.map(
    ({ table, pid, query }) => `${table} by pid ${String(pid)}${query === null ? '' : `: ${query}`}`,
  );
  return [
    warned(
      NAME,
      'LOCK_002',
      few(sentences, 5),
      'Find out what these sessions do; a migration of these tables waits for them.',
    ),
  ];
};
