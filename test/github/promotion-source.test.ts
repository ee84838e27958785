import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/clock.ts';
import type { PromotionSource } from '../../src/run/promote.ts';
import type { RunContext } from '../../src/run/types.ts';
import { writeEvidence } from '../../src/evidence/evidence.ts';
import { evidenceOf, ORIGIN } from '../evidence/fixtures.ts';
import { answerFrom, type GitHubState } from '../support/github-api.ts';
import { type Answer, type ResultsService, type SeenRequest, startResultsService } from '../support/results-service.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { zipOf } from '../support/zip.ts';

const STATE: GitHubState = {
  environments: { production: { reviewers: 2, preventSelfReview: true, adminsCanBypass: false } },
  runs: { [ORIGIN.workflowRunId]: { commit: ORIGIN.commit } },
  approvals: [
    { login: 'rosa', environment: 'production' },
    { login: 'ada', environment: 'staging' },
    { login: 'eve', environment: 'production', state: 'rejected' },
  ],
  commits: { [ORIGIN.commit]: { author: 'dora', committer: 'web-flow' } },
  teams: { 'acme/dba': Array.from({ length: 205 }, (_, index) => `dba-${String(index)}`), 'acme/nobody': [] },
};

let service: ResultsService;
let source: PromotionSource;
let state: GitHubState;
let intercept: ((request: SeenRequest) => Answer | undefined) | undefined;

beforeAll(async () => {
  service = await startResultsService({
    intercept: (request) => intercept?.(request) ?? answerFrom(state, 'acme/shop', request),
  });
  process.env['GITHUB_API_URL'] = service.url;
  const { withPromotion } = await import('../../src/github/promotion-source.ts');
  const { readWorkflowRun } = await import('../../src/github/workflow-run.ts');
  const run = readWorkflowRun({
    ...service.environment({ runId: ORIGIN.workflowRunId }),
    RUNNER_TEMP: await temporaryDirectory(),
  });
  const context = { origin: ORIGIN, clock: systemClock, signal: new AbortController().signal } as RunContext;
  const { promotion } = await withPromotion({ githubToken: service.token }, run, context);
  if (promotion === null) throw new Error('there is no source');
  source = promotion;
  const nowhere = await withPromotion({ githubToken: service.token }, { ...run, runId: null }, context);
  expect(nowhere.promotion).toBeNull();
});
afterAll(() => service.close());
beforeEach(() => {
  state = STATE;
  intercept = undefined;
});

describe('GitHub as the source of a promotion', () => {
  it('says how an environment is protected', async () => {
    expect(await source.environment('production')).toEqual({
      known: true,
      value: { requiredReviewers: 2, preventsSelfReview: true, adminsCanBypass: false },
    });
    expect(await source.environment('staging')).toMatchObject({ known: false });
  });

  it('counts approvals of this environment only', async () => {
    expect(await source.approvals('production')).toEqual({ known: true, value: [{ login: 'rosa' }] });
  });

  it('does not count who rejected the run in another attempt', async () => {
    state = { ...STATE, approvals: [...STATE.approvals, { login: 'eve', environment: 'production' }] };
    expect(await source.approvals('production')).toEqual({ known: true, value: [{ login: 'rosa' }] });
  });

  it('names the author and the committer, or nobody', async () => {
    expect(await source.authors()).toEqual({ known: true, value: ['dora', 'web-flow'] });
    state = { ...STATE, commits: { [ORIGIN.commit]: { author: 'dora', committer: null } } };
    expect(await source.authors()).toMatchObject({ known: false });
    state = { ...STATE, commits: { [ORIGIN.commit]: { author: null, committer: 'web-flow' } } };
    expect(await source.authors()).toMatchObject({ known: false });
  });

  it('fills in teams, page by page', async () => {
    const members = await source.members(['sam', '@acme/dba']);
    expect(members).toMatchObject({ known: true });
    expect(members.known ? members.value.length : 0).toBe(206);
    expect(await source.members(['@acme/nobody'])).toEqual({ known: true, value: [] });
    expect(await source.members(['@acme/other'])).toMatchObject({ known: false });
  });

  it.each<[string, unknown]>([
    ['an environment without its rules', { name: 'production' }],
    ['nothing', null],
    ['a list', []],
  ])('does not take %s for a protected environment', async (_, body) => {
    intercept = ({ path }) => (path.includes('/environments/') ? { status: 200, body } : undefined);
    expect(await source.environment('production')).toMatchObject({ known: false });
  });

  it.each<[string, unknown]>([
    ['an approval by nobody', [{ state: 'approved', environments: [{ name: 'production' }], user: null }]],
    ['an approval of nothing', [{ state: 'approved', user: { login: 'rosa' } }]],
  ])('does not take %s for one', async (_, body) => {
    intercept = ({ path }) => (path.endsWith('/approvals') ? { status: 200, body } : undefined);
    expect(await source.approvals('production')).toMatchObject({ known: false });
  });

  it('finds the evidence among more than a hundred artifacts, and names what is damaged', async () => {
    const put = (name: string, content: string): unknown =>
      service.put({ runId: ORIGIN.workflowRunId, name, content: zipOf({ name: 'evidence.json', content }) });
    put('sluice-evidence-migrate-staging-7-1', writeEvidence(evidenceOf()));
    for (let index = 0; index < 120; index += 1) put(`other-${String(index)}`, 'x');
    put('sluice-evidence-validate-staging-7-1', '{}');
    put('sluice-evidence-validate-production-7-1', '{}');
    const found = await source.evidence('staging', null);
    expect(found).toMatchObject({
      workflowRunId: 7,
      evidence: {
        known: true,
        value: [{ workflowRunId: 7, runCommit: ORIGIN.commit, runRepository: 'acme/shop', evidence: evidenceOf() }],
      },
      damaged: [{ code: 'EVID_001', message: expect.stringContaining('validate-staging') as unknown }],
    });
  });

  it('takes no evidence when another artifact of its name would hide it', async () => {
    const listed = [1, 2].map((id) => ({ id, name: 'sluice-evidence-migrate-staging-7-1', expired: false }));
    intercept = ({ path }) =>
      path.endsWith('/artifacts') ? { status: 200, body: { total_count: 2, artifacts: listed } } : undefined;
    expect(await source.evidence('staging', null)).toMatchObject({
      evidence: { known: false, why: expect.stringContaining('several artifacts called') as unknown },
    });
  });

  it('takes a list that ends too early for none', async () => {
    intercept = ({ path }) =>
      path.endsWith('/artifacts') ? { status: 200, body: { total_count: 7, artifacts: [] } } : undefined;
    expect(await source.evidence('staging', null)).toMatchObject({ evidence: { known: false } });
  });

  it('takes no evidence of a fork’s run, of an unknown run, or when the list fails', async () => {
    state = { ...STATE, runs: { [ORIGIN.workflowRunId]: { commit: ORIGIN.commit, headRepository: 'eve/shop' } } };
    expect(await source.evidence('staging', null)).toMatchObject({ evidence: { known: false } });
    expect(await source.evidence('staging', 99)).toMatchObject({ evidence: { known: false } });
    state = STATE;
    intercept = ({ path }) => (path.endsWith('/artifacts') ? { status: 403 } : undefined);
    expect(await source.evidence('staging', null)).toMatchObject({ evidence: { known: false } });
  });
});
