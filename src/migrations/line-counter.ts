/** Turns offsets into line numbers; linear over all calls as long as the offsets grow. */
export class LineCounter {
  readonly #text: string;
  readonly #firstLine: number;
  #line: number;
  #lineStart = 0;
  /** End of the present line, so that a long line is searched only once. */
  #lineEnd: number;

  /** @param firstLine the line number of the text's first line. */
  constructor(text: string, firstLine: number) {
    this.#text = text;
    this.#firstLine = firstLine;
    this.#line = firstLine;
    this.#lineEnd = this.#feedFrom(0);
  }

  /** The line that holds an offset. */
  at(offset: number): number {
    if (offset < this.#lineStart) {
      this.#line = this.#firstLine;
      this.#lineStart = 0;
      this.#lineEnd = this.#feedFrom(0);
    }
    while (this.#lineEnd < offset) {
      this.#line += 1;
      this.#lineStart = this.#lineEnd + 1;
      this.#lineEnd = this.#feedFrom(this.#lineStart);
    }
    return this.#line;
  }

  #feedFrom(offset: number): number {
    const feed = this.#text.indexOf('\n', offset);
    return feed < 0 ? this.#text.length : feed;
  }
}
