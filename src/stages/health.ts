import type { CheckResult } from '../journal/entries.ts';
import { failed, passed } from '../checks/result.ts';
import { SluiceError } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { StageOutcome } from './stage-runner.ts';

/** An endpoint that must answer. */
export interface HealthEndpoint {
  readonly name: string;
  readonly url: string;
  readonly expectStatus: number;
  readonly timeoutMs: number;
}

/** Why there was no answer; `fetch` itself says only that it failed, and its cause says why. */
function reason({ message, cause }: { readonly message: string; readonly cause?: unknown }): string {
  const why = (cause as { readonly message?: string } | undefined)?.message ?? '';
  return why === '' ? message : `${message}: ${why}`;
}

async function probe(
  { name, url, expectStatus, timeoutMs }: HealthEndpoint,
  signal: AbortSignal,
): Promise<CheckResult> {
  const check = { id: `health:${name}`, title: `Health of ${name}`, expected: `status ${String(expectStatus)}` };
  const fix = `Look at the logs of ${name}; it must answer before the migration counts as done.`;
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    const observed = `status ${String(response.status)}`;
    return response.status === expectStatus ? passed(check, observed) : failed(check, 'DATA_001', observed, fix);
  } catch (error) {
    signal.throwIfAborted();
    return failed(check, 'DATA_001', `no answer: ${reason(error as Error)}`, fix);
  }
}

/**
 * Asks the application's endpoints whether it lives with the new schema.
 *
 * @throws SluiceError `DATA_001` naming those that do not answer as expected
 */
export async function healthChecks(
  journal: Journal,
  endpoints: readonly HealthEndpoint[],
  signal: AbortSignal,
): Promise<StageOutcome> {
  if (endpoints.length === 0) return { status: 'skipped', records: 0, reason: 'no health endpoints are configured' };
  const results = await Promise.all(endpoints.map((endpoint) => probe(endpoint, signal)));
  for (const check of results) await journal.append({ kind: 'check', check });
  const sick = results.filter((check) => check.status === 'fail');
  if (sick.length === 0) return { status: 'passed', records: results.length, reason: null };
  throw new SluiceError(
    'DATA_001',
    `The application is not healthy: ${sick.map((check) => `${check.title}: ${check.observed}`).join('; ')}.`,
    {
      fix: sick.map((check) => check.fix).join(' '),
    },
  );
}
