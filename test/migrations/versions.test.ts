import { describe, expect, it } from '@jest/globals';
import { compareVersions } from '../../src/migrations/versions.ts';

describe('compareVersions', () => {
  it.each([
    ['1', '2'],
    ['9', '10'],
    ['9', '0010'],
    ['0000', '1'],
    ['20240101000000', '20240101000001'],
    ['18446744073709551615', '18446744073709551616'],
    ['1.2', '1.10'],
    ['1', '1.0.1'],
    ['1.9', '2'],
    ['99999999999999999999', 'R__a'],
    ['R__B', 'R__a'],
    ['R__a', 'R__aa'],
  ])('%s comes before %s', (a, b) => {
    expect(compareVersions(a, b)).toBeLessThan(0);
    expect(compareVersions(b, a)).toBeGreaterThan(0);
  });

  it.each([
    ['12', '0012'],
    ['0', '000'],
    ['1', '1.0'],
    ['1.02', '1.2.0.0'],
    ['R__a', 'R__a'],
  ])('%s equals %s', (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
    expect(compareVersions(b, a)).toBe(0);
  });
});
