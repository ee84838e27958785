import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkPerformance, measureQueries } from '../../../src/checks/validation/performance.ts';
import { checkRules } from '../../../src/checks/validation/rules.ts';
import type { ValidateSettings } from '../../../src/checks/validation/settings.ts';
import type { Clock } from '../../../src/clock.ts';
import { failureOf, LIMITS } from '../../journal/fixtures.ts';
import { ManualClock } from '../../journal/manual-clock.ts';
import { openValidation, SETTINGS, type ValidationFixture } from './fixtures.ts';

let fixture: ValidationFixture;
beforeAll(async () => {
  fixture = await openValidation();
});
afterAll(() => fixture.close());

describe('rules', () => {
  async function check(query: string, expect: ValidateSettings['rules'][number]['expect']): Promise<readonly string[]> {
    const results = await checkRules(
      await fixture.context({ settings: { ...SETTINGS, rules: [{ name: 'a rule', query, expect }] } }),
    );
    return results.map(({ id, title, status, code, observed }) => [id, title, status, code, observed].join(', '));
  }

  it.each<[string, ValidateSettings['rules'][number]['expect'], string]>([
    ['select count(*) from leads', 2, 'pass, , 2'],
    ['select count(*) from leads', 3, 'fail, DATA_001, 2'],
    ['select count(*) from leads', '2', 'pass, , 2'],
    ['select 2.0', 2, 'pass, , 2'],
    ["select '2.50'", 2.5, 'pass, , 2.50'],
    ["select '2.50'", '2.5', 'fail, DATA_001, 2.50'],
    ["select ''", 0, 'fail, DATA_001, '],
    ["select ' '", 0, 'fail, DATA_001,  '],
    ["select 'x'", 0, 'fail, DATA_001, x'],
    ["select ''", '', 'pass, , '],
    ['select null', null, 'pass, , null'],
    ['select null', 'null', 'fail, DATA_001, null'],
    ['select null', 0, 'fail, DATA_001, null'],
    ["select 'null'", null, 'fail, DATA_001, null'],
    ['select 1 = 1', true, 'pass, , 1'],
    ["select 'T'", true, 'pass, , T'],
    ["select 'TRUE'", true, 'pass, , TRUE'],
    ["select 'f'", false, 'pass, , f'],
    ['select 0', false, 'pass, , 0'],
    ['select 2', true, 'fail, DATA_001, 2'],
    ['select 1', false, 'fail, DATA_001, 1'],
    ['select 9007199254740993', 9007199254740991, 'fail, DATA_001, 9007199254740993'],
  ])('%s is %j: %s', async (query, expected, outcome) => {
    expect(await check(query, expected)).toEqual([`rule:a rule, a rule, ${outcome}`]);
  });

  it.each([
    'select * from nowhere',
    'select id from leads',
    'select id from leads where false',
    'delete from leads',
    "insert into leads values (9, 'x')",
  ])('fails, and goes on, when the query is wrong: %s', async (query) => {
    const rules = [
      { name: 'bad', query, expect: 0 },
      { name: 'good', query: 'select 0', expect: 0 },
    ];
    const results = await checkRules(await fixture.context({ settings: { ...SETTINGS, rules } }));
    expect(results).toMatchObject([
      { id: 'rule:bad', status: 'fail', code: 'DATA_001', observed: expect.stringMatching(/^the query failed: /u) },
      { id: 'rule:good', status: 'pass' },
    ]);
    expect(results[0]?.fix).not.toBe('');
    expect(await fixture.database.query('select count(*) as n from leads')).toEqual([{ n: 2 }]);
  });

  it('ends with the run', async () => {
    const limits = { ...LIMITS, signal: AbortSignal.abort(new Error('told to leave')) };
    const settings = { ...SETTINGS, rules: [{ name: 'r', query: 'select 1', expect: 1 }] };
    await expect(checkRules(await fixture.context({ limits, settings }))).rejects.toThrow('told to leave');
  });
});

/** A clock on which the queries take these times, in ms, one after the other. */
function clockOf(...durations: readonly number[]): Clock {
  const left = [...durations];
  const clock = new ManualClock();
  let running = false;
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    monotonic: () => {
      if (running) clock.advance(left.shift() ?? 0);
      running = !running;
      return clock.monotonic();
    },
  };
}

describe('performance', () => {
  const settings = (query: string, tolerance = 0.1): ValidateSettings => ({
    ...SETTINGS,
    performance: { tolerance, queries: [{ name: 'leads', query }] },
  });

  it.each([
    ['select * from leads'],
    ['select * from leads;'],
    ['select * from leads ;\n '],
    ['select * from leads -- all of them'],
    ['select * from leads -- all of them;'],
    ['select * from leads /* all */;'],
    ['with n as (select 1) select * from n'],
  ])('measures %j', async (query) => {
    expect(await measureQueries(fixture.driver, settings(query), LIMITS, clockOf(9, 1, 7, 3, 5))).toEqual({ leads: 5 });
  });

  it('measures nothing when nothing is configured', async () => {
    expect(await measureQueries(fixture.driver, SETTINGS, LIMITS, clockOf())).toEqual({});
    expect(await checkPerformance(await fixture.context(), clockOf())).toEqual([]);
  });

  it('refuses a query that cannot be measured', async () => {
    expect(
      (await failureOf(measureQueries(fixture.driver, settings('select * from nowhere'), LIMITS, clockOf()))).code,
    ).toBe('CONF_001');
  });

  it.each([
    [100, 115, 0.1, 'pass', '100.0 ms before, 115.0 ms now (median of 5)'],
    [100, 116, 0.1, 'fail', '100.0 ms before, 116.0 ms now (median of 5)'],
    [100, 205, 1, 'pass', '100.0 ms before, 205.0 ms now (median of 5)'],
    [1, 6, 0, 'pass', '1.0 ms before, 6.0 ms now (median of 5)'],
    [1, 7, 0, 'fail', '1.0 ms before, 7.0 ms now (median of 5)'],
    [100, 1, 0, 'pass', '100.0 ms before, 1.0 ms now (median of 5)'],
  ])('of %d ms before and %d ms now at a tolerance of %d: %s', async (before, now, tolerance, status, observed) => {
    const baseline = { ...fixture.baseline, performance: { leads: before } };
    const context = await fixture.context({ baseline, settings: settings('select * from leads', tolerance) });
    expect(await checkPerformance(context, clockOf(now, now, now, now, now))).toMatchObject([
      {
        id: 'performance:leads',
        status,
        observed,
        expected: `at most ${String(tolerance * 100)} % slower than before`,
      },
    ]);
  });

  it('is not judged without an earlier measurement', async () => {
    const context = await fixture.context({ settings: settings('select * from leads') });
    expect(await checkPerformance(context, clockOf(1, 2, 3, 4, 5))).toMatchObject([
      { status: 'skip', observed: '3.0 ms; there is no earlier measurement to compare with' },
    ]);
    expect(await checkPerformance({ ...context, baseline: null }, clockOf())).toMatchObject([{ status: 'skip' }]);
  });
});
