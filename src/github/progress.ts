import { info, warning } from '@actions/core';
import type { Clock } from '../clock.ts';
import type { Redactor } from '../redact.ts';
import type { RunContext } from '../run/types.ts';
import { plainText } from './log-line.ts';

type Emit = RunContext['emit'];
type ProgressEvent = Parameters<Emit>[0];

/** A log line a scope this often, while something counts up. */
const INTERVAL_MS = 5000;

/** Said in place of data, because a step's log is not only its reader's. */
const HIDDEN = ' (names and values are not written into this log; the command line shows them)';

function textOf({ scope, message, done, total, data }: ProgressEvent): string {
  const count = done === undefined ? '' : ` (${String(done)}${total === undefined ? '' : ` of ${String(total)}`})`;
  return `${scope}: ${message}${count}${data === undefined ? '' : HIDDEN}`;
}

/**
 * Prints progress into the step's log. What counts up is thinned out; its end is always printed, and so is what it came
 * to when nothing follows for a while, because that is where a long wait is.
 */
export function logProgress(
  clock: Pick<Clock, 'monotonic' | 'sleep'>,
  redactor: Pick<Redactor, 'redact'>,
  signal: AbortSignal,
): Emit {
  const lastAt = new Map<string, number>();
  const waiting = new Map<string, ProgressEvent>();

  function print(event: ProgressEvent): void {
    lastAt.set(event.scope, clock.monotonic());
    waiting.delete(event.scope);
    const text = redactor.redact(textOf(event));
    if (event.level === 'warning') warning(text);
    else info(plainText(event.level === 'error' ? `error: ${text}` : text));
  }

  function later(event: ProgressEvent, ms: number): void {
    const isFirst = !waiting.has(event.scope);
    waiting.set(event.scope, event);
    if (!isFirst) return;
    const printLatest = (): void => {
      const latest = waiting.get(event.scope);
      if (latest !== undefined) print(latest);
    };
    // Aborted: nobody reads on.
    clock.sleep(ms, signal).then(printLatest, () => {});
  }

  return (event) => {
    const elapsed = clock.monotonic() - (lastAt.get(event.scope) ?? Number.NEGATIVE_INFINITY);
    const isMidway = event.done !== undefined && event.done !== event.total;
    if (isMidway && elapsed < INTERVAL_MS) later(event, INTERVAL_MS - elapsed);
    else print(event);
  };
}
