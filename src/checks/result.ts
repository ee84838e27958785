import type { ErrorCode } from '../errors.ts';
import type { CheckResult } from '../journal/entries.ts';

/** A check, before it has an outcome. */
export interface CheckName {
  readonly id: string;
  readonly title: string;
  readonly expected: string;
}

/** It is as it should be. */
export function passed(name: CheckName, observed: string): CheckResult {
  return { ...name, status: 'pass', code: null, observed, fix: '' };
}

/** It could not be looked at, and why. */
export function skipped(name: CheckName, why: string): CheckResult {
  return { ...name, status: 'skip', code: null, observed: why, fix: '' };
}

/** It is not as it should be, and the run can go on. */
export function warned(name: CheckName, code: ErrorCode, observed: string, fix: string): CheckResult {
  return { ...name, status: 'warn', code, observed, fix };
}

/** It is not as it has to be. */
export function failed(name: CheckName, code: ErrorCode, observed: string, fix: string): CheckResult {
  return { ...name, status: 'fail', code, observed, fix };
}

/** A list for a sentence: the first few, and how many more. */
export function few(items: readonly string[], most = 10): string {
  const rest = items.length - most;
  return rest > 0 ? `${items.slice(0, most).join(', ')} and ${String(rest)} more` : items.join(', ');
}
