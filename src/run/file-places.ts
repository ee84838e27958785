import { join } from 'node:path';
import { SluiceError } from '../errors.ts';
import type { FilePlace } from './types.ts';

/** A problem as `FolderProblems` keeps it in the details of its error. */
interface FolderProblem {
  readonly path: string;
  readonly line: number | null;
  readonly sentence: string;
}

function isFolderProblem(value: unknown): value is FolderProblem {
  return typeof value === 'object' && value !== null && 'path' in value && 'line' in value && 'sentence' in value;
}

/**
 * The lines of migration files that an error is about: of a failed statement, or of a folder that cannot be read.
 *
 * @param directory the migrations folder, absolute
 */
export function filePlaces(error: unknown, directory: string): readonly FilePlace[] {
  if (!(error instanceof SluiceError)) return [];
  const { code, message, details } = error;
  const { path, line, problems } = details;
  if (typeof path === 'string' && typeof line === 'number')
    return [{ path: join(directory, path), line, code, message }];
  if (!Array.isArray(problems)) return [];
  return problems.filter(isFolderProblem).map((problem) => ({
    path: join(directory, problem.path),
    line: problem.line,
    code,
    message: problem.sentence,
  }));
}
