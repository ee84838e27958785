/**
 * Cuts a run of bytes into chunks of one size. The newest chunk is held back until more comes, because nobody knows yet
 * whether it is the last.
 */
export class Chunks {
  readonly #size: number;
  readonly #held: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#size = size;
    this.#held = Buffer.allocUnsafeSlow(size);
  }

  /** Takes bytes and gives the chunks that are certainly not the last; each is good until the next one is asked for. */
  *add(bytes: Buffer): Generator<Buffer, void> {
    let rest = bytes;
    if (this.#length > 0) {
      const taken = rest.copy(this.#held, this.#length);
      this.#length += taken;
      rest = rest.subarray(taken);
      if (rest.length === 0) return;
      this.#length = 0;
      yield this.#held;
    }
    for (; rest.length > this.#size; rest = rest.subarray(this.#size)) yield rest.subarray(0, this.#size);
    this.#length = rest.copy(this.#held);
  }

  /** The last chunk; empty only when nothing was added. */
  last(): Buffer {
    return this.#held.subarray(0, this.#length);
  }
}
