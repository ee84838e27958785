import type { Clock } from '../clock.ts';
import { repositoryArtifacts } from './repository-artifacts.ts';
import { runArtifacts } from './run-artifacts.ts';

/** An artifact as a listing shows it. */
export interface RemoteArtifact {
  readonly id: number;
  readonly name: string;
  /** Of the zip. */
  readonly bytes: number;
  /** `sha256:<hex>` of the zip; null where the service keeps none. */
  readonly digest: string | null;
  /** UTC, ISO 8601; null where the listing does not say. */
  readonly createdAt: string | null;
  /** UTC, ISO 8601; null where the listing does not say. */
  readonly expiresAt: string | null;
  readonly expired: boolean;
  /** The workflow run that uploaded it; null where the listing does not say. */
  readonly runId: number | null;
  /** Uploaded by a run of another repository's code, such as a pull request from a fork: its content is not to be trusted. */
  readonly isForeign: boolean;
}

/** A place that keeps artifacts. */
export interface ArtifactSource {
  /** For messages: `this workflow run`. */
  readonly where: string;
  /** All of them; throws what the service answered. */
  list(): Promise<readonly RemoteArtifact[]>;
  /** A fresh address that needs no further key, good for minutes; throws what the service answered. */
  address(artifact: RemoteArtifact): Promise<string>;
}

/** What is needed to ask GitHub about a repository. */
export interface RepositoryAccess {
  readonly token: string;
  readonly owner: string;
  readonly repository: string;
}

/** Which artifacts: of another run of a repository, of any run of it, or (null) of this workflow run. */
export type Place = (RepositoryAccess & { readonly runId: number | null; readonly name?: string }) | null;

/** Opens the place; nothing is asked yet. */
export function artifactSource(place: Place, clock: Clock, signal: AbortSignal): ArtifactSource {
  return place === null ? runArtifacts(clock, signal) : repositoryArtifacts(place, clock, signal);
}
