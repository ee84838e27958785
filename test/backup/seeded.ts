/** Numbers that look random and come back the same for the same seed. */
export class Seeded {
  readonly seed: number;
  #state: number;

  /** Takes `SLUICE_SEED` when it is set; prints the seed, so that a failure can be repeated. */
  constructor(purpose: string) {
    this.seed = Number(process.env['SLUICE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    this.#state = this.seed >>> 0;
    process.stderr.write(`${purpose}: SLUICE_SEED=${this.seed}\n`);
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    // Mulberry32.
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from.');
    return item;
  }

  /** Bytes that hardly compress. */
  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}
