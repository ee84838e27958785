import { error as annotate, setFailed } from '@actions/core';
import { isAbsolute, relative, sep } from 'node:path';
import { ERROR_CODES, type ReportedError } from '../errors.ts';
import type { Redactor } from '../redact.ts';
import type { FilePlace } from '../run/types.ts';

/** An error as the log and the annotation show it. */
export function errorText({ code, message, causes, fix }: ReportedError): string {
  return [`${code}: ${message}`, ...causes.map((cause) => `caused by: ${cause}`), `fix: ${fix}`].join('\n');
}

/** Annotates the run with its errors; the first one, which led to the others, as the reason of the failure. */
export function annotateErrors(errors: readonly ReportedError[], redactor: Pick<Redactor, 'redact'>): void {
  const [first, ...others] = errors;
  if (first === undefined) return;
  setFailed(redactor.redact(errorText(first)));
  for (const other of others) annotate(redactor.redact(errorText(other)), { title: ERROR_CODES[other.code].meaning });
}

/**
 * Annotates lines of migration files, as GitHub shows them in the files of a pull request. Files outside the workspace
 * cannot be shown there.
 */
export function annotatePlaces(
  places: readonly FilePlace[],
  redactor: Pick<Redactor, 'redact'>,
  workspace: string | undefined,
): void {
  if (!workspace) return;
  for (const { path, line, code, message } of places) {
    const file = relative(workspace, path);
    if (file.startsWith('..') || isAbsolute(file)) continue;
    annotate(redactor.redact(message), {
      title: `${code}: ${ERROR_CODES[code].meaning}`,
      file: file.replaceAll(sep, '/'),
      ...(line === null ? {} : { startLine: line }),
    });
  }
}
