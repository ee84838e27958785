import type { getOctokit } from '@actions/github';

/** A client of GitHub's REST API; it follows `GITHUB_API_URL`. */
export type GitHubClient = ReturnType<typeof getOctokit>;

/** Opens the REST client; loaded only now, since most runs never ask the API. */
export async function openGitHub(token: string): Promise<GitHubClient> {
  const github = await import('@actions/github');
  return github.getOctokit(token);
}

/** One request may take this long. */
const REQUEST_TIMEOUT_MS = 30_000;

/** The run's signal, which also fires when one request takes too long. */
export function withTimeout(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
}
