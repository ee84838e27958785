import type { Statement, StatementKind } from '../../driver.ts';
import { type Token, tokens } from './words.ts';

/** First words of statements that run inside a transaction and are undone with it. */
const TRANSACTIONAL = new Set([
  ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'WITH', 'VALUES', 'TABLE', 'DO'],
  ...['SHOW', 'EXPLAIN', 'DESCRIBE', 'DESC', 'HELP', 'SIGNAL', 'RESIGNAL'],
]);

/** First words of statements that only set up the session. */
const SESSION = new Set(['USE', 'PREPARE', 'DEALLOCATE', 'HANDLER', 'GET']);

const CONTROL = new Set(['COMMIT', 'ROLLBACK', 'SAVEPOINT', 'RELEASE', 'XA']);

/** Scopes that outlive the session. */
const LASTING_SCOPES = new Set(['GLOBAL', 'PERSIST', 'PERSIST_ONLY']);

/** `SET …`, of which some assignments are neither local nor harmless. */
function classifySet(rest: Iterator<Token>): StatementKind {
  let previous: Token = { kind: 'sign', text: '' };
  let beforePrevious = previous;
  let depth = 0;
  let first = true;
  for (let step = rest.next(); step.done !== true; step = rest.next()) {
    const token = step.value;
    if (first && token.kind === 'word') {
      if (token.text === 'STATEMENT') return classifySetStatement(rest);
      if (token.text === 'PASSWORD' || token.text === 'DEFAULT') return 'standalone';
    }
    first = false;
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    const startsAssignment = depth === 0 && (previous.text === '' || previous.text === ',' || previous.text === '@@');
    if (startsAssignment && token.kind === 'word' && LASTING_SCOPES.has(token.text)) return 'standalone';
    // `autocommit = 0`, `@@session.autocommit = 0`, `session autocommit := 0`; `@autocommit` is somebody's variable.
    const assigns = token.text === '=' || token.text === ':';
    const name = previous.kind === 'name' ? previous.text.slice(1, -1).toUpperCase() : previous.text;
    if (depth === 0 && assigns && name === 'AUTOCOMMIT' && beforePrevious.text !== '@') return 'transaction-control';
    beforePrevious = previous;
    previous = token;
  }
  return 'session';
}

/** MariaDB's `SET STATEMENT variable = value FOR <statement>`. */
function classifySetStatement(rest: Iterator<Token>): StatementKind {
  for (let step = rest.next(); step.done !== true; step = rest.next()) {
    if (step.value.kind === 'word' && step.value.text === 'FOR') return classifyTokens(rest);
  }
  return 'session';
}

/** The next word; skips signs such as the parenthesis of `(SELECT …) UNION …`. */
function nextWord(rest: Iterator<Token>): string {
  for (let step = rest.next(); step.done !== true; step = rest.next()) {
    if (step.value.kind === 'word') return step.value.text;
  }
  return '';
}

/** Whether a word still comes. */
function hasWord(rest: Iterator<Token>, word: string): boolean {
  for (let step = rest.next(); step.done !== true; step = rest.next()) {
    if (step.value.kind === 'word' && step.value.text === word) return true;
  }
  return false;
}

function classifyTokens(rest: Iterator<Token>): StatementKind {
  const first = nextWord(rest);
  if (TRANSACTIONAL.has(first)) return 'transactional';
  if (SESSION.has(first)) return 'session';
  if (CONTROL.has(first)) return 'transaction-control';
  switch (first) {
    case 'SET':
      return classifySet(rest);
    case 'START':
      return nextWord(rest) === 'TRANSACTION' ? 'transaction-control' : 'standalone';
    case 'BEGIN':
      // MariaDB's BEGIN NOT ATOMIC … END is a program of its own.
      return nextWord(rest) === 'NOT' ? 'opaque' : 'transaction-control';
    case 'CALL':
    case 'EXECUTE':
    case 'RENAME':
      return 'opaque';
    case 'ALTER':
      return hasWord(rest, 'EXCHANGE') ? 'opaque' : 'standalone';
    case 'LOAD':
      return ['DATA', 'XML'].includes(nextWord(rest)) ? 'transactional' : 'standalone';
    case 'ANALYZE': {
      // ANALYZE TABLE commits; MariaDB's ANALYZE [FORMAT=JSON] SELECT … runs a query and shows its plan.
      const second = nextWord(rest);
      if (second === 'FORMAT') {
        nextWord(rest);
        return TRANSACTIONAL.has(nextWord(rest)) ? 'transactional' : 'standalone';
      }
      return second !== 'TABLE' && TRANSACTIONAL.has(second) ? 'transactional' : 'standalone';
    }
    case 'CREATE': {
      const second = nextWord(rest);
      const third = second === 'OR' && nextWord(rest) === 'REPLACE' ? nextWord(rest) : second;
      return third === 'TEMPORARY' ? 'session' : 'standalone';
    }
    case 'DROP': {
      const second = nextWord(rest);
      return second === 'TEMPORARY' || second === 'PREPARE' ? 'session' : 'standalone';
    }
    case '':
      // Nothing but comments.
      return 'session';
    default:
      // What is not known is treated as committing by itself: the careful reading.
      return 'standalone';
  }
}

/**
 * How MySQL and MariaDB have a statement run. Changes of the schema, of accounts and of the server commit
 * by themselves; so may procedures (CALL) and prepared statements (EXECUTE), whose effect the schema does
 * not show, nor that of swapped names and partitions.
 */
export function classify(statement: Pick<Statement, 'text'>): StatementKind {
  return classifyTokens(tokens(statement.text));
}
