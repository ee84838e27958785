import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SluiceError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import { hasBackup } from '../run/backups.ts';
import type { CommandResult, RunContext } from '../run/types.ts';
import { backupArtifactName, holdsBackup } from './artifact-names.ts';
import type { Place } from './artifact-source.ts';
import { downloadArtifact, isMissing } from './download.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** Inputs that name a backup which is on this machine, as far as it could be had. */
interface FetchedBackup {
  readonly inputs: Inputs;
  /** The folder that was made for it; null when nothing was fetched. */
  readonly folder: string | null;
}

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

/** The run that `backup-run-id` names. */
function namedRun({ backupRunId = '', githubToken }: Inputs, run: WorkflowRun): Place {
  const runId = runIdOf(backupRunId);
  if (runId === run.runId && run.hasArtifacts) return null;
  if (run.repository === null || githubToken === undefined) {
    throw new SluiceError('CONF_001', '`backup-run-id` needs the repository and `github-token` to find the artifact.', {
      fix: 'Run this on GitHub Actions with `permissions: actions: read`; elsewhere set GITHUB_REPOSITORY=owner/name and GITHUB_TOKEN. Or download the artifact and pass its folder as backup-id.',
    });
  }
  return { runId, token: githubToken, owner: run.repository.owner, repository: run.repository.name };
}

/** Where a backup that is not on this machine may be: in this run, then in any run of the repository. */
function placesOf({ githubToken }: Inputs, run: WorkflowRun, backupId: string): readonly Place[] {
  const { repository, hasArtifacts } = run;
  const everywhere =
    repository === null || githubToken === undefined
      ? []
      : [
          {
            runId: null,
            token: githubToken,
            owner: repository.owner,
            repository: repository.name,
            name: backupArtifactName(backupId),
          },
        ];
  return hasArtifacts ? [null, ...everywhere] : everywhere;
}

/** Tries the places in turn. False: it is in none of them. */
async function downloadFrom(
  places: readonly Place[],
  backupId: string | undefined,
  folder: string,
  context: RunContext,
): Promise<boolean> {
  for (const from of places) {
    try {
      const { name, runId } = await downloadArtifact(
        {
          matches: (candidate) => holdsBackup(candidate, backupId),
          what: backupId === undefined ? 'with a backup' : `of the backup ${backupId}`,
          from,
          directory: join(folder, 'backup'),
          clock: context.clock,
          onRetry: (message) => context.emit({ level: 'warning', scope: 'download', message }),
        },
        context.signal,
      );
      const whose = runId === null ? 'this workflow run' : `the workflow run ${String(runId)}`;
      context.emit({
        level: 'info',
        scope: 'download',
        message: `took the backup from the artifact ${name} of ${whose}`,
      });
      return true;
    } catch (error) {
      if (from?.runId === null && isMissing(error)) continue;
      if (from === null && places.length > 1 && isMissing(error)) continue;
      throw error;
    }
  }
  return false;
}

/**
 * Gets the backup that a rollback needs onto this machine: from the workflow run that `backup-run-id` names, else, when
 * `backup-id` names one that is not in the folder of backups, from this run or any run of the repository. Returns the
 * inputs with the folder that it came into; as they are, when nothing had to be or could be fetched.
 *
 * @throws SluiceError `CONF_001` when the input cannot be used here, `ART_001` when there is no such artifact, it cannot
 *   be had, or its digest differs
 */
async function fetchBackup(inputs: Inputs, run: WorkflowRun, context: RunContext): Promise<FetchedBackup> {
  const { backupRunId, backupId, to } = inputs;
  const asIs: FetchedBackup = { inputs, folder: null };
  let places: readonly Place[];
  if (backupRunId !== undefined) places = [namedRun(inputs, run)];
  else if (to !== 'backup' || backupId === undefined || (await hasBackup(inputs, context, backupId))) return asIs;
  else places = placesOf(inputs, run, backupId);

  const folder = await mkdtemp(join(run.temporaryDirectory ?? tmpdir(), 'sluice-backup-'));
  try {
    if (await downloadFrom(places, backupId, folder, context)) {
      return { inputs: { ...inputs, backupDirectory: folder }, folder };
    }
    await rm(folder, { recursive: true, force: true });
    return asIs;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Runs a command with the backup that it needs, and takes what was fetched off the machine again. Only where the rollback
 * failed it stays, because the manual steps need it; that is said.
 */
export async function withFetchedBackup(
  inputs: Inputs,
  run: WorkflowRun,
  context: RunContext,
  work: (inputs: Inputs) => Promise<CommandResult>,
): Promise<CommandResult> {
  const { inputs: prepared, folder } = await fetchBackup(inputs, run, context);
  if (folder === null) return work(prepared);
  let isNeeded = false;
  try {
    const result = await work(prepared);
    isNeeded = result.errors.some(({ code }) => code === 'ROLL_001');
    return result;
  } finally {
    if (isNeeded) {
      const message = `the backup stays in ${folder}: remove it when it is no longer needed`;
      context.emit({ level: 'warning', scope: 'download', message });
    } else {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
