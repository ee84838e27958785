import type { Clock } from '../clock.ts';
import { SluiceError } from '../errors.ts';
import { backupIdOf } from './artifact-names.ts';
import { statusOf } from './patience.ts';
import { listRepositoryArtifacts } from './repository-artifacts.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** A backup that a workflow run left as an artifact. */
export interface BackupArtifact {
  readonly backupId: string;
  readonly artifact: string;
  readonly artifactId: number;
  readonly runId: number | null;
  /** Of the artifact. */
  readonly bytes: number;
  /** `sha256:<hex>` of the artifact. */
  readonly digest: string | null;
  readonly createdAt: string | null;
  readonly expiresAt: string | null;
  /** Uploaded by a run of a fork's code; not to be trusted. */
  readonly isForeign: boolean;
}

/** The backups among a repository's artifacts. */
export interface BackupArtifacts {
  readonly repository: string;
  /** Newest first, without those that have expired. */
  readonly artifacts: readonly BackupArtifact[];
  /** Older artifacts of the repository that were not looked at. */
  readonly left: number;
}

/**
 * Lists the backups among the artifacts of a repository; null where there is no repository or no token.
 *
 * @throws SluiceError `ART_001` when GitHub does not answer; the signal's reason when it is aborted
 */
export async function listBackupArtifacts(
  { repository }: WorkflowRun,
  token: string | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<BackupArtifacts | null> {
  if (repository === null || !token) return null;
  const name = `${repository.owner}/${repository.name}`;
  const request = { token, owner: repository.owner, repository: repository.name, runId: null };
  try {
    const { artifacts, left } = await listRepositoryArtifacts(request, clock, signal);
    const found = artifacts.flatMap(
      ({ name: artifact, id, runId, bytes, digest, createdAt, expiresAt, expired, isForeign }) => {
        const backupId = backupIdOf(artifact);
        if (backupId === null || expired) return [];
        return [{ backupId, artifact, artifactId: id, runId, bytes, digest, createdAt, expiresAt, isForeign }];
      },
    );
    return { repository: name, artifacts: found, left };
  } catch (error) {
    signal.throwIfAborted();
    const status = statusOf(error);
    throw new SluiceError(
      'ART_001',
      `The artifacts of ${name} could not be listed${status === null ? '' : ` (HTTP status ${String(status)})`}.`,
      {
        cause: error,
        fix: 'Check GITHUB_REPOSITORY, and that the token may read Actions (`actions: read`).',
      },
    );
  }
}
