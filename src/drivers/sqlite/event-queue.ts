/** Hands what a callback is given on to a loop. Holds what the loop has not taken yet: few items only. */
export class EventQueue<T> {
  readonly #items: T[] = [];
  #wake = Promise.withResolvers<void>();

  push(item: T): void {
    this.#items.push(item);
    this.#wake.resolve();
  }

  /** Yields every item until `end` resolves, then what is left; throws when `end` rejects. */
  async *until(end: Promise<unknown>): AsyncGenerator<T, void, undefined> {
    let ended = false;
    const finished = end.finally(() => {
      ended = true;
    });
    for (;;) {
      for (let item = this.#items.shift(); item !== undefined; item = this.#items.shift()) yield item;
      if (ended) break;
      this.#wake = Promise.withResolvers();
      await Promise.race([this.#wake.promise, finished.catch(() => {})]);
    }
    await finished;
  }
}
