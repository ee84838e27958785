import { describe, expect, it } from '@jest/globals';
import type { WindowConfig } from '../../src/config/types.ts';
import { shutReason } from '../../src/evidence/window.ts';

const BERLIN: WindowConfig = {
  days: [1, 2, 3, 4],
  hours: { from: 9 * 60, to: 16 * 60 },
  timeZone: 'Europe/Berlin',
  freeze: [{ from: '2026-12-20', to: '2027-01-06' }],
};

describe('a promotion window', () => {
  it.each([
    ['opens with its first minute', BERLIN, '2026-11-23T08:00:00Z', null],
    ['ends before its last', BERLIN, '2026-11-23T15:00:00Z', 'Monday 16:00'],
    ['goes by the time zone in summer', BERLIN, '2026-07-06T07:00:00Z', null],
    ['is shut on other days', BERLIN, '2026-11-20T10:00:00Z', 'Friday 11:00'],
    ['goes by the day of the time zone', BERLIN, '2026-12-19T23:30:00Z', 'freeze from 2026-12-20'],
    ['is shut on the last day of a freeze', BERLIN, '2027-01-06T10:00:00Z', 'freeze'],
    ['opens after it', BERLIN, '2027-01-07T10:00:00Z', null],
  ])('%s', (_, window, at, reason) => {
    const shut = shutReason(window, new Date(at));
    if (reason === null) expect(shut).toBeNull();
    else expect(shut).toContain(reason);
  });

  it('goes on past midnight', () => {
    const night: WindowConfig = { days: [5], hours: { from: 22 * 60, to: 4 * 60 }, timeZone: 'UTC', freeze: [] };
    expect(shutReason(night, new Date('2026-11-20T23:00:00Z'))).toBeNull();
    expect(shutReason(night, new Date('2026-11-21T03:59:00Z'))).toBeNull();
    expect(shutReason(night, new Date('2026-11-21T04:00:00Z'))).toContain('Friday, 22:00 to 04:00');
    expect(shutReason(night, new Date('2026-11-20T03:00:00Z'))).toContain('Friday 03:00');
  });

  it('is open every day where it names none', () => {
    expect(shutReason({ days: [], hours: null, timeZone: 'UTC', freeze: [] }, new Date())).toBeNull();
  });
});
