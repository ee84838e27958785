import type { Clock } from '../clock.ts';
import { InterruptedError, SluiceError } from '../errors.ts';

/** How long to go on with something that fails. */
export interface Patience {
  /** Failures in a row, without anything gained between them, that are the last. */
  readonly failures: number;
  /** The longest wait between two attempts, in ms; the first is {@link FIRST_WAIT_MS}, and each is twice the one before. */
  readonly longestWaitMs: number;
}

/** What is asked of an API. */
const FOR_A_REQUEST: Patience = { failures: 5, longestWaitMs: 10_000 };

const FIRST_WAIT_MS = 500;

/** Waits before the next attempt, with jitter, so that many jobs do not come back at once. */
export async function waitBeforeRetry(
  failures: number,
  { longestWaitMs }: Patience,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const wait = Math.min(longestWaitMs, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  await clock.sleep(wait * (0.5 + Math.random() / 2), signal);
}

/** An answer that another attempt would not change: no right, not there, gone. */
export class FinalAnswer extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.name = 'FinalAnswer';
    this.status = status;
  }
}

/** The HTTP status that an error carries; null when there was no answer. */
export function statusOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;
}

/** Too many requests, a server in trouble, or no answer at all: the next attempt may fare better. */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof SluiceError || error instanceof InterruptedError || error instanceof FinalAnswer) return false;
  const status = statusOf(error);
  return status === null || status === 408 || status === 429 || status >= 500;
}

/**
 * Does one request, again while the failure is one that passes.
 *
 * @throws what the last attempt threw; the signal's reason when it is aborted
 */
export async function withPatience<T>(
  work: () => Promise<T>,
  clock: Clock,
  signal: AbortSignal,
  patience = FOR_A_REQUEST,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!isWorthRetrying(error) || failures >= patience.failures) throw error;
      await waitBeforeRetry(failures, patience, clock, signal);
    }
  }
}
