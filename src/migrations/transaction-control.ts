import type { SqlSyntax, Statement } from '../driver.ts';
import { lexicalRules, type LexicalRules } from './lexical-rules.ts';
import { Scanner } from './scanner.ts';
import type { ScriptProblem } from './split-types.ts';

/**
 * What a statement does to the transaction: opens or ends a plain one, or anything else that would
 * pull it out of Sluice's hands; null = nothing.
 */
type Control = 'begin' | 'commit' | 'other' | null;

/** SET lists are longer than any other statement of interest. */
const MAX_TOKENS = 64;

const PLAIN_BEGIN = new Set(['work', 'transaction', 'deferred', 'immediate', 'exclusive']);
const PLAIN_COMMIT = new Set(['work', 'transaction']);
const BEGIN_OPTIONS = new Set(['isolation', 'read', 'deferrable']);
const ON = new Set(['1', 'on', 'true', 'default']);

/** The first tokens, in lower case; the brackets of executable comments are no tokens. */
function firstTokens(text: string, rules: LexicalRules): string[] {
  const scanner = new Scanner(text, rules);
  const tokens: string[] = [];
  for (let kind = scanner.next(); kind !== 'end' && tokens.length < MAX_TOKENS; kind = scanner.next()) {
    if (kind !== 'executable')
      tokens.push(text.slice(scanner.start, Math.min(scanner.end, scanner.start + 32)).toLowerCase());
  }
  return tokens;
}

function begin(rest: readonly string[]): Control {
  if (rest.every((word) => PLAIN_BEGIN.has(word))) return 'begin';
  const option = rest.find((word) => !PLAIN_BEGIN.has(word)) ?? '';
  // Anything else, as NOT ATOMIC, is a compound statement of MariaDB.
  return BEGIN_OPTIONS.has(option) || rest.includes('deferrable') ? 'other' : null;
}

/** MySQL's `SET … autocommit = 0`, which keeps every later change uncommitted. */
function setsAutocommitOff(tokens: readonly string[]): boolean {
  return tokens.some((token, at) => {
    if (token !== 'autocommit') return false;
    if (tokens[at - 1] === '@' && tokens[at - 2] !== '@') return false;
    const value = at + (tokens[at + 1] === ':' ? 3 : 2);
    return tokens[value - 1] === '=' && !ON.has(tokens[value] ?? '');
  });
}

function controlOf(text: string, rules: LexicalRules): Control {
  const [first, ...rest] = firstTokens(text, rules);
  const routines = rules.syntax.compoundBodies === 'routines';
  switch (first) {
    case 'begin':
      return begin(rest);
    case 'start':
      if (rest[0] !== 'transaction') return null;
      return rest.length === 1 ? 'begin' : 'other';
    case 'commit':
      return rest.every((word) => PLAIN_COMMIT.has(word)) ? 'commit' : 'other';
    case 'end':
      if (routines) return null;
      return rest.every((word) => PLAIN_COMMIT.has(word)) ? 'commit' : 'other';
    case 'rollback':
    case 'abort':
    case 'savepoint':
    case 'release':
      return 'other';
    case 'prepare':
      return rest[0] === 'transaction' ? 'other' : null;
    case 'xa':
      return routines ? 'other' : null;
    case 'set':
      return routines && setsAutocommitOff(rest) ? 'other' : null;
    default:
      return null;
  }
}

/**
 * Takes a BEGIN … COMMIT around the whole script away, since Sluice opens the transaction itself and
 * records its progress in it; any other statement that controls the transaction is a problem.
 *
 * @param transaction what the script asks for.
 */
export function withoutTransactionControl(
  statements: readonly Statement[],
  syntax: SqlSyntax,
  transaction: boolean,
): { readonly statements: readonly Statement[]; readonly problems: readonly ScriptProblem[] } {
  const rules = lexicalRules(syntax);
  const controls = statements.map(({ text }) => controlOf(text, rules));
  const wrapped = statements.length > 1 && controls[0] === 'begin' && controls.at(-1) === 'commit';
  const kept = wrapped ? statements.slice(1, -1) : statements;
  const problems = kept
    .filter((_statement, index) => controls[wrapped ? index + 1 : index] !== null)
    .map(({ line, text }) => ({
      line,
      sentence:
        `${text.slice(0, 40).split('\n', 1)[0] ?? ''} controls the transaction, which Sluice does itself for each script: ` +
        'take it out, and move what needs a transaction of its own into a migration of its own.',
    }));
  if (wrapped && !transaction) {
    const line = statements[0]?.line ?? 1;
    return {
      statements: kept,
      problems: [
        { line, sentence: 'The script asks to run outside a transaction and opens one: take one of the two out.' },
        ...problems,
      ],
    };
  }
  return { statements: wrapped ? kept.map((statement, index) => ({ ...statement, index })) : kept, problems };
}
