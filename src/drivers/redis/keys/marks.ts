import { hash } from 'node:crypto';
import type { OwnKeys } from '../own-keys.ts';

/**
 * How many marks one set gets on average: below 512, up to which Redis keeps a set of integers in a compact form
 * (`set-max-intset-entries`), with room for keys that are added meanwhile.
 */
const MARKS_PER_SET = 384;

/** A key's mark, and the set that it is kept in. */
export interface Mark {
  readonly set: string;
  /** 64 bits of the key's hash, as a decimal: two keys of a million have the same one once in forty million times. */
  readonly value: string;
}

/** Where a key migration keeps what it knows. */
export class Marks {
  readonly progress: string;
  readonly #prefix: string;
  readonly #sets: number;

  constructor(own: OwnKeys, id: string, sets: number) {
    this.progress = progressKey(own, id);
    this.#prefix = `${own.prefix}done:${id}:`;
    this.#sets = sets;
  }

  of(key: Buffer): Mark {
    const digest = hash('sha1', key, 'buffer');
    return {
      set: `${this.#prefix}${String(digest.readUInt32BE(8) % this.#sets)}`,
      value: digest.readBigInt64BE(0).toString(),
    };
  }

  /** The names of all sets, whether they exist or not. */
  *sets(): Generator<string> {
    for (let index = 0; index < this.#sets; index += 1) yield `${this.#prefix}${String(index)}`;
  }
}

/** Hash: cursor, counters, and how many sets of marks there are. */
export function progressKey(own: OwnKeys, id: string): string {
  return `${own.prefix}progress:${id}`;
}

/** Set: the ids that have a checkpoint. */
export function begunKey(own: OwnKeys): string {
  return `${own.prefix}progress`;
}

/** How many sets the marks of so many keys take. */
export function setsFor(keys: number): number {
  return Math.max(1, Math.ceil(keys / MARKS_PER_SET));
}
