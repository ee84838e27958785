/**
 * Cuts SQL text into tokens, in one pass and without copying: a token is a kind and two offsets.
 *
 * The file is longer than most because every quoting rule of every dialect meets in one loop; taken
 * apart, each part would have to know where the others stop. It only finds where things end, so it
 * accepts much that a server refuses, and the server then says what is wrong.
 */
import type { LexicalRules } from './lexical-rules.ts';

/**
 * - `word`: a bare word: keyword or identifier
 * - `quoted`: a quoted identifier
 * - `string`: a string literal
 * - `dollar`: a dollar-quoted string, from {@link Scanner.contentStart} to {@link Scanner.contentEnd}
 * - `executable`: the opening or closing of a `/*! … *\/` comment
 * - `client-command`: a psql command, to the end of its line
 * - `terminator`: {@link Scanner.terminator}
 */
export type TokenKind =
  | 'word'
  | 'number'
  | 'quoted'
  | 'string'
  | 'dollar'
  | 'symbol'
  | 'executable'
  | 'client-command'
  | 'terminator'
  | 'end';

/** Something opened and never closed. */
export interface Unterminated {
  readonly what: 'string' | 'quoted identifier' | 'comment' | 'dollar-quoted string';
  readonly offset: number;
}

/** A `-- sluice:` comment, wherever it stands. */
export interface DirectiveComment {
  readonly offset: number;
  /** What follows the colon, to the end of the line. */
  readonly text: string;
}

const DIRECTIVE = /--[ \t]*sluice[ \t]*:([^\n]*)/iy;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const QUOTE = 39;
const STAR = 42;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const BRACKET = 91;
const BACKSLASH = 92;
const BACKTICK = 96;

function isSpace(code: number): boolean {
  return code === SPACE || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Everything above ASCII counts as a letter, as it does in all three lexers. */
function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code);
}

/** Reads tokens one by one; the members describe the present token until {@link next} is called again. */
export class Scanner {
  kind: TokenKind = 'end';
  start = 0;
  end = 0;
  /** Where the content of a `dollar` token lies. */
  contentStart = 0;
  contentEnd = 0;
  /** How many `/*!` are open. */
  executableDepth = 0;
  unterminated: Unterminated | null = null;
  readonly directives: DirectiveComment[] = [];
  readonly #text: string;
  readonly #rules: LexicalRules;
  #terminator = ';';
  #terminatorIsWord = false;

  constructor(text: string, rules: LexicalRules) {
    this.#text = text;
    this.#rules = rules;
  }

  /** What ends a statement. A terminator made of letters counts only as a whole word. */
  get terminator(): string {
    return this.#terminator;
  }

  set terminator(terminator: string) {
    this.#terminator = terminator;
    this.#terminatorIsWord = isWordPart(terminator.charCodeAt(0));
  }

  /** Goes on reading at another place. */
  seek(offset: number): void {
    this.end = offset;
  }

