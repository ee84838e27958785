import { type Token, tokensOf } from '../sql-tokens.ts';

/**
 * One form for SQL that means the same: white space and comments are gone, words are lower-case, and
 * identifiers lose quotes that they do not need. ALTER TABLE … RENAME quotes whatever it touches, so
 * without this a rename there and back would look like a change.
 *
 * @param names names of the schema's things, in lower case; only they are known to be identifiers,
 *   because SQLite reads an unknown "name" as a string
 */
export function canonicalTokens(tokens: Iterable<Token>, names: ReadonlySet<string>): string {
  return [...tokens].map((token) => canonicalToken(token, names)).join(' ');
}

/** As {@link canonicalTokens}, of text. */
export function canonicalSql(sql: string, names: ReadonlySet<string>): string {
  return canonicalTokens(tokensOf(sql), names);
}

function canonicalToken({ kind, text, value }: Token, names: ReadonlySet<string>): string {
  if (kind === 'word' || kind === 'number') return text.toLowerCase();
  if (kind !== 'quoted' || !names.has(value.toLowerCase())) return text;
  const name = value.toLowerCase();
  return /^[a-z_\u0080-\uffff][\w$\u0080-\uffff]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Words that may stand for a default; anything else is as written, because `DEFAULT abc` is the text "abc". */
const DEFAULT_WORDS = new Set(['null', 'true', 'false', 'current_timestamp', 'current_date', 'current_time']);

/** One form for a column's default. */
export function canonicalDefault(sql: string): string {
  return [...tokensOf(sql)]
    .map(({ kind, text }) => (kind === 'word' && DEFAULT_WORDS.has(text.toLowerCase()) ? text.toLowerCase() : text))
    .join(' ');
}
