import { describe, expect, it } from '@jest/globals';
import type { AppliedMigration } from '../../src/driver.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { continuesPlan } from '../../src/plan/continue-plan.ts';
import type { Plan, PlanStep } from '../../src/plan/types.ts';
import { applied, migration, migrationSet, OPTIONS, source } from './fixtures.ts';

/** The plan of the run that was cut off: three files. */
const PLAN = buildPlan(source({ migrations: migrationSet(migration('1'), migration('2'), migration('3')) }));

/** What is planned when `from` files have been applied since. */
function fresh(from: number, changes: Partial<Plan> = {}, last: Partial<PlanStep> = {}): Plan {
  const steps = PLAN.steps.slice(from).map((step) => (step.version === '3' ? { ...step, ...last } : step));
  return { ...PLAN, digest: 'another', schemaFingerprint: 'another', steps, ...changes };
}

const extra: PlanStep = {
  kind: 'versioned',
  version: '4',
  name: 'name',
  path: '4_name.up.sql',
  checksum: 'sha256:4',
  mode: 'transaction',
  statements: 1,
  done: 0,
};

describe('continuesPlan', () => {
  it.each<[string, boolean, Plan, readonly AppliedMigration[]]>([
    ['nothing was applied yet', true, fresh(0), []],
    ['the first file was applied', true, fresh(1), [applied('1')]],
    ['all was applied', true, fresh(3), [applied('1'), applied('2'), applied('3')]],
    ['a file is half applied', true, fresh(2, {}, { done: 1 }), [applied('1'), applied('2')]],
    ['older files had been applied before', true, fresh(1), [applied('0'), applied('1')]],
    ['a file is neither applied nor left', false, fresh(1), []],
    ['a file was applied as another text', false, fresh(1), [applied('1', { checksum: 'sha256:other' })]],
    ['a file that is left was edited', false, fresh(1, {}, { checksum: 'sha256:other' }), [applied('1')]],
    ['a file that is left was renamed', false, fresh(1, {}, { path: 'other.sql' }), [applied('1')]],
    ['a file that is left is applied otherwise', false, fresh(1, {}, { mode: 'statements' }), [applied('1')]],
    ['a file came on top', false, fresh(1, { steps: [...fresh(1).steps, extra] }), [applied('1')]],
    ['an option was changed', false, fresh(1, { options: { ...OPTIONS, warnings: 'report' } }), [applied('1')]],
  ])('when %s: %s', (_title, expected, plan, done) => {
    expect(continuesPlan(plan, PLAN, done)).toBe(expected);
  });
});