  /** Moves to the next token; white space and comments are passed over. */
  next(): TokenKind {
    const text = this.#text;
    let at = this.end;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) {
        at += 1;
        continue;
      }
      if (this.#startsTerminator(at, code)) return this.#set('terminator', at, at + this.#terminator.length);
      const afterComment = this.#skipComment(at, code);
      if (afterComment === at) return this.#read(at, code);
      at = afterComment;
    }
    return this.#set('end', text.length, text.length);
  }

  #set(kind: TokenKind, start: number, end: number): TokenKind {
    this.kind = kind;
    this.start = start;
    this.end = end;
    return kind;
  }

  /** Nothing can be read behind something that never ends. */
  #open(what: Unterminated['what'], offset: number): number {
    this.unterminated ??= { what, offset };
    return this.#text.length;
  }

  #startsTerminator(at: number, code: number): boolean {
    const terminator = this.#terminator;
    if (code !== terminator.charCodeAt(0) || this.executableDepth > 0) return false;
    if (terminator.length > 1 && !this.#text.startsWith(terminator, at)) return false;
    if (!this.#terminatorIsWord) return true;
    const last = terminator.charCodeAt(terminator.length - 1);
    return !isWordPart(last) || !isWordPart(this.#text.charCodeAt(at + terminator.length));
  }

  /** The offset behind a comment that starts here; the same offset when none does. */
  #skipComment(at: number, code: number): number {
    const { syntax } = this.#rules;
    const text = this.#text;
    if (code === HASH && syntax.hashComments) return this.#lineEnd(at);
    if (code === DASH && text.charCodeAt(at + 1) === DASH) {
      // At the end of the text charCodeAt gives NaN, which is no visible character either.
      if (syntax.dashCommentNeedsSpace && text.charCodeAt(at + 2) > SPACE) return at;
      DIRECTIVE.lastIndex = at;
      const directive = DIRECTIVE.exec(text)?.[1];
      if (directive !== undefined) this.directives.push({ offset: at, text: directive });
      return this.#lineEnd(at);
    }
    if (code === SLASH && text.charCodeAt(at + 1) === STAR && !this.#startsExecutable(at)) {
      return this.#blockCommentEnd(at);
    }
    return at;
  }

  #lineEnd(at: number): number {
    const text = this.#text;
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed;
    if (!this.#rules.carriageReturnEndsComment) return end;
    for (let i = at; i < end; i += 1) if (text.charCodeAt(i) === CARRIAGE_RETURN) return i;
    return end;
  }

  #blockCommentEnd(at: number): number {
    const text = this.#text;
    if (!this.#rules.syntax.nestedComments) {
      const close = text.indexOf('*/', at + 2);
      return close < 0 ? this.#open('comment', at) : close + 2;
    }
    let depth = 1;
    for (let i = at + 2; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === STAR && text.charCodeAt(i + 1) === SLASH) {
        depth -= 1;
        i += 1;
        if (depth === 0) return i + 1;
      } else if (code === SLASH && text.charCodeAt(i + 1) === STAR) {
        depth += 1;
        i += 1;
      }
    }
    return this.#open('comment', at);
  }

  /** MySQL writes `/*!50001`, MariaDB also `/*M!100100`. */
  #startsExecutable(at: number): boolean {
    if (!this.#rules.executableComments) return false;
    return this.#text.startsWith('!', at + 2) || this.#text.startsWith('M!', at + 2);
  }

  /** Reads the token that starts with `code`, which is neither white space, comment nor terminator. */
  #read(at: number, code: number): TokenKind {
    const { syntax, doubleQuotedStrings, clientCommands } = this.#rules;
    const text = this.#text;
    const next = text.charCodeAt(at + 1);
    if (isWordStart(code)) {
      if (next === QUOTE && (code | SPACE) === 101 && syntax.backslashEscapes === 'e-strings') {
        return this.#set('string', at, this.#escapeStringEnd(at));
      }
      return this.#set('word', at, this.#wordEnd(at + 1));
    }
    if (isDigit(code)) return this.#set('number', at, this.#numberEnd(at + 1));
    switch (code) {
      case QUOTE:
        return this.#set('string', at, this.#quotedEnd('string', at, at, code, syntax.backslashEscapes === 'always'));
      case DOUBLE_QUOTE: {
        const escapes = syntax.backslashEscapes === 'always';
        if (doubleQuotedStrings) return this.#set('string', at, this.#quotedEnd('string', at, at, code, escapes));
        return this.#set('quoted', at, this.#quotedEnd('quoted identifier', at, at, code, false));
      }
      case BACKTICK:
        if (!syntax.backtickIdentifiers) break;
        return this.#set('quoted', at, this.#quotedEnd('quoted identifier', at, at, code, false));
      case BRACKET: {
        if (!syntax.bracketIdentifiers) break;
        const close = text.indexOf(']', at + 1);
        return this.#set('quoted', at, close < 0 ? this.#open('quoted identifier', at) : close + 1);
      }
      case DOLLAR:
        if (syntax.dollarQuotes) return this.#readDollar(at, next);
        break;
      case SLASH:
        if (next !== STAR) break;
        return this.#openExecutable(at);
      case STAR:
        if (next !== SLASH || this.executableDepth === 0) break;
        this.executableDepth -= 1;
        return this.#set('executable', at, at + 2);
      case BACKSLASH: {
        if (!clientCommands) break;
        const feed = text.indexOf('\n', at);
        return this.#set('client-command', at, feed < 0 ? text.length : feed);
      }
      default:
    }
    return this.#set('symbol', at, at + 1);
  }

  #openExecutable(at: number): TokenKind {
    let end = this.#text.indexOf('!', at) + 1;
    while (isDigit(this.#text.charCodeAt(end))) end += 1;
    this.executableDepth += 1;
    return this.#set('executable', at, end);
  }

  /** A `$` belongs to a word, but not where it starts a terminator as in `END$$`. */
  #wordEnd(from: number): number {
    const text = this.#text;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (!isWordPart(code) && code !== DOLLAR) return at;
      if (!this.#terminatorIsWord && this.#startsTerminator(at, code)) return at;
      at += 1;
    }
  }

  /** Takes `1.5e3`, `0x1F` and MariaDB's `1..9` as one; a `$` behind a number starts something new. */
  #numberEnd(from: number): number {
    const text = this.#text;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (!isWordPart(code) && code !== DOT) return at;
      if (!this.#terminatorIsWord && this.#startsTerminator(at, code)) return at;
      at += 1;
    }
  }

  /**
   * The offset behind a quoted text. A doubled quote needs no rule of its own for finding the end,
   * but it keeps `'a''b'` one token.
   */
  #quotedEnd(what: Unterminated['what'], start: number, open: number, quote: number, escapes: boolean): number {
    const text = this.#text;
    if (!escapes) {
      const mark = String.fromCharCode(quote);
      let close = text.indexOf(mark, open + 1);
      while (close >= 0 && text.charCodeAt(close + 1) === quote) close = text.indexOf(mark, close + 2);
      return close < 0 ? this.#open(what, start) : close + 1;
    }
    for (let i = open + 1; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === BACKSLASH) i += 1;
      else if (code === quote) {
        if (text.charCodeAt(i + 1) !== quote) return i + 1;
        i += 1;
      }
    }
    return this.#open(what, start);
  }

  /** `E'…'`; a string that goes on behind a line break keeps its escapes (SQL's string continuation). */
  #escapeStringEnd(start: number): number {
    let end = this.#quotedEnd('string', start, start + 1, QUOTE, true);
    for (;;) {
      const open = this.#continuation(end);
      if (open < 0) return end;
      end = this.#quotedEnd('string', start, open, QUOTE, true);
    }
  }

  /** Where the next part of a continued string opens: behind white space and comments with a line break; -1 when it does not. */
  #continuation(from: number): number {
    const text = this.#text;
    let broken = false;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED || code === CARRIAGE_RETURN) broken = true;
      else if (broken && code === QUOTE) return at;
      else if (code === DASH && text.charCodeAt(at + 1) === DASH) at = this.#lineEnd(at) - 1;
      else if (!isSpace(code)) return -1;
      at += 1;
    }
  }

  /** `$1`, `$tag$ … $tag$`, or a lone `$`. */
  #readDollar(at: number, next: number): TokenKind {
    const text = this.#text;
    let tagEnd = at + 1;
    if (isDigit(next)) {
      while (isDigit(text.charCodeAt(tagEnd))) tagEnd += 1;
      return this.#set('number', at, tagEnd);
    }
    while (isWordPart(text.charCodeAt(tagEnd))) tagEnd += 1;
    if (text.charCodeAt(tagEnd) !== DOLLAR) return this.#set('symbol', at, at + 1);
    const tag = text.slice(at, tagEnd + 1);
    const close = text.indexOf(tag, tagEnd + 1);
    this.contentStart = tagEnd + 1;
    this.contentEnd = close < 0 ? text.length : close;
    return this.#set('dollar', at, close < 0 ? this.#open('dollar-quoted string', at) : close + tag.length);
  }
}
