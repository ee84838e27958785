import type { Statement, StatementKind } from '../../driver.ts';
import { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

/** Statements whose first word says it all. */
const BY_FIRST_WORD: Readonly<Record<string, StatementKind>> = {
  ABORT: 'transaction-control',
  BEGIN: 'transaction-control',
  COMMIT: 'transaction-control',
  DEALLOCATE: 'session',
  DISCARD: 'session',
  END: 'transaction-control',
  LISTEN: 'session',
  LOAD: 'session',
  RELEASE: 'transaction-control',
  RESET: 'session',
  ROLLBACK: 'transaction-control',
  SAVEPOINT: 'transaction-control',
  START: 'transaction-control',
  UNLISTEN: 'session',
  VACUUM: 'standalone',
};

/** Statements that need a look at what follows. */
const BY_REST: Readonly<Record<string, (rest: TokenReader) => StatementKind>> = {
  ALTER: alter,
  CLUSTER: cluster,
  CREATE: create,
  DROP: drop,
  PREPARE: (rest) => (rest.accept('TRANSACTION') === null ? 'session' : 'transaction-control'),
  REINDEX: reindex,
  SELECT: select,
  SET: set,
};

/**
 * How PostgreSQL lets a statement run. Decided by its words alone; what the words cannot tell (REINDEX of a
 * partitioned table) counts as transactional, and the server's refusal says what to do.
 */
export function classify(statement: Pick<Statement, 'text'>): StatementKind {
  const reader = new TokenReader(statement.text);
  const first = reader.take();
  if (first === null || first.kind !== 'word') return 'transactional';
  return BY_FIRST_WORD[first.text] ?? BY_REST[first.text]?.(reader) ?? 'transactional';
}

/** Whether a statement would commit or roll back the transaction around it; savepoints stay inside. */
export function endsTransaction(statement: Pick<Statement, 'text'>): boolean {
  if (classify(statement) !== 'transaction-control') return false;
  const reader = new TokenReader(statement.text);
  const first = reader.take()?.text ?? '';
  if (first === 'ROLLBACK') {
    reader.accept('WORK', 'TRANSACTION');
    return reader.accept('TO') === null;
  }
  return !['SAVEPOINT', 'RELEASE', 'BEGIN', 'START'].includes(first);
}

function alter(rest: TokenReader): StatementKind {
  switch (rest.accept('SYSTEM', 'TABLE', 'DATABASE', 'SUBSCRIPTION')) {
    case 'SYSTEM':
      return 'standalone';
    case 'DATABASE': {
      const words = [...rest.words()].join(' ');
      return / ?SET TABLESPACE /.test(`${words} `) ? 'standalone' : 'transactional';
    }
    case 'SUBSCRIPTION':
      return alterSubscription(rest);
    case 'TABLE': {
      const words = [...rest.words()];
      return words.includes('DETACH') && words.at(-1) === 'CONCURRENTLY' ? 'standalone' : 'transactional';
    }
    default:
      return 'transactional';
  }
}

/** Publications of a subscription are refreshed at once unless told otherwise, and that cannot be undone. */
function alterSubscription(rest: TokenReader): StatementKind {
  rest.name();
  const action = rest.take()?.text;
  if (action === 'REFRESH') return 'standalone';
  if (!['SET', 'ADD', 'DROP'].includes(action ?? '')) return 'transactional';
  if (rest.accept('PUBLICATION') === null) {
    const options = rest.group() ?? [];
    return options.some(({ text }) => text === 'FAILOVER' || text === 'TWO_PHASE') ? 'standalone' : 'transactional';
  }
  return isSwitchedOff(optionsOf(rest), 'REFRESH') ? 'transactional' : 'standalone';
}

function cluster(rest: TokenReader): StatementKind {
  rest.accept('VERBOSE');
  rest.group();
  return rest.ahead === null ? 'standalone' : 'transactional';
}

function create(rest: TokenReader): StatementKind {
  if (rest.accept('DATABASE', 'TABLESPACE') !== null) return 'standalone';
  if (rest.accept('SUBSCRIPTION') !== null) {
    const options = optionsOf(rest);
    return isSwitchedOff(options, 'CONNECT') || isSwitchedOff(options, 'CREATE_SLOT') ? 'transactional' : 'standalone';
  }
  rest.acceptAll('OR', 'REPLACE');
  rest.accept('UNIQUE', 'LOCAL', 'GLOBAL');
  if (rest.accept('INDEX') !== null) return rest.accept('CONCURRENTLY') === null ? 'transactional' : 'standalone';
  return rest.accept('TEMP', 'TEMPORARY') === null ? 'transactional' : 'session';
}

function drop(rest: TokenReader): StatementKind {
  switch (rest.accept('DATABASE', 'TABLESPACE', 'SUBSCRIPTION', 'INDEX')) {
    case null:
      return 'transactional';
    case 'INDEX':
      return rest.accept('CONCURRENTLY') === null ? 'transactional' : 'standalone';
    default:
      return 'standalone';
  }
}

function reindex(rest: TokenReader): StatementKind {
  const options = rest.group() ?? [];
  if (options.some(({ text }) => text === 'CONCURRENTLY') && !isSwitchedOff(options, 'CONCURRENTLY'))
    return 'standalone';
  rest.accept('VERBOSE');
  const what = rest.accept('INDEX', 'TABLE', 'SCHEMA', 'DATABASE', 'SYSTEM');
  if (what === 'SCHEMA' || what === 'DATABASE' || what === 'SYSTEM') return 'standalone';
  return rest.accept('CONCURRENTLY') === null ? 'transactional' : 'standalone';
}

/** `select set_config('search_path', '', false)`, as pg_dump writes it, is a SET. */
function select(rest: TokenReader): StatementKind {
  const called = rest.name()?.parts;
  const name =
    called?.length === 2 && called[0] === 'pg_catalog' ? called[1] : called?.length === 1 ? called[0] : undefined;
  if (name !== 'set_config') return 'transactional';
  const last = rest.group()?.at(-1);
  return rest.ahead === null && last?.text === 'FALSE' ? 'session' : 'transactional';
}

function set(rest: TokenReader): StatementKind {
  switch (rest.accept('LOCAL', 'TRANSACTION', 'CONSTRAINTS')) {
    case null:
      return 'session';
    default:
      return 'transactional';
  }
}

/** The tokens of `WITH ( … )` at the end of a statement. */
function optionsOf(rest: TokenReader): readonly Token[] {
  for (let token = rest.take(); token !== null; token = rest.take()) {
    if (token.kind === 'word' && token.text === 'WITH') return rest.group() ?? [];
  }
  return [];
}

const OFF: ReadonlySet<string> = new Set(['FALSE', 'OFF', '0', "'false'", "'off'", "'0'"]);

/** True when an option is there with a value that means no. */
function isSwitchedOff(options: readonly Token[], name: string): boolean {
  const at = options.findIndex(({ kind, text }) => kind === 'word' && text === name);
  if (at === -1) return false;
  const value = options[at + 1]?.text === '=' ? options[at + 2] : options[at + 1];
  return value !== undefined && OFF.has(value.kind === 'literal' ? value.text.toLowerCase() : value.text);
}
