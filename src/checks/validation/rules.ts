import type { CheckResult } from '../../journal/entries.ts';
import { reportError } from '../../errors.ts';
import { failed, passed } from '../result.ts';
import type { ValidationContext } from './context.ts';

type Expected = string | number | boolean | null;

/** Whether the server's text means the expected value; booleans are written differently by each engine. */
function means(observed: string | null, expect: Expected): boolean {
  if (observed === null || expect === null) return observed === expect;
  if (typeof expect === 'boolean')
    return (expect ? ['true', 't', '1'] : ['false', 'f', '0']).includes(observed.toLowerCase());
  if (typeof expect === 'number') return observed.trim() !== '' && Number(observed) === expect;
  return observed === expect;
}

/** The user's own rules: a query, and the one value it has to give. */
export async function checkRules(context: ValidationContext): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, query, expect } of context.settings.rules) {
    const check = { id: `rule:${name}`, title: name, expected: String(expect) };
    try {
      const observed = await context.driver.verify.scalar(query, context.limits);
      results.push(
        means(observed, expect)
          ? passed(check, String(observed))
          : failed(check, 'DATA_001', String(observed), `Look at what the rule's query returns: ${query}`),
      );
    } catch (error) {
      context.limits.signal.throwIfAborted();
      const { message, fix } = reportError(error);
      results.push(failed(check, 'DATA_001', `the query failed: ${message}`, fix));
    }
  }
  return results;
}
