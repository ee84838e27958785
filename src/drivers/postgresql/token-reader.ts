import { type Token, tokens } from './tokens.ts';

/** A qualified name as written, folded as the server folds it. */
export interface WrittenName {
  /** From the outermost to the innermost: `['public', 'leads']`. */
  readonly parts: readonly string[];
}

/** Reads a statement token by token, as far as it is needed. */
export class TokenReader {
  readonly #text: string;
  readonly #source: Iterator<Token, void>;
  #ahead: Token | null | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#source = tokens(text);
  }

  /** The next token without taking it; null at the end. */
  get ahead(): Token | null {
    if (this.#ahead === undefined) {
      const { value } = this.#source.next();
      this.#ahead = value ?? null;
    }
    return this.#ahead;
  }

  /** Takes the next token; null at the end. */
  take(): Token | null {
    const token = this.ahead;
    this.#ahead = token === null ? null : undefined;
    return token;
  }

  /** Takes the next token when it is one of these words or symbols (upper case); null when not. */
  accept(...texts: readonly string[]): string | null {
    const token = this.ahead;
    if (token === null || (token.kind !== 'word' && token.kind !== 'symbol') || !texts.includes(token.text))
      return null;
    this.take();
    return token.text;
  }

  /** Takes these words when all of them follow; a partial match takes nothing beyond the first. */
  acceptAll(...texts: readonly string[]): boolean {
    if (this.accept(texts[0] ?? '') === null) return false;
    return texts.slice(1).every((text) => this.accept(text) !== null);
  }

  /** Takes a parenthesised group and returns its tokens; null when none follows. */
  group(): readonly Token[] | null {
    if (this.accept('(') === null) return null;
    const inside: Token[] = [];
    for (let depth = 1; ;) {
      const token = this.take();
      if (token === null) return inside;
      if (token.kind === 'symbol' && token.text === '(') depth += 1;
      if (token.kind === 'symbol' && token.text === ')') depth -= 1;
      if (depth === 0) return inside;
      inside.push(token);
    }
  }

  /** Takes a name, qualified or not; null when none follows. */
  name(): WrittenName | null {
    const parts: string[] = [];
    do {
      const token = this.ahead;
      if (token === null || (token.kind !== 'word' && token.kind !== 'name')) return null;
      this.take();
      // Unquoted identifiers are folded to lower case: ASCII always, other letters only in single-byte encodings.
      const written = this.#text.slice(token.start, token.end);
      parts.push(token.kind === 'name' ? token.text : written.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));
    } while (this.accept('.') !== null);
    return { parts };
  }

  /** The words that are left, names and literals left out. */
  *words(): Generator<string> {
    for (let token = this.take(); token !== null; token = this.take()) if (token.kind === 'word') yield token.text;
  }
}
