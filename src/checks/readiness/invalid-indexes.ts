import { failed, passed, skipped } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = { id: 'invalid-indexes', title: 'Invalid indexes', expected: 'every index is used by the server' };

/** Indexes that a failed CREATE INDEX CONCURRENTLY left: they cost on every write and serve no read. */
export const checkInvalidIndexes: ReadinessCheck = ({ facts }) => {
  if (facts.keyspace !== undefined) return [skipped(NAME, 'an engine without indexes')];
  if (facts.invalidIndexes.length === 0) return [passed(NAME, 'none')];
  return facts.invalidIndexes.map(({ index, table, fix }) =>
    failed(NAME, 'SQL_001', `${index} on ${table} is INVALID`, fix),
  );
};
