import { createHash, hash, type Hash } from 'node:crypto';

/** Contents up to this are gathered and hashed in one call, which takes a fifth of the time of a hash in steps. */
const GATHERED_BYTES = 4096;

/** The longest that stands before a byte string: `V`, its length in decimal, `:`. */
const FRAME_BYTES = 24;

/** The MD5 of byte strings, each framed as `V<octets>:<bytes>`, and of nulls, `N`. */
export class FrameHash {
  readonly #gathered = Buffer.allocUnsafe(GATHERED_BYTES);
  #used = 0;
  #hash: Hash | null = null;

  /** A byte string of so many octets begins; they follow by {@link bytes}. */
  open(length: number): void {
    if (this.#used + FRAME_BYTES > GATHERED_BYTES) this.#flush();
    this.#used += this.#gathered.write(`V${String(length)}:`, this.#used, 'latin1');
  }

  bytes(bytes: Buffer): void {
    if (this.#used + bytes.length > GATHERED_BYTES) {
      this.#flush();
      if (bytes.length > GATHERED_BYTES) {
        this.#hash?.update(bytes);
        return;
      }
    }
    this.#used += bytes.copy(this.#gathered, this.#used);
  }

  /** A whole byte string. */
  text(bytes: Buffer): void {
    this.open(bytes.length);
    this.bytes(bytes);
  }

  /** A short text of one-byte characters; null = `N`. */
  word(text: string | null): void {
    const framed = text === null ? 'N' : `V${String(text.length)}:${text}`;
    if (this.#used + framed.length > GATHERED_BYTES) this.#flush();
    this.#used += this.#gathered.write(framed, this.#used, 'latin1');
  }

  /** The MD5, and begins anew. */
  end(encoding: 'hex' | 'binary'): string {
    const rest = this.#gathered.subarray(0, this.#used);
    const md5 = this.#hash === null ? hash('md5', rest, encoding) : this.#hash.update(rest).digest(encoding);
    this.reset();
    return md5;
  }

  /** Forgets what it has. */
  reset(): void {
    this.#used = 0;
    this.#hash = null;
  }

  #flush(): void {
    this.#hash ??= createHash('md5');
    this.#hash.update(this.#gathered.subarray(0, this.#used));
    this.#used = 0;
  }
}
