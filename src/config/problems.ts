import { SluiceError } from '../errors.ts';

/** Something wrong in the configuration, and where. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Begins in lower case or with a name; ends with a question mark or without any. */
  readonly sentence: string;
}

/** A file that is no configuration at all may have thousands; nobody reads on. */
const MOST_SHOWN = 100;

function withFullStop(sentence: string): string {
  return sentence.endsWith('?') ? sentence : `${sentence}.`;
}

/**
 * The one error that tells all problems of a file, in the order of their lines, as
 * `path:line:column: sentence`; `details.problems` holds the same for machines.
 */
export function configurationError(path: string, problems: readonly Problem[]): SluiceError {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted
    .slice(0, MOST_SHOWN)
    .map(({ line, column, sentence }) => `${path}:${String(line)}:${String(column)}: ${withFullStop(sentence)}`);
  if (sorted.length > MOST_SHOWN) lines.push(`… and ${String(sorted.length - MOST_SHOWN)} more`);
  const only = lines.length === 1 ? lines[0] : undefined;
  return new SluiceError(
    'CONF_001',
    only ?? `${path} has ${String(sorted.length)} problems:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    {
      fix: `Correct ${path} at the ${only === undefined ? 'places' : 'place'} named above; \`sluice schema\` prints every setting.`,
      details: { path, problems: sorted.slice(0, MOST_SHOWN) },
    },
  );
}
