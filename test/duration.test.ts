import { describe, expect, it } from '@jest/globals';
import { DURATION_PATTERN, formatDuration, parseDuration } from '../src/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['5s', 5_000],
    ['60s', 60_000],
    ['15min', 900_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['0s', 0],
    ['1.5h', 5_400_000],
    ['0.5ms', 1],
    ['1h30min', 5_400_000],
    ['1m500ms', 60_500],
    ['1d2h3min4s5ms', 93_784_005],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '5',
    '0',
    's',
    '-5s',
    '+5s',
    '5 s',
    ' 5s',
    '5s ',
    '5S',
    '5sec',
    '1,5h',
    '.5s',
    '5.s',
    '1h 30min',
    'h5',
    '1e3s',
    '٥s',
  ])('does not read %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('does not read a number that cannot be counted in whole milliseconds', () => {
    expect(parseDuration(`${'9'.repeat(20)}d`)).toBeNull();
    expect(DURATION_PATTERN.test(`${'9'.repeat(20)}d`)).toBe(true);
  });

  it('answers a long text that almost fits at once', () => {
    expect(parseDuration(`${'1'.repeat(50_000)}x`)).toBeNull();
    expect(parseDuration(`${'1s'.repeat(50_000)}x`)).toBeNull();
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [1_500, '1500ms'],
    [5_000, '5s'],
    [90_000, '90s'],
    [900_000, '15min'],
    [86_400_000, '1d'],
    [90_000_000, '25h'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
    expect(parseDuration(text)).toBe(ms);
  });
});
