/** One token of a statement: a word in capitals, or a sign. Literals and quoted names are one token each. */
export interface Token {
  readonly kind: 'word' | 'literal' | 'name' | 'sign';
  /** Words in capitals, without `@`; for other kinds as written. */
  readonly text: string;
}

const SPACE = /[\s\u0000]+/y;
const LINE_COMMENT = /(?:#|--(?=[\s\u0000]|$))[^\n]*/y;
/** `/*! … ` and MariaDB's `/*M! … `: what follows is code, for servers from the version on. */
const CODE_COMMENT = /\/\*M?!\d*/y;
const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/y;
const COMMENT_END = /\*\//y;
const QUOTED_NAME = /`(?:[^`]+|``)*(?:`|$)/y;
const VARIABLE = /@@?/y;
const WORD = /[\p{L}\p{N}_$]+/uy;

/**
 * The end of the string that begins at `start`, or of the text. A loop, because a regular expression keeps a way back
 * for every character of a string, and runs out of stack at some megabytes.
 */
function endOfString(text: string, start: number): number {
  const quote = text[start];
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '\\') at += 2;
    else if (text[at] !== quote) at += 1;
    else if (text[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return text.length;
}

/**
 * Reads a statement's tokens, leaving ordinary comments out and stepping into executable ones:
 * `/*!50003 CREATE TRIGGER … *\/` is a CREATE TRIGGER.
 */
export function* tokens(text: string): Generator<Token> {
  let position = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found === null || found[0] === '') return null;
    position = pattern.lastIndex;
    return found[0];
  };
  while (position < text.length) {
    if (match(SPACE) ?? match(LINE_COMMENT) ?? match(CODE_COMMENT) ?? match(COMMENT) ?? match(COMMENT_END)) continue;
    if (text[position] === "'" || text[position] === '"') {
      const end = endOfString(text, position);
      yield { kind: 'literal', text: text.slice(position, end) };
      position = end;
      continue;
    }
    const name = match(QUOTED_NAME);
    if (name !== null) {
      yield { kind: 'name', text: name };
      continue;
    }
    const at = match(VARIABLE);
    if (at !== null) {
      yield { kind: 'sign', text: at };
      continue;
    }
    const word = match(WORD);
    if (word !== null) {
      yield { kind: 'word', text: word.toUpperCase() };
      continue;
    }
    yield { kind: 'sign', text: text[position] ?? '' };
    position += 1;
  }
}
