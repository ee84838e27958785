import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { known, unknown, type Fact } from '../evidence/facts.ts';
import { withTimeout } from './api.ts';
import { FinalAnswer, isWorthRetrying, statusOf, waitBeforeRetry, type Patience } from './patience.ts';

/** What bounds a question. */
export interface AskLimits {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const PATIENCE: Patience = { failures: 5, longestWaitMs: 10_000 };

/** The longest that GitHub may ask us to wait; beyond this the answer counts as not given. */
const LONGEST_RATE_WAIT_MS = 60_000;

/** A header of an answer that octokit made an error of; null when there is none. */
function headerOf(error: unknown, name: string): string | null {
  const response = typeof error === 'object' && error !== null && 'response' in error ? error.response : null;
  const headers =
    typeof response === 'object' && response !== null && 'headers' in response ? response.headers : undefined;
  const value = (headers as Readonly<Record<string, unknown>> | undefined)?.[name];
  return value === undefined || value === null ? null : String(value);
}

/**
 * How long GitHub asks to wait, in ms; null when the answer is no rate limit. Rate limits come as 403 or 429, with
 * `retry-after` in seconds, or with no requests remaining until `x-ratelimit-reset` in seconds since 1970.
 * Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function rateWait(error: unknown, now: Date): number | null {
  const status = statusOf(error);
  if (status !== 403 && status !== 429) return null;
  const after = Number(headerOf(error, 'retry-after') ?? Number.NaN);
  if (after >= 0) return after * 1000;
  if (headerOf(error, 'x-ratelimit-remaining') !== '0') return null;
  const reset = Number(headerOf(error, 'x-ratelimit-reset') ?? Number.NaN);
  return reset >= 0 ? Math.max(0, reset * 1000 - now.getTime()) : null;
}

/** What an answer's status usually means for whoever set the workflow up. */
const MEANINGS: Readonly<Record<number, string>> = {
  401: 'the token is not good',
  403: 'the token may not read it',
  404: 'there is no such thing, or the token may not see it',
};

/** Why there is no answer, as a part of a sentence. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'it' : `\`${issue.path.join('.')}\``;
    return `GitHub’s answer is not understood: ${where} ${issue?.message ?? 'is not as it must be'}`;
  }
  if (error instanceof FinalAnswer) return error.message;
  const status = statusOf(error);
  if (status === null) return `GitHub did not answer (${error instanceof Error ? error.message : String(error)})`;
  const meaning = MEANINGS[status];
  return `GitHub answered ${String(status)}${meaning === undefined ? '' : `: ${meaning}`}`;
}

/**
 * Asks GitHub one question, again while it fails in a way that passes, and checks the answer's shape. Never throws but
 * for an abort: what is not known says why.
 *
 * @param question sends the request; the signal bounds this one attempt
 * @param needs the permission that the question needs, for the reason: `actions: read`
 */
export async function ask<T>(
  shape: z.ZodType<T>,
  question: (signal: AbortSignal) => Promise<{ readonly data: unknown }>,
  needs: string,
  { clock, signal }: AskLimits,
): Promise<Fact<T>> {
  for (let failures = 1; ; failures += 1) {
    signal.throwIfAborted();
    try {
      const { data } = await question(withTimeout(signal));
      return known(shape.parse(data));
    } catch (error) {
      signal.throwIfAborted();
      const wait = rateWait(error, clock.now());
      const isPatient = wait === null ? !(error instanceof z.ZodError) && isWorthRetrying(error) : true;
      if (!isPatient || failures >= PATIENCE.failures || (wait ?? 0) > LONGEST_RATE_WAIT_MS) {
        const limited = wait === null ? reasonOf(error) : 'GitHub’s rate limit is used up';
        return unknown(`${limited}; it needs the permission \`${needs}\``);
      }
      if (wait === null) await waitBeforeRetry(failures, PATIENCE, clock, signal);
      else await clock.sleep(wait, signal);
    }
  }
}
