import { readFile } from 'node:fs/promises';
import { type Clock, systemClock } from '../clock.ts';
import { openGitHub, withTimeout } from './api.ts';
import { type Patience, withPatience } from './patience.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** Who can read the repository, and so download its artifacts: `internal` is everybody in the enterprise. */
export type Visibility = 'public' | 'internal' | 'private' | 'unknown';

/** How long GitHub may take to answer, with all attempts. */
const LIMIT_MS = 60_000;
const PATIENCE: Patience = { failures: 3, longestWaitMs: 5000 };

function visibilityOf(repository: unknown): Visibility {
  if (typeof repository !== 'object' || repository === null || !('private' in repository)) return 'unknown';
  if (repository.private === false) return 'public';
  if (repository.private !== true) return 'unknown';
  return 'visibility' in repository && repository.visibility === 'internal' ? 'internal' : 'private';
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
async function visibilityNow(
  run: WorkflowRun,
  token: string | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<Visibility> {
  if (run.repository === null || !token) return 'unknown';
  const { owner, name } = run.repository;
  try {
    const github = await openGitHub(token);
    const ask = async (): Promise<unknown> =>
      (await github.rest.repos.get({ owner, repo: name, request: { signal: withTimeout(signal) } })).data;
    return visibilityOf(await withPatience(ask, clock, signal, PATIENCE));
  } catch {
    // No answer, whatever the reason: nobody knows.
    return 'unknown';
  }
}

/**
 * Who can download what this run uploads. The event is believed when it says public, and in nothing else: a run may wait
 * weeks for its approval or be repeated long after its event, when the repository has been opened. Never throws: what
 * the API does not tell is `unknown`.
 */
export async function repositoryVisibility(
  run: WorkflowRun,
  token: string | undefined,
  signal: AbortSignal,
  { clock = systemClock, limitMs = LIMIT_MS }: { readonly clock?: Clock; readonly limitMs?: number } = {},
): Promise<Visibility> {
  if ((await visibilityAtStart(run)) === 'public') return 'public';
  return visibilityNow(run, token, clock, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
}
