import type { z } from 'zod';
import { configSchema } from './schema.ts';
import { didYouMean } from './suggest.ts';
import type { Path } from './yaml.ts';

type Issue = z.core.$ZodIssue;

/** What a schema of this kind takes, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** Values that may be, or hold, a secret put into the wrong place: never repeated. */
const UNSPOKEN = /(?:^|\.)(?:url|scratch|encrypt-to(?:\[\d+\])?)$/u;

/** `validate.rules[0].query`; a name that is no plain word is quoted. */
function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${String(step)}]`;
      if (!/^[\p{L}\p{N}_-]+$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** The value at a path; undefined when there is none. */
function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, step)
        ? (value as Readonly<Record<string | number, unknown>>)[step]
        : undefined,
    root,
  );
}

/** The value in words. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a mapping';
  return typeof value === 'string'
    ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
    : String(value);
}

/** What the kinds of schema say of their parts. */
interface Definition {
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
}

/** The definition behind defaults and the like. */
function definition(schema: z.ZodType): Definition {
  const def: Definition = schema.def as Definition;
  return def.innerType === undefined ? def : definition(def.innerType);
}

/** The keys that a mapping at a path may have. */
function keysAt(path: Path): readonly string[] {
  let current = definition(configSchema);
  for (const step of path) {
    const next = current.shape?.[step] ?? current.element ?? current.valueType;
    if (next === undefined) return [];
    current = definition(next);
  }
  return Object.keys(current.shape ?? {});
}

/** Where a key that is unknown here would be known. */
function elsewhere(key: string): string {
  const section = keysAt([]).find((name) => keysAt([name]).includes(key));
  return section === undefined ? '' : `; it belongs under \`${section}\``;
}

/** A key that the schema does not have. */
function unknownKey(path: Path, key: string): string {
  return `unknown key \`${pathText([...path, key])}\`${didYouMean(key, keysAt(path)) || elsewhere(key)}`;
}

/** What must hold, as the end of a sentence: `must be …`. Undefined: the schema has its own words. */
export function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${EXPECTED[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `must be at least ${String(issue.minimum)}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${String(issue.maximum)} characters`
        : `must be at most ${String(issue.maximum)}`;
    default:
      return undefined;
  }
}

/** A complaint of the schema in words. */
export interface Complaint {
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly sentence: string;
}

/** Turns a complaint of the schema into sentences: one for each unknown key, one for anything else. */
export function complaintsOf(issue: Issue, written: unknown): readonly Complaint[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], part: 'key', sentence: unknownKey(path, key) }));
  }
  const name = path.length === 0 ? 'the file' : `\`${pathText(path)}\``;
  const value = valueAt(written, path);
  const say = (sentence: string): readonly Complaint[] => [{ path, part: 'value', sentence: `${name} ${sentence}` }];
  if (value === null && path.length === 0) return say('is empty; it needs at least `version: 1`');
  if (value === undefined) return say(`is missing; it ${issue.message}`);
  if (value === null) return say(`is empty; it ${issue.message}`);
  const comparable = issue.message.startsWith('must be ') && !UNSPOKEN.test(pathText(path));
  return say(comparable ? `${issue.message}, not ${shown(value)}` : issue.message);
}
