import type { AppliedMigration } from '../driver.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Plan, PlanStep } from './types.ts';

/** Two steps are the same work when nothing but their progress differs. */
function sameWork(one: PlanStep, other: PlanStep): boolean {
  return canonicalJson({ ...one, done: 0 }) === canonicalJson({ ...other, done: 0 });
}

/**
 * Whether a fresh plan is the rest of the plan of a run that was cut off: the options are the same,
 * what is left was part of it, and what is no longer left has been applied since as it was planned. The
 * rest then goes on under the digest that was approved. Pure.
 */
export function continuesPlan(fresh: Plan, plan: Plan, applied: readonly AppliedMigration[]): boolean {
  if (canonicalJson({ ...plan.options }) !== canonicalJson({ ...fresh.options })) return false;
  const left = new Map(fresh.steps.map((step) => [step.version, step]));
  const done = new Map(applied.map((row) => [row.version, row.checksum]));
  const known = new Set(plan.steps.map((step) => step.version));
  return (
    fresh.steps.every((step) => known.has(step.version)) &&
    plan.steps.every((step) => {
      const rest = left.get(step.version);
      return rest === undefined ? done.get(step.version) === step.checksum : sameWork(rest, step);
    })
  );
}
