import type { Clock } from '../../clock.ts';
import type { CheckResult } from '../../journal/entries.ts';
import { checkChecksums } from './checksums.ts';
import type { ValidationContext } from './context.ts';
import { checkForeignKeys } from './foreign-keys.ts';
import { checkPerformance } from './performance.ts';
import { checkRowCounts } from './row-counts.ts';
import { checkRules } from './rules.ts';

/** The validation checks, by the name that `checks` selects them with; in the order they run. */
export const VALIDATION_CHECKS = {
  'row-counts': checkRowCounts,
  checksums: checkChecksums,
  'foreign-keys': checkForeignKeys,
  rules: checkRules,
  performance: checkPerformance,
} as const satisfies Record<string, (context: ValidationContext, clock: Clock) => Promise<readonly CheckResult[]>>;

/** A name of {@link VALIDATION_CHECKS}. */
export type ValidationCheckName = keyof typeof VALIDATION_CHECKS;

/** Runs the selected checks, all when nothing is selected; every one runs, whatever the others found. */
export async function runValidation(
  context: ValidationContext,
  clock: Clock,
  selected: readonly ValidationCheckName[] | null,
  each: (check: CheckResult) => Promise<void>,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [name, run] of Object.entries(VALIDATION_CHECKS)) {
    if (selected !== null && !selected.some((wanted) => wanted === name)) continue;
    context.limits.signal.throwIfAborted();
    for (const result of await run(context, clock)) {
      results.push(result);
      await each(result);
    }
  }
  return results;
}
