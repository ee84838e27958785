import type { Statement } from '../driver.ts';

/** Something wrong with a script. */
export interface ScriptProblem {
  readonly line: number;
  /** One sentence that says what, and what to do about it where that is not plain. */
  readonly sentence: string;
}

/** A `-- sluice:` comment of a script. */
export interface FoundDirective {
  readonly line: number;
  readonly text: string;
  /** It stands before the first statement, where directives belong. */
  readonly leading: boolean;
}

/** What a script holds. */
export interface SplitScript {
  readonly statements: readonly Statement[];
  readonly problems: readonly ScriptProblem[];
  readonly directives: readonly FoundDirective[];
}
