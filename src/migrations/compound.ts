import type { SqlSyntax } from '../driver.ts';
import { AtomicWatch } from './compound-atomic.ts';
import { RoutineWatch } from './compound-routine.ts';
import { TriggerWatch } from './compound-trigger.ts';

/**
 * Follows one statement's tokens to know whether a `;` ends it or belongs to a body inside it.
 * A new one is made for every statement.
 */
export interface CompoundWatch {
  /** False once no further token can matter. */
  readonly watching: boolean;
  /** A body has begun and not ended. */
  readonly open: boolean;
  /** A bare word, in lower case. */
  word(word: string): void;
  /** A quoted identifier, string or number. */
  other(): void;
  /** Punctuation, by its character code. */
  symbol(code: number): void;
  /** A `;`; true when it ends the statement. */
  semicolon(): boolean;
}

const WATCHES: Record<SqlSyntax['compoundBodies'], () => CompoundWatch> = {
  trigger: () => new TriggerWatch(),
  atomic: () => new AtomicWatch(),
  routines: () => new RoutineWatch(),
};

/** A new watch for a dialect's kind of bodies. */
export function compoundWatch(bodies: SqlSyntax['compoundBodies']): CompoundWatch {
  return WATCHES[bodies]();
}
