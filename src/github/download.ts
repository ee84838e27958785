import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Artifact, ArtifactClient, FindOptions } from '@actions/artifact';
import { InterruptedError, SluiceError } from '../errors.ts';
import { withArtifacts } from './artifact-client.ts';

/** Which artifact to fetch, and to where. */
export interface DownloadRequest {
  /** Says whether an artifact of this name is the wanted one. */
  readonly matches: (name: string) => boolean;
  /** What is looked for, for messages: `of the backup 2026…`. */
  readonly what: string;
  /** Null = this workflow run; another run is found through the API, which needs `actions: read`. */
  readonly from: {
    readonly runId: number;
    readonly token: string;
    readonly owner: string;
    readonly repository: string;
  } | null;
  /** Becomes the folder with the artifact's files; what was there is replaced. */
  readonly directory: string;
}

/** What was fetched. */
export interface DownloadedArtifact {
  readonly name: string;
  readonly id: number;
}

function findOptions({ from }: DownloadRequest): FindOptions {
  if (from === null) return {};
  return {
    findBy: {
      token: from.token,
      workflowRunId: from.runId,
      repositoryOwner: from.owner,
      repositoryName: from.repository,
    },
  };
}

const where = ({ from }: DownloadRequest): string =>
  from === null ? 'this workflow run' : `the workflow run ${String(from.runId)}`;

/** The newest artifact that matches; `ART_001` names what there is when none does. */
async function find(client: ArtifactClient, request: DownloadRequest): Promise<Artifact> {
  const { artifacts } = await client.listArtifacts(findOptions(request));
  const [newest] = artifacts.filter(({ name }) => request.matches(name)).toSorted((a, b) => b.id - a.id);
  if (newest) return newest;
  const names = artifacts.map(({ name }) => name).toSorted();
  throw new SluiceError('ART_001', `There is no artifact ${request.what} in ${where(request)}.`, {
    fix: `Check the run id, and that the artifact has not expired. The run has ${names.length === 0 ? 'no artifacts' : `the artifacts ${names.join(', ')}`}.`,
    details: { artifacts: names },
  });
}

/**
 * Downloads an artifact. It is unpacked aside (in a folder of mode 0700) and takes the directory's name only once its
 * digest is known to be the one that the listing shows, because the toolkit unpacks first and compares afterwards.
 * Throws `ART_001` when there is no such artifact, it cannot be had, or its digest differs.
 */
export async function downloadArtifact(request: DownloadRequest, signal: AbortSignal): Promise<DownloadedArtifact> {
  await mkdir(dirname(request.directory), { recursive: true });
  const aside = await mkdtemp(`${request.directory}.`);
  try {
    return await withArtifacts(`Download the artifact ${request.what}`, signal, async (client) => {
      const { id, name, digest } = await find(client, request);
      const { digestMismatch } = await client.downloadArtifact(id, {
        ...findOptions(request),
        path: aside,
        ...(digest === undefined ? {} : { expectedHash: digest }),
      });
      if (digestMismatch === true) {
        throw new SluiceError('ART_001', `The artifact ${name} is not what was uploaded: its digest differs.`, {
          fix: 'Do not use it. Take another backup or another run.',
          details: { artifact: name, expected: digest },
        });
      }
      await rm(request.directory, { recursive: true, force: true });
      await rename(aside, request.directory);
      return { id, name };
    });
  } catch (error) {
    if (error instanceof SluiceError || error instanceof InterruptedError) throw error;
    throw new SluiceError('ART_001', `The artifact ${request.what} could not be downloaded from ${where(request)}.`, {
      cause: error,
      fix: 'Check the run id, that the artifact has not expired, and that the job has `permissions: actions: read`.',
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
