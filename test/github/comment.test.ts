import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answerFrom, type GitHubState } from '../support/github-api.ts';
import { type Answer, type ResultsService, type SeenRequest, startResultsService } from '../support/results-service.ts';
import type { StepResult } from '../support/runner.ts';
import { runStandIn } from './steps.ts';

const EVENT = { pull_request: { number: 12, head: { sha: 'abc123' } } };

let service: ResultsService;
let comments: { id: number; login: string; body: string }[];
let intercept: ((request: SeenRequest) => Answer | undefined) | undefined;

beforeAll(async () => {
  const state = (): GitHubState => ({ environments: {}, runs: {}, approvals: [], commits: {}, teams: {}, comments });
  service = await startResultsService({
    intercept: (request) => intercept?.(request) ?? answerFrom(state(), 'acme/shop', request),
  });
});
afterAll(() => service.close());
beforeEach(() => {
  comments = [];
  intercept = undefined;
});

function step(
  comment: string,
  changes: { readonly event?: object; readonly eventName?: string } = {},
): Promise<StepResult> {
  const { event = EVENT, eventName = 'pull_request' } = changes;
  return runStandIn({
    service,
    event,
    inputs: { 'upload-artifacts': 'false', environment: 'staging' },
    env: { GITHUB_EVENT_NAME: eventName },
    standIn: { comment },
  });
}

describe('the comment on a pull request', () => {
  it('is written once, and updated in place behind a hundred others', async () => {
    comments = Array.from({ length: 130 }, (_, id) => ({ id, login: 'rosa', body: '<!-- sluice:comment -->\nquoted' }));
    const first = await step('one');
    expect([first.exitCode, comments.length]).toEqual([0, 131]);
    expect(comments.at(-1)?.body).toMatch(
      /^<!-- sluice:comment -->[^]*section migrate%20staging abc123 -->\none\n\n\[Workflow run\]/u,
    );
    await step('two');
    expect(comments).toHaveLength(131);
    expect(comments.at(-1)?.body).toContain('\ntwo\n');
    expect(comments.at(-1)?.body).not.toContain('\none\n');
  });

  it('is not missed where the token may not write: the summary says so', async () => {
    intercept = ({ method }) =>
      method === 'POST' ? { status: 403, body: { message: 'Resource not accessible' } } : undefined;
    const { exitCode, summary } = await step('one');
    expect(exitCode).toBe(0);
    expect(summary).toContain('The pull request was not commented on: the token may not comment');
    expect(comments).toEqual([]);
  });

  it('is left out for other events, and for an event without a pull request', async () => {
    await step('one', { eventName: 'push' });
    await step('one', { event: {} });
    expect(comments).toEqual([]);
  });
});
