import type { Statement } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { classify, pragmaOf } from './classify.ts';

/** Where a statement of a transaction is run. */
export type Place = 'before' | 'within' | 'after';

/** Pragmas that SQLite ignores or refuses while a transaction is open. */
const OUTSIDE_ONLY = new Set(['foreign_keys', 'synchronous', 'temp_store']);

/**
 * Settings of the connection in a file that runs in one transaction. SQLite ignores some of them
 * inside a transaction without a word, `PRAGMA foreign_keys` first of all, so those at the file's
 * beginning are run before the transaction and those at its end behind it.
 */
export class SessionPragmas {
  #hasWritten = false;
  readonly #deferred: Statement[] = [];

  /** Something was done in the transaction. */
  written(): void {
    this.#hasWritten = true;
  }

  /** Where the next statement belongs. Throws `SQL_001` for one behind a setting that could not have its effect. */
  place(statement: Statement): Place {
    if (classify(statement) === 'session' && !this.#hasWritten) return 'before';
    if (OUTSIDE_ONLY.has(pragmaOf(statement.text) ?? '')) {
      this.#deferred.push(statement);
      return 'after';
    }
    const [unheeded] = this.#deferred;
    if (unheeded !== undefined) {
      throw new SluiceError('SQL_001', 'A setting in the middle of a transaction has no effect on what follows it.', {
        fix: 'Put it at the beginning or at the end of the file, or write `-- sluice: transaction=false` at its top.',
        details: { statement: unheeded.index, line: unheeded.line },
      });
    }
    this.#hasWritten = true;
    return 'within';
  }

  /** The settings to run behind the transaction, in order. */
  takeDeferred(): readonly Statement[] {
    return this.#deferred.splice(0);
  }
}
