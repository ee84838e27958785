import { hash } from 'node:crypto';

/** Words of 32 bits that are kept of a key's MD5: two keys of a trillion would have the same with a chance of 1 in 10^5. */
const WORDS = 3;
const FIRST_SLOTS = 1024;

/**
 * Remembers which keys have been met, in 16 to 32 bytes a key whatever their length: SCAN may give a key twice, and a
 * server does not load a file that has one twice.
 */
export class SeenKeys {
  #table = new Int32Array(FIRST_SLOTS * WORDS);
  #count = 0;

  /** Remembers the key; false = it was there before. */
  add(key: Buffer): boolean {
    if ((this.#count + 1) * WORDS > this.#table.length * 0.75) this.#grow();
    const md5 = Buffer.from(hash('md5', key, 'binary'), 'latin1');
    // All zero stands for an empty slot.
    const isNew = put(this.#table, md5.readInt32LE(0), md5.readInt32LE(4), md5.readInt32LE(8) | 1);
    if (isNew) this.#count += 1;
    return isNew;
  }

  #grow(): void {
    const old = this.#table;
    const table = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      const third = old[at + 2] as number;
      if (third !== 0) put(table, old[at] as number, old[at + 1] as number, third);
    }
    this.#table = table;
  }
}

/** Puts three words into the first free slot from the one that they name; false = they are there. */
function put(table: Int32Array, first: number, second: number, third: number): boolean {
  const slots = table.length / WORDS;
  for (let slot = (first >>> 0) % slots; ; slot = (slot + 1) % slots) {
    const at = slot * WORDS;
    if (table[at + 2] === 0) {
      table[at] = first;
      table[at + 1] = second;
      table[at + 2] = third;
      return true;
    }
    if (table[at] === first && table[at + 1] === second && table[at + 2] === third) return false;
  }
}
