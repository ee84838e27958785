const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;

/** Follows one statement's tokens to know whether rows follow it: `COPY … FROM STDIN`. */
export class CopyWatch {
  #state: 'start' | 'copy' | 'from' | 'stdin' | 'plain' = 'start';
  #depth = 0;

  /** False once no further token can matter. */
  get watching(): boolean {
    return this.#state !== 'plain' && this.#state !== 'stdin';
  }

  get found(): boolean {
    return this.#state === 'stdin';
  }

  /** A bare word, in lower case. */
  word(word: string): void {
    if (this.#state === 'start') this.#state = word === 'copy' ? 'copy' : 'plain';
    else if (this.#state === 'from') this.#state = word === 'stdin' ? 'stdin' : 'copy';
    else if (this.#depth === 0 && word === 'from') this.#state = 'from';
  }

  /** A quoted identifier, string or number. */
  other(): void {
    if (this.#state !== 'stdin') this.#state = this.#state === 'start' ? 'plain' : 'copy';
  }

  /** Punctuation, by its character code. */
  symbol(code: number): void {
    if (code === OPEN_PARENTHESIS) this.#depth += 1;
    if (code === CLOSE_PARENTHESIS) this.#depth -= 1;
    this.other();
  }
}
