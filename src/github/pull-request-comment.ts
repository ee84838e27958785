import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { COMMENT_MARKER, sectionsOf, withSection, type CommentSection } from '../report/comment.ts';
import { openGitHub, withTimeout, type GitHubClient } from './api.ts';
import { statusOf, withPatience } from './patience.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** A pull request, as the event names it. */
export interface PullRequest {
  readonly number: number;
  /** The commit at its head, which is not the merge commit that the runner checks out. */
  readonly head: string;
}

const eventShape = z.object({
  pull_request: z.object({ number: z.int().positive(), head: z.object({ sha: z.string().min(1) }) }),
});

/** The pull request that started the run; null for every other event. */
export async function pullRequestOf({ eventPath }: WorkflowRun): Promise<PullRequest | null> {
  if (eventPath === null) return null;
  try {
    const event = eventShape.safeParse(JSON.parse(await readFile(eventPath, 'utf8')));
    if (!event.success) return null;
    const { number, head } = event.data.pull_request;
    return { number, head: head.sha };
  } catch {
    return null;
  }
}

/** Where a comment goes, and with which key. */
interface Desk {
  readonly github: GitHubClient;
  readonly owner: string;
  readonly repo: string;
  readonly issue: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const PER_PAGE = 100;
/** A pull request with more comments gets a second one of ours rather than an hour of requests. */
const MOST_PAGES = 30;
/** Jobs that end at the same time write over each other's sections; each looks again whether its own is there. */
const MOST_WRITES = 5;

interface Comment {
  readonly id: number;
  readonly body: string;
}

/** Our comment: the first with the marker that a bot wrote. A person who quotes the marker is not answered into. */
async function findComment({ github, owner, repo, issue, clock, signal }: Desk): Promise<Comment | null> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data } = await withPatience(
      () =>
        github.rest.issues.listComments({
          owner,
          repo,
          issue_number: issue,
          per_page: PER_PAGE,
          page,
          request: { signal: withTimeout(signal) },
        }),
      clock,
      signal,
    );
    const ours = data.find(({ body, user }) => body?.startsWith(COMMENT_MARKER) === true && user?.type === 'Bot');
    if (ours !== undefined) return { id: ours.id, body: ours.body ?? '' };
    if (data.length < PER_PAGE) return null;
  }
  return null;
}

async function writeComment(desk: Desk, existing: Comment | null, body: string): Promise<void> {
  const { github, owner, repo, issue, clock, signal } = desk;
  if (existing !== null) {
    await withPatience(
      () =>
        github.rest.issues.updateComment({
          owner,
          repo,
          comment_id: existing.id,
          body,
          request: { signal: withTimeout(signal) },
        }),
      clock,
      signal,
    );
    return;
  }
  // Not repeated: a request whose answer is lost may have written the comment.
  await github.rest.issues.createComment({
    owner,
    repo,
    issue_number: issue,
    body,
    request: { signal: withTimeout(signal) },
  });
}

function isThere(comment: Comment | null, { key, commit }: CommentSection): boolean {
  return sectionsOf(comment?.body ?? '').some((section) => section.key === key && section.commit === commit);
}

/** What came of it, as a sentence for the summary. */
export type CommentOutcome = { readonly written: true } | { readonly written: false; readonly why: string };

/**
 * Puts a section into the pull request's comment, and makes the comment if there is none. Never throws but for an abort:
 * a comment is a courtesy, and the same is in the step summary.
 */
export async function commentOnPullRequest(
  run: WorkflowRun,
  pullRequest: PullRequest,
  token: string | undefined,
  section: CommentSection,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<CommentOutcome> {
  const { repository } = run;
  if (repository === null || !token) return { written: false, why: 'there is no token' };
  const github = await openGitHub(token);
  const desk: Desk = {
    github,
    owner: repository.owner,
    repo: repository.name,
    issue: pullRequest.number,
    clock,
    signal,
  };
  try {
    for (let writes = 0; writes < MOST_WRITES; writes += 1) {
      const existing = await findComment(desk);
      if (writes > 0 && isThere(existing, section)) return { written: true };
      await writeComment(desk, existing, withSection(existing?.body ?? null, section));
    }
    return { written: false, why: 'other jobs wrote over it at the same time' };
  } catch (error) {
    signal.throwIfAborted();
    const status = statusOf(error);
    return {
      written: false,
      why:
        status === 403 || status === 404
          ? 'the token may not comment: the job needs `pull-requests: write`, which runs of a fork never get'
          : `GitHub ${status === null ? 'did not answer' : `answered ${String(status)}`}`,
    };
  }
}
