import { createHash } from 'node:crypto';

/** Bytes seen so far: how many, and their SHA-256. */
export class Meter {
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #sha256: string | null = null;

  get bytes(): number {
    return this.#bytes;
  }

  update(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.byteLength;
  }

  /** SHA-256 (hex); nothing can be added afterwards. */
  sha256(): string {
    return (this.#sha256 ??= this.#hash.digest('hex'));
  }
}
