import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SluiceError } from '../errors.ts';
import type { RollbackPoint } from '../journal/entries.ts';
import type { Report } from '../report/report.ts';

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 'sluice.report/1';
}

/**
 * The state that an earlier report recorded, when the path leads to a report.
 *
 * @returns null when it is something else, such as a backup
 * @throws SluiceError `CONF_001` when the report recorded no state
 */
export async function reportBaseline(
  workingDirectory: string,
  path: string,
): Promise<{ readonly runId: string; readonly state: RollbackPoint } | null> {
  if (!path.endsWith('.json')) return null;
  let content: unknown;
  try {
    content = JSON.parse(await readFile(resolve(workingDirectory, path), 'utf8'));
  } catch (error) {
    throw new SluiceError('CONF_001', `The baseline ${path} cannot be read.`, {
      cause: error,
      fix: 'Name a report of `sluice migrate` or `sluice validate`, or a backup.',
    });
  }
  if (!isReport(content)) return null;
  if (content.state !== null) return { runId: content.run.id, state: content.state };
  throw new SluiceError('CONF_001', `The report ${path} recorded no state to compare with.`, {
    fix: 'Use the report of a `sluice migrate` that applied something, or of `sluice validate`.',
  });
}
