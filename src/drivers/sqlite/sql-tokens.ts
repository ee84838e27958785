/** A piece of SQL text; comments and white space are none. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol';
  /** As written. */
  readonly text: string;
  /** A quoted identifier without its quotes; otherwise {@link text}. */
  readonly value: string;
}

/** The lexical rules of sqlite.org/lang_keywords.html and lang_expr.html; an unclosed quote runs to the end. */
const PATTERN = new RegExp(
  [
    String.raw`(?<space>\s+|--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<string>[xX]?'(?:[^']|'')*(?:'|$))`,
    String.raw`(?<quoted>"(?:[^"]|"")*(?:"|$)|\x60(?:[^\x60]|\x60\x60)*(?:\x60|$)|\[[^\]]*(?:\]|$))`,
    String.raw`(?<number>0[xX][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[A-Za-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*)`,
    String.raw`(?<symbol>->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[^])`,
  ].join('|'),
  'uy',
);

function unquote(text: string): string {
  const quote = text.charAt(0);
  const inner = text.slice(1, text.length > 1 ? -1 : undefined);
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote);
}

/** Cuts SQL into tokens, as far as the caller reads. */
export function* tokensOf(sql: string): Generator<Token, void, undefined> {
  const pattern = new RegExp(PATTERN);
  for (let match = pattern.exec(sql); match !== null; match = pattern.exec(sql)) {
    const text = match[0];
    const groups = match.groups ?? {};
    if (groups['space'] !== undefined) continue;
    if (groups['quoted'] !== undefined) yield { kind: 'quoted', text, value: unquote(text) };
    else if (groups['string'] !== undefined) yield { kind: 'string', text, value: text };
    else if (groups['number'] !== undefined) yield { kind: 'number', text, value: text };
    else if (groups['word'] !== undefined) yield { kind: 'word', text, value: text };
    else yield { kind: 'symbol', text, value: text };
  }
}

/** True when the token is this unquoted word, in any case; `word` is lower-case. */
export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

/** True when the token is this punctuation. */
export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.text === symbol;
}
