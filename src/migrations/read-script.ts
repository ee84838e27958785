import type { SqlSyntax, Statement } from '../driver.ts';
import { parseDirectives } from './directives.ts';
import type { Companion, FileFormat, Section } from './formats/format.ts';
import { splitScript } from './split.ts';
import type { FoundDirective, ScriptProblem } from './split-types.ts';
import { withoutTransactionControl } from './transaction-control.ts';
import type { Script } from './types.ts';

/** Where a script comes from. */
export interface ScriptSource {
  readonly path: string;
  readonly bytes: number;
  readonly section: Section;
  /** Directives of the file that stand outside the section. */
  readonly inherited: readonly FoundDirective[];
  readonly companion: Companion | null;
}

/** Reads one script. Problems leave it incomplete. */
export function readScript(
  source: ScriptSource,
  format: FileFormat,
  syntax: SqlSyntax,
): { readonly script: Script; readonly problems: readonly ScriptProblem[] } {
  const { section, companion } = source;
  const split = splitScript(section.text, syntax, section.firstLine);
  const { directives, problems: badDirectives } = parseDirectives([...source.inherited, ...split.directives]);
  const transaction = directives.transaction ?? section.transaction ?? companion?.transaction ?? true;
  const plain = withoutTransactionControl(split.statements, syntax, transaction);
  const refused = (statement: Statement): ScriptProblem[] => {
    const problem = format.refuse?.(statement, companion) ?? null;
    return problem === null ? [] : [problem];
  };
  return {
    script: {
      path: source.path,
      transaction,
      lockTimeoutMs: directives.lockTimeoutMs,
      online: directives.online,
      statements: plain.statements,
      bytes: source.bytes,
    },
    problems: [...split.problems, ...badDirectives, ...plain.problems, ...plain.statements.flatMap(refused)],
  };
}
