import { describe, expect, it } from '@jest/globals';
import { suggest } from '../../src/config/suggest.ts';

const NAMES = ['lock-timeout', 'lock-retries', 'statement-timeout', 'run-lease', 'url', 'to'];

describe('suggest', () => {
  it.each([
    ['lock-timout', 'lock-timeout'],
    ['lock_timeout', 'lock-timeout'],
    ['lockTimeout', 'lock-timeout'],
    ['LOCK TIMEOUT', 'lock-timeout'],
    ['lokc-timeout', 'lock-timeout'],
    ['runlease', 'run-lease'],
    ['uri', 'url'],
    ['ulr', 'url'],
    ['ot', 'to'],
    ['xyz', null],
    ['', null],
    ['timeout', null],
    ['x'.repeat(10_000), null],
  ])('of %.20j is %j', (given, expected) => {
    expect(suggest(given, NAMES)).toBe(expected);
  });
});
