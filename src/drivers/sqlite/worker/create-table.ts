import { isSymbol, isWord, type Token, tokensOf } from '../sql-tokens.ts';

/** What a CREATE TABLE says and no pragma tells. Expressions are token lists. */
export interface TableText {
  readonly checks: readonly (readonly Token[])[];
  /** By column name in lower case. */
  readonly collations: ReadonlyMap<string, string>;
  /** Expressions of generated columns, by column name in lower case. */
  readonly generated: ReadonlyMap<string, readonly Token[]>;
  readonly autoincrement: boolean;
  /** `unique: ignore`: constraints that do not abort. Sorted. */
  readonly conflictRules: readonly string[];
  /** For each foreign key in the order of the text: whether it is checked at COMMIT only. */
  readonly deferred: readonly boolean[];
}

const CONSTRAINT_STARTS = new Set(['constraint', 'primary', 'unique', 'check', 'foreign']);

/** The tokens between a `(` at `at` and its `)`, and the position behind. */
function group(tokens: readonly Token[], at: number): { readonly inner: readonly Token[]; readonly end: number } {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    if (isSymbol(tokens[index], '(')) depth += 1;
    else if (isSymbol(tokens[index], ')')) {
      depth -= 1;
      if (depth === 0) return { inner: tokens.slice(at + 1, index), end: index + 1 };
    }
  }
  return { inner: tokens.slice(at + 1), end: tokens.length };
}

/** Splits at the commas that lie in no parentheses. */
export function splitList(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isSymbol(token, '(')) depth += 1;
    else if (isSymbol(token, ')')) depth -= 1;
    if (depth === 0 && isSymbol(token, ',')) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

/** The first parenthesised group of a statement. */
export function firstGroup(tokens: readonly Token[]): {
  readonly inner: readonly Token[];
  readonly rest: readonly Token[];
} {
  const { inner, end } = group(
    tokens,
    tokens.findIndex((token) => isSymbol(token, '(')),
  );
  return { inner, rest: tokens.slice(end) };
}

/** Reads the SQL that SQLite keeps for a table. It was accepted by SQLite, so it is well formed. */
export function readCreateTable(sql: string): TableText {
  const found = {
    checks: [] as (readonly Token[])[],
    collations: new Map<string, string>(),
    generated: new Map<string, readonly Token[]>(),
    autoincrement: false,
    conflictRules: [] as string[],
    deferred: [] as boolean[],
  };
  for (const item of splitList(firstGroup([...tokensOf(sql)]).inner)) {
    const [first] = item;
    if (first === undefined) continue;
    const isConstraint = first.kind === 'word' && CONSTRAINT_STARTS.has(first.text.toLowerCase());
    readItem(item, isConstraint ? null : first.value.toLowerCase(), found);
  }
  return { ...found, conflictRules: found.conflictRules.toSorted() };
}

interface Found {
  readonly checks: (readonly Token[])[];
  readonly collations: Map<string, string>;
  readonly generated: Map<string, readonly Token[]>;
  autoincrement: boolean;
  readonly conflictRules: string[];
  readonly deferred: boolean[];
}

/** Walks over one column or over table constraints; SQLite needs no comma between the latter. */
function readItem(item: readonly Token[], column: string | null, found: Found): void {
  let constraint = '';
  // The name of a column may be a word that begins a constraint, as `"check"` or `as`.
  for (let at = column === null ? 0 : 1; at < item.length; at++) {
    const token = item[at];
    if (isSymbol(token, '(')) {
      at = group(item, at).end - 1;
      continue;
    }
    if (token?.kind !== 'word') continue;
    const word = token.text.toLowerCase();
    const next = item[at + 1];
    switch (word) {
      case 'constraint':
        at += 1;
        break;
      case 'primary':
      case 'unique':
        constraint = word;
        break;
      case 'not':
        if (isWord(next, 'null')) constraint = 'not null';
        break;
      case 'check':
        found.checks.push(group(item, at + 1).inner);
        constraint = word;
        break;
      case 'collate':
        // In a table constraint it belongs to an index, where a pragma tells it.
        if (column !== null && next !== undefined) found.collations.set(column, next.value.toLowerCase());
        at += 1;
        break;
      case 'as':
        if (column !== null && isSymbol(next, '(')) found.generated.set(column, group(item, at + 1).inner);
        break;
      case 'autoincrement':
        found.autoincrement = true;
        break;
      case 'conflict': {
        const rule = next?.text.toLowerCase() ?? 'abort';
        if (rule !== 'abort') found.conflictRules.push(`${constraint}${column === null ? '' : ` ${column}`}: ${rule}`);
        at += 1;
        break;
      }
      case 'references':
        found.deferred.push(false);
        at += 1;
        break;
      case 'deferrable':
        if (!isWord(item[at - 1], 'not') && isWord(next, 'initially') && isWord(item[at + 2], 'deferred')) {
          found.deferred[found.deferred.length - 1] = true;
        }
        break;
      default:
        break;
    }
  }
}
