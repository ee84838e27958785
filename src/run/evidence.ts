import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SluiceError } from '../errors.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** Evidence has some thousand schema objects at most; whatever is larger is something else. */
const MAX_BYTES = 64 * 2 ** 20;

/**
 * Reads a file of evidence and re-computes what it can: its digest, and the fingerprint of its schema.
 *
 * @param file as the user wrote it
 * @throws SluiceError `EVID_001` when there is no such file, or it is not what a run wrote
 */
export async function verifyEvidence(workingDirectory: string, file: string): Promise<Evidence> {
  const path = resolve(workingDirectory, file);
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`it has ${String(size)} bytes`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new SluiceError('EVID_001', `The evidence ${file} cannot be read.`, {
      cause,
      fix: 'Name a file `evidence_<run-id>.json` of the folder `migration_logs`, or of an artifact `sluice-evidence-…`.',
    });
  }
  const { readEvidence } = await import('../evidence/read-evidence.ts');
  return readEvidence(text, file);
}

/** What evidence says, for people. */
export function evidenceText(evidence: Evidence): string {
  const { origin, run, plan, backup } = evidence;
  const from =
    origin === null
      ? 'not from a workflow run: no promotion can rest on it'
      : `${origin.repository}, commit ${origin.commit}, workflow run ${String(origin.workflowRunId)}, started by ${origin.actor}`;
  return [
    `unchanged: digest ${evidence.digest}`,
    `run: ${run.id}, ${evidence.command} in ${evidence.environment ?? 'no environment'}, ${run.status}, ended ${run.finishedAt}`,
    `from: ${from}`,
    `plan: ${plan === null ? 'none' : `${plan.digest}, ${String(plan.files.length)} files`}`,
    `backup: ${backup === null ? 'none' : `${backup.id}, verified: ${backup.verified}`}`,
  ].join('\n');
}
