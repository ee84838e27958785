import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SluiceError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import { holdsBackup } from './artifact-names.ts';
import { downloadArtifact } from './download.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** @throws SluiceError `CONF_001` when the input is no id of a workflow run */
function runIdOf(text: string): number {
  const id = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(id) && id > 0) return id;
  throw new SluiceError(
    'CONF_001',
    `The input \`backup-run-id\` must be the id of a workflow run, not ${JSON.stringify(text)}.`,
    {
      fix: 'Pass the number in the address of the run that uploaded the backup: …/actions/runs/NUMBER.',
    },
  );
}

/**
 * Where `backup-run-id` names the workflow run that holds the backup: downloads the artifact, and returns the inputs
 * with the folder that it came into. Other inputs are returned as they are.
 *
 * @throws SluiceError `CONF_001` when the input cannot be used here, `ART_001` when there is no such artifact or its
 *   digest differs
 */
export async function fetchBackup(inputs: Inputs, run: WorkflowRun, signal: AbortSignal): Promise<Inputs> {
  const { backupRunId, backupId, githubToken } = inputs;
  if (backupRunId === undefined) return inputs;
  const runId = runIdOf(backupRunId);
  const isThisRun = runId === run.runId && run.hasArtifacts;
  if (!isThisRun && (run.repository === null || githubToken === undefined)) {
    throw new SluiceError('CONF_001', '`backup-run-id` needs the repository and `github-token` to find the artifact.', {
      fix: 'Run this on GitHub Actions with `permissions: actions: read`, or download the artifact and pass backup-id.',
    });
  }
  const folder = await mkdtemp(join(run.temporaryDirectory ?? tmpdir(), 'sluice-backup-'));
  await downloadArtifact(
    {
      matches: (name) => holdsBackup(name, backupId),
      what: backupId === undefined ? 'with a backup' : `of the backup ${backupId}`,
      from:
        isThisRun || run.repository === null
          ? null
          : { runId, token: githubToken ?? '', owner: run.repository.owner, repository: run.repository.name },
      directory: join(folder, 'backup'),
    },
    signal,
  );
  return { ...inputs, backupDirectory: folder };
}
