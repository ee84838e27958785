import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import { InterruptedError, SluiceError } from '../errors.ts';
import { type ArtifactSource, artifactSource, type Place, type RemoteArtifact } from './artifact-source.ts';
import { DOWNLOAD_LIMITS, downloadBlob, type DownloadLimits } from './download-blob.ts';
import { statusOf } from './patience.ts';
import { unpack } from './unpack.ts';

/** Which artifact to fetch, and to where. */
export interface DownloadRequest {
  /** Says whether an artifact of this name is the wanted one. */
  readonly matches: (name: string) => boolean;
  /** What is looked for, for messages: `of the backup 2026…`. */
  readonly what: string;
  /** Null = this workflow run; another run is found through the API, which needs `actions: read`. */
  readonly from: Place;
  /** Becomes the folder with the artifact's files; what was there is replaced. */
  readonly directory: string;
  readonly clock?: Clock;
  readonly limits?: DownloadLimits;
  /** Told before each further attempt of a download that broke off. */
  readonly onRetry?: (message: string) => void;
}

/** What was fetched. */
export interface DownloadedArtifact {
  readonly name: string;
  readonly id: number;
  /** The workflow run that uploaded it; null = this one. */
  readonly runId: number | null;
}

/** Whether it can be fetched and may be used. Of a named run everything counts; elsewhere nobody chose a fork's. */
function isUsable({ expired, isForeign }: RemoteArtifact, from: Place): boolean {
  return !expired && (from === null || from.runId !== null || !isForeign);
}

function listed(artifacts: readonly RemoteArtifact[], from: Place): string {
  if (from !== null && from.runId === null) return '';
  const names = artifacts.map(({ name, expired }) => (expired ? `${name} (expired)` : name)).toSorted();
  return ` The run has ${names.length === 0 ? 'no artifacts' : `the artifacts ${names.join(', ')}`}.`;
}

/** The newest artifact that matches; `ART_001` names what there is when none does. */
async function find(source: ArtifactSource, { matches, what, from }: DownloadRequest): Promise<RemoteArtifact> {
  const artifacts = await source.list();
  const wanted = artifacts.filter(({ name }) => matches(name)).toSorted((a, b) => b.id - a.id);
  const newest = wanted.find((artifact) => isUsable(artifact, from));
  if (newest) return newest;
  const [unusable] = wanted;
  const names = artifacts.map(({ name }) => name).toSorted();
  if (unusable === undefined) {
    throw new SluiceError('ART_001', `There is no artifact ${what} in ${source.where}.`, {
      fix: `\`sluice backup list\` shows the backups that there are, with the run of each. Check the run id, and that the artifact has not expired.${listed(artifacts, from)}`,
      details: { artifacts: names, missing: true },
    });
  }
  throw unusable.expired
    ? new SluiceError(
        'ART_001',
        `The artifact ${unusable.name} in ${source.where} has expired: GitHub has deleted it.`,
        {
          fix: `Use another backup: \`sluice backup list\` shows them. \`artifact-retention-days\` says how long new ones are kept.${listed(artifacts, from)}`,
          details: { artifacts: names },
        },
      )
    : new SluiceError(
        'ART_001',
        `The artifact ${unusable.name} was uploaded by a run of a fork's code, so it is not taken unasked.`,
        {
          fix: `If you trust it, name its run: --backup-run-id ${String(unusable.runId)} (in a workflow: backup-run-id).`,
        },
      );
}

async function fetchZip(
  source: ArtifactSource,
  artifact: RemoteArtifact,
  zip: string,
  request: DownloadRequest,
  signal: AbortSignal,
): Promise<void> {
  const { clock = systemClock, limits = DOWNLOAD_LIMITS, onRetry } = request;
  const { sha256 } = await downloadBlob({
    address: () => source.address(artifact),
    path: zip,
    clock,
    signal,
    limits,
    onRetry: (reason, bytes) =>
      onRetry?.(`${reason}; going on with the artifact ${artifact.name} at byte ${String(bytes)}`),
  });
  if (artifact.digest === null || artifact.digest === '' || artifact.digest === `sha256:${sha256}`) return;
  throw new SluiceError('ART_001', `The artifact ${artifact.name} is not what was uploaded: its digest differs.`, {
    fix: 'Do not use it. Use another backup: `sluice backup list` shows them.',
    details: { artifact: artifact.name, expected: artifact.digest, found: `sha256:${sha256}` },
  });
}

/** Whether a failure says that there is no such artifact, and nothing worse. */
export function isMissing(error: unknown): boolean {
  return error instanceof SluiceError && error.details['missing'] === true;
}

/**
 * Downloads an artifact. The zip is fetched aside (in a folder of mode 0700), going on where the connection broke; it is
 * unpacked once its digest is known to be the one that the listing shows, and takes the directory's name when all of it
 * is there.
 *
 * @throws SluiceError `ART_001` when there is no such artifact, it cannot be had, or its digest differs; `DISK_001`,
 *   `PERM_001`; the signal's reason when it is aborted
 */
export async function downloadArtifact(request: DownloadRequest, signal: AbortSignal): Promise<DownloadedArtifact> {
  const source = artifactSource(request.from, request.clock ?? systemClock, signal);
  await mkdir(dirname(request.directory), { recursive: true });
  const aside = await mkdtemp(`${request.directory}.`);
  const zip = join(aside, 'artifact.zip');
  const files = join(aside, 'files');
  try {
    const artifact = await find(source, request);
    await fetchZip(source, artifact, zip, request, signal);
    await mkdir(files, { mode: 0o700 });
    await unpack(zip, files, signal);
    await rm(request.directory, { recursive: true, force: true });
    await rename(files, request.directory);
    return { id: artifact.id, name: artifact.name, runId: artifact.runId };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SluiceError || error instanceof InterruptedError) throw error;
    throw unavailable(error, request, source);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function unavailable(error: unknown, { what, from }: DownloadRequest, { where }: ArtifactSource): SluiceError {
  const status = statusOf(error);
  const gone = status === 404 || status === 410;
  return new SluiceError('ART_001', `The artifact ${what} could not be downloaded from ${where}.`, {
    cause: error,
    fix:
      from === null
        ? 'See the cause above, then run the step again.'
        : gone
          ? 'Check the run id, the repository, that the artifact has not expired, and that the token may read Actions (in a workflow, `permissions: actions: read`).'
          : 'Check the run id, and that the token is good and may read Actions (in a workflow, `permissions: actions: read`); then run it again.',
  });
}
