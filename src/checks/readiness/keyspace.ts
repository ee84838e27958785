import type { KeyspaceFacts } from '../../driver.ts';
import { few, passed, skipped, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

/** A key of this size holds up the server while it is read as a whole. */
const BIG_BYTES = 16_000_000;

const KEYS = { id: 'keyspace', title: 'Keys', expected: 'to be known' };
const BIG = {
  id: 'keyspace',
  title: 'Big keys',
  expected: `no key above ${String(BIG_BYTES / 1_000_000)} MB in a sample`,
};

function size(bytes: number): string {
  return bytes < 100_000 ? `${String(bytes)} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function databases({ databases: all }: KeyspaceFacts): string {
  if (all.length === 0) return 'none';
  return few(
    all.map(({ database, keys, expiring }) => `db${String(database)}: ${String(keys)}, ${String(expiring)} expiring`),
    16,
  );
}

function bigKeys({ bigKeys: { sampled, keys, largest } }: KeyspaceFacts): ReturnType<typeof passed> {
  const [first] = largest;
  if (first === undefined) return skipped(BIG, keys === 0 ? 'there are no keys' : 'no sample could be taken');
  const of = `of a sample of ${String(sampled)} of ${String(keys)} keys`;
  const name = ({ database, key, type, bytes }: typeof first): string =>
    `${JSON.stringify(key)} in db${String(database)} (${type}, ${size(bytes)})`;
  const big = largest.filter(({ bytes }) => bytes > BIG_BYTES);
  if (big.length === 0) return passed(BIG, `the largest ${of}: ${name(first)}`);
  return warned(
    BIG,
    'MEM_001',
    `${of}: ${few(big.map(name))}`,
    'Split these keys: the server serves nobody else while one is copied or migrated.',
  );
}

/** How many keys there are, and whether some are so big that they hold up the server. */
export const checkKeyspace: ReadinessCheck = ({ facts }) =>
  facts.keyspace === undefined ? [] : [passed(KEYS, databases(facts.keyspace)), bigKeys(facts.keyspace)];
