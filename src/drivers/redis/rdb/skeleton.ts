import { malformed } from './failure.ts';
import type { Input } from './input.ts';
import type { Layout } from './layouts.ts';

/** What a module's value is made of: see the server's `RedisModule_Save…`. */
const MODULE = { end: 0, signed: 1, unsigned: 2, float: 3, double: 4, string: 5 } as const;

/** Text of a score that is no text: not a number, and the infinities. */
const SPECIAL_DOUBLES = 253;

/**
 * Passes over one layout without looking at what is in it. It can be interrupted after every byte and goes on where it
 * was; it holds nothing but its place, so that a value of any size takes no memory.
 */
export class Skeleton {
  // One level for each list of parts that it is in.
  readonly #layouts: Layout[] = [];
  readonly #indexes: number[] = [];
  readonly #left: number[] = [];
  #depth = -1;
  /** Bytes that still have to be passed over. */
  #owed = 0;

  /** Begins with a layout. */
  start(layout: Layout): void {
    this.#depth = -1;
    this.#owed = 0;
    this.#enter(layout, 1);
  }

  /** Goes on as far as there are bytes; true = the layout has ended. */
  advance(input: Input): boolean {
    if (this.#owed > 0 && !this.#pay(input)) return false;
    while (this.#depth >= 0) {
      const depth = this.#depth;
      const layout = this.#layouts[depth] as Layout;
      const index = this.#indexes[depth] as number;
      const part = layout[index];
      if (part === undefined) {
        const left = (this.#left[depth] as number) - 1;
        if (left === 0) {
          this.#depth = depth - 1;
        } else {
          this.#left[depth] = left;
          this.#indexes[depth] = 0;
        }
      } else if (part === 'module') {
        if (!this.#moduleStep(input)) return false;
      } else {
        // Set before the part is passed over: what it owes is paid without looking at the layout.
        this.#indexes[depth] = index + 1;
        if (part === 'string') {
          if (!input.takeStringHeader()) {
            this.#indexes[depth] = index;
            return false;
          }
          this.#owed = input.storedLength;
        } else if (typeof part === 'number') {
          this.#owed = part;
        } else if (part === 'length') {
          if (!input.skipUnsigned()) {
            this.#indexes[depth] = index;
            return false;
          }
        } else if (part === 'double') {
          if (input.available < 1) {
            this.#indexes[depth] = index;
            return false;
          }
          const length = input.bytes[input.position++] as number;
          this.#owed = length >= SPECIAL_DOUBLES ? 0 : length;
        } else {
          const count = input.takeLength();
          if (count < 0) {
            this.#indexes[depth] = index;
            return false;
          }
          if (count > 0) this.#enter(part, count);
        }
        if (this.#owed > 0 && !this.#pay(input)) return false;
      }
    }
    return true;
  }

  #enter(layout: Layout, times: number): void {
    const depth = this.#depth + 1;
    this.#layouts[depth] = layout;
    this.#indexes[depth] = 0;
    this.#left[depth] = times;
    this.#depth = depth;
  }

  /** True = everything owed has been passed over. */
  #pay(input: Input): boolean {
    const paid = Math.min(this.#owed, input.available);
    input.position += paid;
    this.#owed -= paid;
    return this.#owed === 0;
  }

  /** Passes over one item of a module's value, or over its end; false = not all there. */
  #moduleStep(input: Input): boolean {
    const start = input.position;
    const code = input.takeLength();
    switch (code) {
      case -1:
        return false;
      case MODULE.end:
        this.#indexes[this.#depth] = (this.#indexes[this.#depth] as number) + 1;
        return true;
      case MODULE.signed:
      case MODULE.unsigned:
        if (input.skipUnsigned()) return true;
        break;
      case MODULE.float:
        this.#owed = 4;
        return this.#pay(input);
      case MODULE.double:
        this.#owed = 8;
        return this.#pay(input);
      case MODULE.string:
        if (!input.takeStringHeader()) break;
        this.#owed = input.storedLength;
        return this.#pay(input);
      default:
        throw malformed(`a module's value has an item of the unknown kind ${String(code)}`, input.offset);
    }
    // Its operand is cut: the whole item is taken again when more is there.
    input.position = start;
    return false;
  }
}
