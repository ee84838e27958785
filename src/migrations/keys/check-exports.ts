import type { KeyType } from '../../driver.ts';
import type { KeyExports, KeyFunction } from './module.ts';

const TYPES: readonly string[] = ['string', 'json', 'hash', 'list', 'set', 'zset'] satisfies readonly KeyType[];
const NAMES = ['match', 'matchDown', 'type', 'up', 'down'] as const;
const KNOWN: readonly string[] = NAMES;

/** What was found in a module; the exports are usable only without problems. */
export interface CheckedExports {
  readonly exports: KeyExports;
  readonly problems: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

/** What the module exports by name and in its default export, together. */
function membersOf(module: object, problems: string[]): Members {
  const { default: base, ...named } = module as Members;
  if (base !== undefined && !isMembers(base)) problems.push('The default export is no object of match, up and down.');
  const defaults = isMembers(base) ? base : {};
  for (const name of Object.keys(named)) {
    if (name in defaults && defaults[name] !== named[name]) {
      problems.push(`${name} is exported by name and in the default export, and the two differ.`);
    }
  }
  const members = { ...defaults, ...named };
  for (const name of Object.keys(members)) {
    if (!KNOWN.includes(name)) problems.push(`It exports ${name}, which is none of ${NAMES.join(', ')}.`);
  }
  return members;
}

/** Checks what a module exports; finds everything that is wrong. */
export function checkExports(module: object): CheckedExports {
  const problems: string[] = [];
  const members = membersOf(module, problems);
  const { match, type = null, up, down } = members;
  const { matchDown = match } = members;
  const isPattern = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (!isPattern(match)) problems.push("match has to be a pattern of key names, such as 'user:*'.");
  else if (!isPattern(matchDown)) problems.push('matchDown has to be a pattern of key names.');
  if (members['matchDown'] !== undefined && down === undefined)
    problems.push('matchDown is for down, which is missing.');
  if (type !== null && !(typeof type === 'string' && TYPES.includes(type))) {
    problems.push(`type has to be one of ${TYPES.join(', ')}, or to be left out.`);
  }
  if (typeof up !== 'function') problems.push('up has to be a function of a value and its key.');
  if (down !== undefined && down !== null && typeof down !== 'function')
    problems.push('down has to be a function, or to be left out.');
  return {
    problems,
    exports: {
      match: String(match),
      matchDown: String(matchDown),
      type: type as KeyType | null,
      up: up as KeyFunction,
      down: (down ?? null) as KeyFunction | null,
    },
  };
}
