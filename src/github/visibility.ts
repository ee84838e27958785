import { readFile } from 'node:fs/promises';
import { openGitHub, withTimeout } from './api.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** Who can read the repository, and so download its artifacts. */
export type Visibility = 'public' | 'private' | 'unknown';

function visibilityOf(repository: unknown): Visibility {
  if (typeof repository !== 'object' || repository === null || !('private' in repository)) return 'unknown';
  if (repository.private === true) return 'private';
  return repository.private === false ? 'public' : 'unknown';
}

/** What the event said when the run was started. */
async function visibilityAtStart(run: WorkflowRun): Promise<Visibility> {
  if (run.eventPath === null) return 'unknown';
  try {
    const event: unknown = JSON.parse(await readFile(run.eventPath, 'utf8'));
    return typeof event === 'object' && event !== null && 'repository' in event
      ? visibilityOf(event.repository)
      : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** What the API says now. */
async function visibilityNow(run: WorkflowRun, token: string | undefined, signal: AbortSignal): Promise<Visibility> {
  if (run.repository === null || !token) return 'unknown';
  try {
    const github = await openGitHub(token);
    const { owner, name } = run.repository;
    const { data } = await github.rest.repos.get({ owner, repo: name, request: { signal: withTimeout(signal) } });
    return visibilityOf(data);
  } catch {
    // No answer, whatever the reason: the event decides, or nobody knows.
    return 'unknown';
  }
}

/**
 * Whether everybody can download what this run uploads. The event is believed when it says public; otherwise the API is
 * asked, because a run may be repeated long after its event, when the repository has been opened. Never throws: what
 * cannot be found out is `unknown`.
 */
export async function repositoryVisibility(
  run: WorkflowRun,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Visibility> {
  const atStart = await visibilityAtStart(run);
  if (atStart === 'public') return 'public';
  const now = await visibilityNow(run, token, signal);
  if (now !== 'unknown') return now;
  return run.attempt === 1 ? atStart : 'unknown';
}
