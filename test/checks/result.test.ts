import { describe, expect, it } from '@jest/globals';
import { few } from '../../src/checks/result.ts';

describe('few', () => {
  it.each([
    [[], 2, ''],
    [['a'], 2, 'a'],
    [['a', 'b'], 2, 'a, b'],
    [['a', 'b', 'c'], 2, 'a, b and 1 more'],
    [Array.from({ length: 12 }, (_, index) => String(index)), undefined, '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more'],
  ])('%j, %s at most', (items, most, expected) => {
    expect(few(items, most)).toBe(expected);
  });
});
