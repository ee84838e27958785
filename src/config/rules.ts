import { parseDatabaseUrl } from '../database-url.ts';
import { SluiceError } from '../errors.ts';
import { splitUrl } from '../split-url.ts';
import { didYouMean } from './suggest.ts';
import { referenceProblem, referencedVariables, replaceVariables } from './variables.ts';
import type { Path } from './yaml.ts';

/** A broken rule: which value, and the sentence about it. */
export interface RuleProblem {
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly sentence: string;
}

/** Rules look at what was written, so that they can speak although the schema has complaints as well. */
function member(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Stands in for a reference while a URL is looked at; no user writes it. */
const STAND_IN = '\u{e000}';

/** What is wrong with a URL as written; null when nothing is. Never repeats the URL. */
function urlProblem(url: string, web: boolean): string | null {
  const reference = referenceProblem(url);
  if (reference !== null) return reference;
  const split = splitUrl(replaceVariables(url.trim(), () => STAND_IN));
  const literal = (text: string | null | undefined): boolean => (text ?? '').replaceAll(STAND_IN, '') !== '';
  const webToken = split !== null && /^https?$/u.test(split.scheme) && split.password === null && literal(split.user);
  if (literal(split?.password) || webToken) {
    return 'holds a literal password; environment variables only: write ${NAME} and set NAME as a secret';
  }
  if (web && (split === null ? !url.trim().startsWith('${') : !/^https?$/u.test(split.scheme))) {
    return 'must begin with http:// or https://';
  }
  if (referencedVariables(url).length > 0) return null;
  try {
    parseDatabaseUrl(url);
    return null;
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    return `is not valid: ${error.message.replace(/\.$/u, '').replace(/^The/u, 'the')}`;
  }
}

function urlRules(written: unknown): RuleProblem[] {
  const urls: readonly (readonly [Path, string, unknown, boolean])[] = [
    ...entries(member(written, 'environments')).map(
      ([name, environment]) =>
        [['environments', name, 'url'], `the \`url\` of \`${name}\``, member(environment, 'url'), false] as const,
    ),
    [['backup', 'scratch'], '`backup.scratch`', member(member(written, 'backup'), 'scratch'), false],
    ...items(member(written, 'health')).map(
      (check, index) =>
        [['health', index, 'url'], `\`health[${String(index)}].url\``, member(check, 'url'), true] as const,
    ),
  ];
  return urls.flatMap(([path, subject, url, web]) => {
    const problem = typeof url === 'string' && url.trim() !== '' ? urlProblem(url, web) : null;
    return problem === null ? [] : [{ path, part: 'value' as const, sentence: `${subject} ${problem}` }];
  });
}

function environmentNameRules(written: unknown): RuleProblem[] {
  return entries(member(written, 'environments'))
    .filter(([name]) => !/^(?!\s)[^\p{Cc}]{1,255}(?<!\s)$/u.test(name))
    .map(([name]) => ({
      path: ['environments', name],
      part: 'key',
      sentence:
        'the name of an environment must have 1 to 255 characters, no control characters, and no white space around it',
    }));
}

/** Both ends must exist and differ, and there is one rule for each pair. */
function promotionRules(written: unknown): RuleProblem[] {
  const names = entries(member(written, 'environments')).map(([name]) => name);
  const seen = new Set<string>();
  return items(member(written, 'promotion')).flatMap((rule, index) => {
    const problems: RuleProblem[] = [];
    for (const end of ['from', 'to'] as const) {
      const name = member(rule, end);
      if (typeof name !== 'string' || name.trim() === '' || names.includes(name)) continue;
      const sentence = `\`promotion[${String(index)}].${end}\` names no environment: \`${name}\`${didYouMean(name, names)}`;
      problems.push({ path: ['promotion', index, end], part: 'value', sentence });
    }
    const [from, to] = [member(rule, 'from'), member(rule, 'to')];
    if (typeof from !== 'string' || typeof to !== 'string') return problems;
    const subject = `\`promotion[${String(index)}]\``;
    if (from === to) {
      problems.push({
        path: ['promotion', index, 'to'],
        part: 'value',
        sentence: `${subject} promotes \`${to}\` to itself`,
      });
    }
    const pair = JSON.stringify([from, to]);
    if (seen.has(pair)) {
      const sentence = `${subject} repeats the rule from \`${from}\` to \`${to}\``;
      problems.push({ path: ['promotion', index], part: 'value', sentence });
    }
    seen.add(pair);
    return problems;
  });
}

/** Names are how reports tell things apart. */
function uniqueNameRules(written: unknown): RuleProblem[] {
  const validate = member(written, 'validate');
  const lists: readonly (readonly [Path, unknown])[] = [
    [['validate', 'rules'], member(validate, 'rules')],
    [['validate', 'performance', 'queries'], member(member(validate, 'performance'), 'queries')],
    [['health'], member(written, 'health')],
  ];
  return lists.flatMap(([path, list]) => {
    const seen = new Set<string>();
    return items(list).flatMap((item, index) => {
      const name = member(item, 'name');
      if (typeof name !== 'string') return [];
      const repeated = seen.has(name);
      seen.add(name);
      if (!repeated) return [];
      const sentence = `\`${path.join('.')}[${String(index)}].name\` is the name of another one as well: \`${name}\``;
      return [{ path: [...path, index, 'name'], part: 'value' as const, sentence }];
    });
  });
}

/** The rules between values, which a schema cannot say. */
export function checkRules(written: unknown): readonly RuleProblem[] {
  return [
    ...environmentNameRules(written),
    ...urlRules(written),
    ...promotionRules(written),
    ...uniqueNameRules(written),
  ];
}
