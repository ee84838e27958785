import type { Decoding } from './decoding.ts';
import { malformed } from './failure.ts';
import { Input } from './input.ts';

const NOTHING = Buffer.alloc(0);

/** Runs a decoding over bytes that come piece by piece, and holds no more than it asks for. */
export class Piecewise {
  readonly #input: Input;
  readonly #decoding: Decoding;
  #done = false;
  /** How many bytes must be there before it goes on. */
  #needed = 0;
  /** Bytes that it did not take yet, in a Buffer of as many as it needs. */
  #pending = NOTHING;
  #filled = 0;
  #offset: number;

  /** `offset` = where the first piece begins in the file. */
  constructor(start: (input: Input) => Decoding, offset: number) {
    this.#input = new Input(NOTHING, offset);
    this.#offset = offset;
    this.#decoding = start(this.#input);
  }

  /** Decodes as far as the bytes go. @throws SluiceError `DATA_002` */
  push(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      let window = rest;
      if (this.#filled > 0) {
        const copied = rest.copy(this.#pending, this.#filled);
        this.#filled += copied;
        rest = rest.subarray(copied);
        if (this.#filled < this.#needed) return;
        window = this.#pending;
      } else {
        rest = NOTHING;
        if (window.length < this.#needed) {
          this.#wait(window);
          return;
        }
      }
      this.#run(window);
    }
  }

  /** Says that no more bytes will come. @throws SluiceError `DATA_002` when the value has not ended */
  finish(): void {
    if (!this.#done) throw malformed('a value ends in the middle', this.#offset + this.#filled);
  }

  #run(window: Buffer): void {
    if (this.#done) throw malformed('something follows a value that has ended', this.#offset);
    this.#input.set(window, this.#offset);
    const step = this.#decoding.next();
    this.#offset = this.#input.offset;
    this.#filled = 0;
    this.#pending = NOTHING;
    if (step.done === true) {
      this.#done = true;
      this.#needed = 0;
      if (this.#input.available > 0) throw malformed('something follows a value that has ended', this.#offset);
      return;
    }
    this.#needed = step.value;
    if (this.#input.available > 0) this.#wait(window.subarray(this.#input.position));
  }

  /** Memory is only really taken for the bytes that come. */
  #wait(bytes: Buffer): void {
    this.#pending = Buffer.allocUnsafeSlow(this.#needed);
    this.#filled = bytes.copy(this.#pending);
  }
}
