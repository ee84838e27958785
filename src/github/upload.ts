import type { ArtifactClient } from '@actions/artifact';
import { InterruptedError, SluiceError } from '../errors.ts';
import { withArtifacts } from './artifact-client.ts';
import { nthName, safeArtifactName } from './artifact-names.ts';

/** Jobs of a matrix that report under one name; beyond this something else is wrong. */
const MAX_NAMES = 50;

/** What to upload. */
export interface UploadRequest {
  readonly name: string;
  /** Absolute paths below {@link root}. */
  readonly files: readonly string[];
  /** Taken off the paths inside the artifact. */
  readonly root: string;
  /** Undefined = the repository's setting. */
  readonly retentionDays: number | undefined;
  /** False for files that are compressed or encrypted already. */
  readonly compress: boolean;
}

/** What was uploaded. */
export interface UploadedArtifact {
  readonly id: number;
  /** The name that was free. */
  readonly name: string;
  /** SHA-256 (hex) of the zip, compared with what the service stored. */
  readonly digest: string;
}

/**
 * The service refuses a second artifact of one name in a run. The toolkit throws a bare `Error` for it; the HTTP status
 * in its text is all there is to go by.
 */
function isNameTaken(error: unknown): boolean {
  return error instanceof Error && error.message.includes('(409)');
}

async function uploadUnderFreeName(client: ArtifactClient, request: UploadRequest): Promise<UploadedArtifact> {
  const base = safeArtifactName(request.name);
  for (let attempt = 1; ; attempt += 1) {
    const name = nthName(base, attempt);
    try {
      const { id, digest } = await client.uploadArtifact(name, [...request.files], request.root, {
        ...(request.retentionDays === undefined ? {} : { retentionDays: request.retentionDays }),
        compressionLevel: request.compress ? 6 : 0,
      });
      if (id === undefined || digest === undefined) throw new Error('The service named neither id nor digest.');
      return { id, name, digest };
    } catch (error) {
      if (!isNameTaken(error) || attempt === MAX_NAMES) throw error;
    }
  }
}

/** Compares what the service says it stored with what was sent. A service that names no digest is believed. */
async function verifyStored(client: ArtifactClient, uploaded: UploadedArtifact): Promise<void> {
  const { artifact } = await client.getArtifact(uploaded.name);
  if (artifact.digest === undefined || artifact.digest === '' || artifact.digest === `sha256:${uploaded.digest}`)
    return;
  throw new SluiceError(
    'ART_001',
    `The artifact ${uploaded.name} was stored with another digest than it was sent with.`,
    {
      fix: 'Do not use this artifact; run the step again.',
      details: { artifact: uploaded.name, sent: `sha256:${uploaded.digest}`, stored: artifact.digest },
    },
  );
}

/**
 * Uploads files as one artifact of this workflow run and verifies what was stored. A name that is taken gets a number.
 * Throws `ART_001` when the upload fails or the stored digest differs, `InterruptedError` when the run is aborted.
 */
export async function uploadArtifact(request: UploadRequest, signal: AbortSignal): Promise<UploadedArtifact> {
  try {
    return await withArtifacts(`Upload the artifact ${request.name}`, signal, async (client) => {
      const uploaded = await uploadUnderFreeName(client, request);
      await verifyStored(client, uploaded);
      return uploaded;
    });
  } catch (error) {
    if (error instanceof SluiceError || error instanceof InterruptedError) throw error;
    throw new SluiceError('ART_001', `The artifact ${request.name} could not be uploaded.`, {
      cause: error,
      fix: 'The files are still on the runner. Check the artifact storage quota and the cause above, then run the step again.',
    });
  }
}
