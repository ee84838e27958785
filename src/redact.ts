import type { Json } from './driver.ts';
import { SecretMatcher } from './secret-matcher.ts';

/** What stands in the place of a secret. */
const MASK = '***';

/**
 * Masks secrets in whatever is printed, stored or uploaded, in the form they were registered in and
 * in any mixture of escapes (see `src/secret-matcher.ts`). Where two secrets overlap, all of both is
 * masked. Redact whole texts: a secret that is cut by the end of a chunk is not seen.
 */
export class Redactor {
  readonly #matchers = new Map<string, SecretMatcher>();
  #beginning: RegExp | null = null;

  /** Adds secrets; empty ones and white space are ignored. What would be masked already costs nothing. */
  register(...secrets: readonly string[]): void {
    for (const secret of secrets.toSorted((a, b) => a.length - b.length)) {
      if (secret.trim() === '' || this.#furthestEnd(secret, 0) === secret.length) continue;
      this.#matchers.set(secret, new SecretMatcher(secret));
      this.#beginning = null;
    }
  }

  /** Where the longest secret that begins at `at` ends; -1 when none begins there. */
  #furthestEnd(text: string, at: number): number {
    let furthest = -1;
    for (const matcher of this.#matchers.values()) furthest = Math.max(furthest, matcher.endAt(text, at));
    return furthest;
  }

  /** The text with every secret replaced by {@link MASK}. */
  redact(text: string): string {
    if (this.#matchers.size === 0 || text === '') return text;
    this.#beginning ??= new RegExp(Array.from(this.#matchers.values(), ({ beginning }) => beginning).join('|'), 'g');
    const beginning = this.#beginning;
    const pieces: string[] = [];
    let done = 0;
    // The secret that is being masked; another one may begin inside it and reach further.
    let start = -1;
    let end = -1;
    beginning.lastIndex = 0;
    for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
      const at = found.index;
      beginning.lastIndex = at + 1;
      const reaches = this.#furthestEnd(text, at);
      if (reaches === -1) continue;
      if (at >= end) {
        if (start !== -1) pieces.push(text.slice(done, start), MASK);
        done = Math.max(done, end);
        start = at;
      }
      end = Math.max(end, reaches);
    }
    if (start === -1) return text;
    pieces.push(text.slice(done, start), MASK, text.slice(end));
    return pieces.join('');
  }

  /** The value with every string and every key redacted; numbers, booleans and null stay. */
  redactJson(value: Json): Json {
    if (typeof value === 'string') return this.redact(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map((item) => this.redactJson(item));
    const entries = Object.entries(value).map(([key, item]) => [this.redact(key), this.redactJson(item)] as const);
    return Object.fromEntries(entries);
  }
}
