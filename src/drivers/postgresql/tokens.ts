/** A piece of a statement's text. */
export interface Token {
  /** `word` = unquoted identifier or keyword, `name` = quoted identifier; strings and numbers are `literal`. */
  readonly kind: 'word' | 'name' | 'literal' | 'symbol';
  /** A word in upper case, a quoted name without its quotes, everything else as written. */
  readonly text: string;
  /** Where it begins and ends in the statement, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*/uy;
const STRING_START = /(?:[eEbBxXnN]|[uU]&)?'/y;
const DOLLAR = /\$(?:[\p{L}_\u0080-\uffff][\p{L}\p{N}_\u0080-\uffff]*)?\$/uy;
const NUMBER = /\d[\w.]*|\$\d+/y;

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/**
 * The end of a quoted text whose opening quote stands before `at`; a doubled quote belongs to it. Scanned by hand,
 * because literals may be megabytes long and a regular expression would keep a way back for each character.
 */
function afterQuoted(text: string, at: number, quote: string, backslashes: boolean): number {
  for (let index = at; index < text.length; index++) {
    const character = text.charAt(index);
    if (backslashes && character === '\\') index += 1;
    else if (character === quote) {
      if (text.charAt(index + 1) !== quote) return index + 1;
      index += 1;
    }
  }
  return text.length;
}

/** The string literal that begins at `at`; null when none does. */
function stringLiteral(text: string, at: number): string | null {
  const opening = matchAt(STRING_START, text, at);
  if (opening === null) return null;
  return text.slice(at, afterQuoted(text, at + opening.length, "'", /^e/i.test(opening)));
}

/** The end of a block comment that begins at `at`; comments nest. */
function afterBlockComment(text: string, at: number): number {
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    if (text.startsWith('/*', index)) {
      depth += 1;
      index += 1;
    } else if (text.startsWith('*/', index)) {
      depth -= 1;
      index += 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
}

/** The end of white space and comments that begin at `at`. */
function afterBlank(text: string, at: number): number {
  let index = at;
  for (;;) {
    const before = index;
    while (index < text.length && /\s/.test(text.charAt(index))) index += 1;
    if (text.startsWith('--', index)) {
      const newline = text.indexOf('\n', index);
      index = newline === -1 ? text.length : newline + 1;
    } else if (text.startsWith('/*', index)) {
      index = afterBlockComment(text, index);
    }
    if (index === before) return index;
  }
}

/** The text of a quoted string that begins with a dollar tag at `at`. */
function dollarString(text: string, at: number): string | null {
  const tag = matchAt(DOLLAR, text, at);
  if (tag === null) return null;
  const end = text.indexOf(tag, at + tag.length);
  return end === -1 ? text.slice(at) : text.slice(at, end + tag.length);
}

/**
 * The tokens of a statement, without comments, by the lexical rules of PostgreSQL. A generator, because most
 * decisions fall after the first two or three tokens of a text that may be megabytes long.
 */
export function* tokens(text: string): Generator<Token, void> {
  for (let at = afterBlank(text, 0); at < text.length; at = afterBlank(text, at)) {
    const literal = stringLiteral(text, at) ?? dollarString(text, at) ?? matchAt(NUMBER, text, at);
    const name = text.charAt(at) === '"' ? text.slice(at, afterQuoted(text, at + 1, '"', false)) : null;
    const word = literal === null && name === null ? matchAt(WORD, text, at) : null;
    const raw = literal ?? name ?? word ?? text.charAt(at);
    const span = { start: at, end: at + raw.length };
    at = span.end;
    if (literal !== null) yield { kind: 'literal', text: raw, ...span };
    else if (name !== null) yield { kind: 'name', text: raw.slice(1, -1).replaceAll('""', '"'), ...span };
    else if (word !== null) yield { kind: 'word', text: raw.toUpperCase(), ...span };
    else yield { kind: 'symbol', text: raw, ...span };
  }
}
