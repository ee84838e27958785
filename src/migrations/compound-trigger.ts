import type { CompoundWatch } from './compound.ts';

/**
 * SQLite's `CREATE [TEMP] TRIGGER … BEGIN …; END`: the statement ends at the `;` behind an `END` that
 * itself stands behind a `;`. This is the rule of SQLite's own shell (`sqlite3_complete`), and unlike
 * counting it is not misled by `CASE … END` or by a column named `end`.
 */
export class TriggerWatch implements CompoundWatch {
  #state: 'start' | 'created' | 'trigger' | 'plain' = 'start';
  #previous: 'semicolon' | 'end' | 'other' = 'other';

  get watching(): boolean {
    return this.#state !== 'plain';
  }

  get open(): boolean {
    return this.#state === 'trigger' && this.#previous !== 'end';
  }

  word(word: string): void {
    if (this.#state === 'trigger') {
      this.#previous = word === 'end' && this.#previous === 'semicolon' ? 'end' : 'other';
    } else if (this.#state === 'start') {
      this.#state = word === 'create' ? 'created' : 'plain';
    } else if (word === 'trigger') {
      this.#state = 'trigger';
    } else if (word !== 'temp' && word !== 'temporary') {
      this.#state = 'plain';
    }
  }

  other(): void {
    if (this.#state === 'trigger') this.#previous = 'other';
    else this.#state = 'plain';
  }

  symbol(): void {
    this.other();
  }

  semicolon(): boolean {
    if (!this.open) return true;
    this.#previous = 'semicolon';
    return false;
  }
}
