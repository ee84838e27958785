import type { Statement, StatementKind } from '../../driver.ts';
import { isSymbol, type Token, tokensOf } from './sql-tokens.ts';

const TRANSACTION_CONTROL = new Set(['begin', 'commit', 'end', 'rollback', 'savepoint', 'release']);

/** Pragmas that SQLite refuses or ignores inside a transaction, and that change the file for good. */
const STANDALONE_PRAGMAS = new Set(['journal_mode', 'wal_checkpoint']);

/** Pragmas that write, or check, as part of the transaction around them, and are undone with it. */
const TRANSACTIONAL_PRAGMAS = new Set([
  'application_id',
  'defer_foreign_keys',
  'foreign_key_check',
  'foreign_key_list',
  'incremental_vacuum',
  'index_info',
  'index_list',
  'index_xinfo',
  'integrity_check',
  'optimize',
  'quick_check',
  'schema_version',
  'table_info',
  'table_list',
  'table_xinfo',
  'user_version',
  'writable_schema',
]);

/** The first tokens of a statement: enough for `PRAGMA schema.name = value`. */
function firstTokens(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const token of tokensOf(sql)) {
    tokens.push(token);
    if (tokens.length === 4) break;
  }
  return tokens;
}

/** The pragma that a statement sets or reads, in lower case; null when it is none. */
export function pragmaOf(sql: string): string | null {
  const [first, second, dot, fourth] = firstTokens(sql);
  if (first?.text.toLowerCase() !== 'pragma') return null;
  return (isSymbol(dot, '.') ? fourth : second)?.value.toLowerCase() ?? '';
}

/**
 * How a statement may be run; see {@link StatementKind}.
 *
 * ATTACH and DETACH set up the connection alone, so a resumed file repeats them. A pragma that is not
 * known to belong to a transaction is taken for a setting of the connection.
 */
export function classify({ text }: Pick<Statement, 'text'>): StatementKind {
  const first = firstTokens(text)[0]?.text.toLowerCase() ?? '';
  if (TRANSACTION_CONTROL.has(first)) return 'transaction-control';
  if (first === 'vacuum') return 'standalone';
  if (first === 'attach' || first === 'detach') return 'session';
  const pragma = pragmaOf(text);
  if (pragma === null || TRANSACTIONAL_PRAGMAS.has(pragma)) return 'transactional';
  return STANDALONE_PRAGMAS.has(pragma) ? 'standalone' : 'session';
}
