import type { Clock } from '../clock.ts';
import { type GitHubClient, openGitHub, withTimeout } from './api.ts';
import type { ArtifactSource, RemoteArtifact, RepositoryAccess } from './artifact-source.ts';
import { FinalAnswer, isWorthRetrying, statusOf, withPatience } from './patience.ts';

const PER_PAGE = 100;
/** The listing begins with the newest; a repository may have a hundred thousand, and a token a thousand requests an hour. */
const MOST_PAGES = 50;

/** What the API says of an artifact; the packaged types are older than some of it. */
interface Listed {
  readonly id: number;
  readonly name: string;
  readonly size_in_bytes: number;
  readonly expired: boolean;
  readonly created_at: string | null;
  readonly expires_at: string | null;
  readonly digest?: string | null;
  readonly workflow_run?: {
    readonly id?: number;
    readonly repository_id?: number;
    readonly head_repository_id?: number;
  } | null;
}

interface Page {
  readonly total_count: number;
  readonly artifacts: readonly Listed[];
}

/** Artifacts as they were listed. */
export interface Listing {
  readonly artifacts: readonly RemoteArtifact[];
  /** How many more there are, which were not looked at. */
  readonly left: number;
}

function artifactOf(listed: Listed): RemoteArtifact {
  const { workflow_run: run } = listed;
  const { repository_id: own, head_repository_id: head } = run ?? {};
  return {
    id: listed.id,
    name: listed.name,
    bytes: listed.size_in_bytes,
    digest: listed.digest ?? null,
    createdAt: listed.created_at,
    expiresAt: listed.expires_at,
    expired: listed.expired,
    runId: run?.id ?? null,
    isForeign: own !== undefined && head !== undefined && own !== head,
  };
}

async function listPages(page: (number: number) => Promise<Page>): Promise<Listing> {
  const artifacts: RemoteArtifact[] = [];
  for (let number = 1; ; number += 1) {
    const { artifacts: listed, total_count: total } = await page(number);
    artifacts.push(...listed.map(artifactOf));
    const left = Math.max(0, total - artifacts.length);
    if (listed.length < PER_PAGE || left === 0 || number === MOST_PAGES) return { artifacts, left };
  }
}

/** Where to look: one run, or all of them; only artifacts of this very name, when one is given. */
export interface ListRequest extends RepositoryAccess {
  /** Null = all runs. */
  readonly runId: number | null;
  readonly name?: string;
}

/**
 * Lists the artifacts of a run or of a repository, newest first.
 *
 * @throws what the API answered; the signal's reason when it is aborted
 */
export async function listRepositoryArtifacts(
  request: ListRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<Listing> {
  const github = await openGitHub(request.token);
  return listPages((page) => withPatience(() => onePage(github, request, page, signal), clock, signal));
}

async function onePage(github: GitHubClient, request: ListRequest, page: number, signal: AbortSignal): Promise<Page> {
  const { owner, repository: repo, runId, name } = request;
  const common = {
    owner,
    repo,
    per_page: PER_PAGE,
    page,
    ...(name === undefined ? {} : { name }),
    request: { signal: withTimeout(signal) },
  };
  const { actions } = github.rest;
  const { data } =
    runId === null
      ? await actions.listArtifactsForRepo(common)
      : await actions.listWorkflowRunArtifacts({ ...common, run_id: runId });
  return data;
}

/** The artifacts of another run, or of all runs, through the API; it needs `actions: read`. */
export function repositoryArtifacts(request: ListRequest, clock: Clock, signal: AbortSignal): ArtifactSource {
  const { owner, repository: repo, token, runId } = request;
  return {
    where: runId === null ? `the repository ${owner}/${repo}` : `the workflow run ${String(runId)}`,
    list: async () => (await listRepositoryArtifacts(request, clock, signal)).artifacts,
    async address({ id }) {
      const github = await openGitHub(token);
      const { headers } = await github.rest.actions
        .downloadArtifact({
          owner,
          repo,
          artifact_id: id,
          archive_format: 'zip',
          request: { redirect: 'manual', signal: withTimeout(signal) },
        })
        .catch((error: unknown) => {
          throw isWorthRetrying(error) ? error : new FinalAnswer(String(error), statusOf(error) ?? 0);
        });
      if (headers.location === undefined) throw new Error('the API gave no address for the artifact');
      return headers.location;
    },
  };
}
