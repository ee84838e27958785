/** Milliseconds in each unit that a duration may be written in. */
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const PART = /(\d+(?:\.\d+)?)(ms|min|s|m|h|d)/gu;

/** What {@link parseDuration} accepts, for schemas: `5s`, `500ms`, `15min`, `24h`, `7d`, `1h30min`. */
export const DURATION_PATTERN = /^(?:\d+(?:\.\d+)?(?:ms|min|s|m|h|d))+$/u;

/** The longest time that timers and the servers' own limits can count: 32-bit milliseconds, 24 days and 20 hours. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Reads a duration such as `5s`, `500ms`, `15min` (or `15m`), `24h`, `7d`, `1h30min`.
 * @returns whole milliseconds, rounded; null when the text is no duration. A number without a unit is none.
 */
export function parseDuration(text: string): number | null {
  if (!DURATION_PATTERN.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) total += Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
  return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : null;
}

/** Writes milliseconds the way {@link parseDuration} reads them, in the largest unit that needs no fraction. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'min', 's']) {
    const size = UNITS[unit] ?? 1;
    if (ms !== 0 && ms % size === 0) return `${String(ms / size)}${unit}`;
  }
  return ms === 0 ? '0s' : `${String(ms)}ms`;
}

/** A duration for people: `840 ms`, `12.3 s`, `4 min 5 s`. */
export function durationText(ms: number): string {
  // Each unit ends where its rounding would reach the next one.
  if (ms < 999.5) return `${String(Math.round(ms))} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}
