import type { CompoundWatch } from './compound.ts';

const PREFIX = new Set(['create', 'or', 'replace']);
const DOT = 46;

/**
 * PostgreSQL's `CREATE FUNCTION|PROCEDURE … BEGIN ATOMIC …; END`. Inside, `CASE` opens and `END`
 * closes too; behind `AS` or a dot both are mere names.
 */
export class AtomicWatch implements CompoundWatch {
  #state: 'prefix' | 'routine' | 'plain' = 'prefix';
  #depth = 0;
  #previous = '';

  get watching(): boolean {
    return this.#state !== 'plain';
  }

  get open(): boolean {
    return this.#depth > 0;
  }

  word(word: string): void {
    const previous = this.#previous;
    this.#previous = word;
    if (this.#state === 'prefix') {
      const first = previous === '';
      if (previous !== '' && (word === 'function' || word === 'procedure')) this.#state = 'routine';
      else if (first ? word !== 'create' : !PREFIX.has(word)) this.#state = 'plain';
    } else if (previous === 'as' || previous === '.') {
      // A name.
    } else if (this.#depth === 0) {
      if (word === 'atomic' && previous === 'begin') this.#depth = 1;
    } else if (word === 'case') {
      this.#depth += 1;
    } else if (word === 'end') {
      this.#depth -= 1;
      if (this.#depth === 0) this.#state = 'plain';
    }
  }

  other(): void {
    this.#previous = "'";
    if (this.#state === 'prefix') this.#state = 'plain';
  }

  symbol(code: number): void {
    this.other();
    if (code === DOT) this.#previous = '.';
  }

  semicolon(): boolean {
    this.#previous = ';';
    return this.#depth === 0;
  }
}
