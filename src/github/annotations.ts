import { error as annotate, setFailed } from '@actions/core';
import { ERROR_CODES, type ReportedError } from '../errors.ts';
import type { Redactor } from '../redact.ts';

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
