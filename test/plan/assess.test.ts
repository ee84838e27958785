import { describe, expect, it } from '@jest/globals';
import type { Blocker, LongTransaction } from '../../src/driver.ts';
import { type Assessment, assessPlan } from '../../src/plan/assess.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { migration, migrationSet, partial, partials, script, source, STATEMENTS } from './fixtures.ts';

const TRANSACTION: LongTransaction = { pid: 1, user: null, ageMs: 100_000, query: null };
const LOCK: Blocker & { table: string } = {
  pid: 1,
  user: null,
  query: null,
  ageMs: null,
  certain: true,
  table: 'leads',
};
const CALM = { sizeBytes: 0, longTransactions: [], heldLocks: [] } as const;

const none = buildPlan(source());
const up = script('1.up.sql', ['a', 'b', 'c', 'd']);
const one = buildPlan(source({ migrations: migrationSet(migration('1', { up })) }));
const stepwise = buildPlan(source({ traits: STATEMENTS, migrations: migrationSet(migration('1', { up })) }));
const rest = buildPlan(
  source({
    traits: STATEMENTS,
    migrations: migrationSet(migration('1', { up })),
    partial: partials(partial('1', up, 4)),
  }),
);

describe('assessPlan', () => {
  it.each<[string, typeof one, Parameters<typeof assessPlan>[1], Omit<Assessment, 'reasons'>, number]>([
    ['nothing is pending', none, CALM, { estimatedSeconds: 0, risk: 'low' }, 0],
    [
      'nothing is pending in a large database',
      none,
      { ...CALM, sizeBytes: 2e10 },
      { estimatedSeconds: 0, risk: 'low' },
      0,
    ],
    [
      'nothing is pending, and others hold locks',
      none,
      { ...CALM, heldLocks: [LOCK] },
      { estimatedSeconds: 0, risk: 'low' },
      1,
    ],
    ['four statements', one, CALM, { estimatedSeconds: 1, risk: 'low' }, 0],
    ['a rewrite of 1 GB', one, { ...CALM, sizeBytes: 1_000_000_000 }, { estimatedSeconds: 11, risk: 'low' }, 0],
    ['exactly 10 GB', one, { ...CALM, sizeBytes: 10_000_000_000 }, { estimatedSeconds: 101, risk: 'low' }, 0],
    ['more than 10 GB', one, { ...CALM, sizeBytes: 10_000_000_001 }, { estimatedSeconds: 101, risk: 'medium' }, 1],
    ['statement by statement', stepwise, CALM, { estimatedSeconds: 1, risk: 'medium' }, 1],
    ['statements that are done cost nothing', rest, CALM, { estimatedSeconds: 0, risk: 'medium' }, 1],
    [
      'a long transaction',
      one,
      { ...CALM, longTransactions: [TRANSACTION] },
      { estimatedSeconds: 1, risk: 'medium' },
      1,
    ],
    ['a held lock', one, { ...CALM, heldLocks: [LOCK] }, { estimatedSeconds: 1, risk: 'medium' }, 1],
    [
      'everything at once',
      stepwise,
      { sizeBytes: 20_000_000_000, longTransactions: [TRANSACTION], heldLocks: [LOCK] },
      { estimatedSeconds: 201, risk: 'high' },
      4,
    ],
  ])('%s', (_title, plan, facts, expected, reasons) => {
    const assessment = assessPlan(plan, facts);
    expect(assessment).toMatchObject(expected);
    expect(assessment.reasons).toHaveLength(reasons);
  });
});
