import { LONGEST_TIMER_MS, parseDuration } from '../duration.ts';
import type { FoundDirective, ScriptProblem } from './split-types.ts';

/** What a script's `-- sluice:` comments ask for; null = nothing. They work in every format. */
export interface Directives {
  readonly transaction: boolean | null;
  readonly lockTimeoutMs: number | null;
  readonly online: boolean;
}

const KNOWN = 'transaction=true|false, online, lock-timeout=<duration>';

/** Reads directives; one comment may hold several, apart by white space or commas. */
export function parseDirectives(found: readonly FoundDirective[]): {
  readonly directives: Directives;
  readonly problems: readonly ScriptProblem[];
} {
  let transaction: boolean | null = null;
  let lockTimeoutMs: number | null = null;
  let online = false;
  const problems: ScriptProblem[] = [];
  const seen = new Set<string>();

  /** What is wrong with one directive; null = it was taken. */
  function take(written: string): string | null {
    const [, key = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(written) ?? [];
    const known = key === 'transaction' || key === 'online' || key === 'lock-timeout';
    if (!known) return `Unknown directive ${written}: there are ${KNOWN}.`;
    if (seen.has(key)) return `The directive ${key} is given twice.`;
    seen.add(key);
    if (key === 'online') {
      online = true;
      return value === undefined ? null : 'The directive online takes no value.';
    }
    if (key === 'transaction') {
      transaction = value === 'true';
      return value === 'true' || value === 'false' ? null : 'The directive transaction needs =true or =false.';
    }
    lockTimeoutMs = parseDuration(value ?? '');
    return lockTimeoutMs === null || lockTimeoutMs < 1 || lockTimeoutMs > LONGEST_TIMER_MS
      ? 'The directive lock-timeout needs a duration from 1ms to 24d, such as lock-timeout=2s.'
      : null;
  }

  for (const { line, text, leading } of found) {
    if (!leading) {
      problems.push({
        line,
        sentence: 'A directive belongs before the first statement, for it holds for all of them.',
      });
      continue;
    }
    const written = text.split(/[\s,]+/).filter((part) => part !== '');
    if (written.length === 0) problems.push({ line, sentence: `An empty directive: there are ${KNOWN}.` });
    for (const directive of written) {
      const sentence = take(directive);
      if (sentence !== null) problems.push({ line, sentence });
    }
  }
  return { directives: { transaction, lockTimeoutMs, online }, problems };
}
