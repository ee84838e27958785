import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answerFrom, type GitHubState } from '../support/github-api.ts';
import { type Answer, type ResultsService, type SeenRequest, startResultsService } from '../support/results-service.ts';
import type { StandIn } from './fixtures/step.ts';
import { runStandIn, startStandIn } from './steps.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');

let service: ResultsService;
let deployments: NonNullable<GitHubState['deployments']>;
let intercept: ((request: SeenRequest) => Answer | undefined) | undefined;

beforeAll(async () => {
  const state = (): GitHubState => ({ environments: {}, runs: {}, approvals: [], commits: {}, teams: {}, deployments });
  service = await startResultsService({
    intercept: (request) => intercept?.(request) ?? answerFrom(state(), 'acme/shop', request),
  });
});
afterAll(() => service.close());
beforeEach(() => {
  deployments = [];
  intercept = undefined;
});

function stepOf(
  command: string,
  standIn: StandIn,
  inputs: Readonly<Record<string, string>> = {},
): Parameters<typeof runStandIn>[0] {
  return {
    command,
    service,
    inputs: { 'upload-artifacts': 'false', environment: 'staging', ...inputs },
    env: { GITHUB_SHA: COMMIT, GITHUB_REF: 'refs/heads/main' },
    standIn,
  };
}

describe('a deployment', () => {
  it('tells how a migration went, of this commit in this environment', async () => {
    const result = { outputs: { 'applied-count': '3' } };
    expect((await runStandIn(stepOf('migrate', { result }))).exitCode).toBe(0);
    expect(deployments).toEqual([
      expect.objectContaining({
        environment: 'staging',
        task: 'sluice:migrate',
        ref: COMMIT,
        states: ['in_progress: in progress', 'success: passed, 3 applied'],
      }),
    ]);
  });

  it('tells of a failure and of the way back', async () => {
    const outputs = { 'error-code': 'SQL_001', 'rolled-back': 'true' };
    await runStandIn(stepOf('lifecycle', { result: { status: 'failed', exitCode: 1, outputs } }));
    expect(deployments[0]?.states.at(-1)).toBe('failure: SQL_001, rolled back');
    await runStandIn(stepOf('rollback', { throws: 'boom' }));
    expect(deployments[1]?.states.at(-1)).toBe('failure: failed');
  });

  it('tells of an interruption', async () => {
    const { process, result } = await startStandIn(stepOf('migrate', { wait: 'obey' }));
    await process.untilOutput(/waiting/u);
    process.kill('SIGINT');
    expect((await result).exitCode).toBe(130);
    expect(deployments[0]?.states.at(-1)).toMatch(/^error: interrupted/u);
  });

  it('is not made where nothing is deployed', async () => {
    await runStandIn(stepOf('migrate', {}, { 'dry-run': 'true' }));
    await runStandIn(stepOf('migrate', {}, { environment: '' }));
    await runStandIn(stepOf('validate', {}));
    expect(deployments).toEqual([]);
  });

  it('is not missed where the token may not make one, or GitHub is down', async () => {
    for (const status of [403, 500]) {
      intercept = ({ path }) => (path.endsWith('/deployments') ? { status } : undefined);
      const { exitCode, log } = await runStandIn(stepOf('migrate', {}));
      expect([exitCode, deployments]).toEqual([0, []]);
      expect(log).toContain('deployment: none on GitHub');
    }
  });
});
