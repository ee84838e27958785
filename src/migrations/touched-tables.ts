import type { SqlSyntax, TableRef } from '../driver.ts';
import { lexicalRules, type LexicalRules } from './lexical-rules.ts';
import { Scanner } from './scanner.ts';
import type { Script } from './types.ts';

/** Behind these SQLite takes a string for a name: `UPDATE 'leads' SET …`. */
const BEFORE_NAMES = new Set(['table', 'into', 'update', 'from', 'join', 'exists', 'to', 'on', 'references', '.']);

/** A quoted name as the database holds it. */
function unquote(token: string): string {
  const quote = token.charAt(0);
  const inner = token.slice(1, -1);
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote);
}

/** Calls `seen` with every identifier of a text; bodies in dollar quotes are code and are read too. */
function eachName(text: string, rules: LexicalRules, seen: (name: string) => void): void {
  const pending = [text];
  for (let code = pending.pop(); code !== undefined; code = pending.pop()) {
    const scanner = new Scanner(code, rules);
    let previous = '';
    for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
      const token = kind === 'dollar' ? '' : code.slice(scanner.start, scanner.end);
      if (kind === 'word') seen(token);
      else if (kind === 'quoted') seen(unquote(token));
      else if (kind === 'string' && rules.stringsMayBeNames && BEFORE_NAMES.has(previous)) seen(unquote(token));
      else if (kind === 'dollar') pending.push(code.slice(scanner.contentStart, scanner.contentEnd));
      previous = token.length > 10 ? '' : token.toLowerCase();
    }
    // A body in another language can look unclosed to SQL eyes; then any word of it may be a table.
    if (scanner.unterminated !== null) for (const [word] of code.matchAll(/[\p{L}\p{N}_$]+/gu)) seen(word);
  }
}

/**
 * The tables whose name occurs as an identifier, bare or quoted, in the scripts' statements. Case and
 * schema are left out of the comparison, and SQL that is put together at run time is not seen: the
 * answer is "may have been touched", and for the rest "was not named".
 *
 * @returns those of `tables` that occur, in their order.
 */
export function touchedTables(
  scripts: readonly Script[],
  tables: readonly TableRef[],
  syntax: SqlSyntax,
): readonly TableRef[] {
  const rules = lexicalRules(syntax);
  const wanted = new Set(tables.map(({ name }) => name.toLowerCase()));
  const found = new Set<string>();
  for (const script of scripts) {
    for (const statement of script.statements) {
      eachName(statement.text, rules, (name) => {
        const plain = name.toLowerCase();
        if (wanted.has(plain)) found.add(plain);
      });
    }
  }
  return tables.filter(({ name }) => found.has(name.toLowerCase()));
}
