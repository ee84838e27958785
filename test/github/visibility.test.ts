import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import { repositoryVisibility, type Visibility } from '../../src/github/visibility.ts';
import { readWorkflowRun, type WorkflowRun } from '../../src/github/workflow-run.ts';
import { type Answer, type ResultsService, startResultsService } from '../support/results-service.ts';
import { temporaryDirectory } from '../support/temporary.ts';

type Reply = Answer | 'cut' | 'never' | undefined;

const never = new AbortController().signal;
const before = { ...process.env };
/** Nobody waits. */
const clock: Clock = { now: () => new Date(0), monotonic: () => 0, sleep: () => Promise.resolve() };

let service: ResultsService;
let replies: Reply[];
let asked: number;
let folder: string;

beforeAll(async () => {
  service = await startResultsService({
    visibility: 'private',
    intercept() {
      asked += 1;
      const reply = replies.shift();
      return reply === 'never' ? new Promise<undefined>(() => {}) : reply;
    },
  });
  folder = await temporaryDirectory();
  Object.assign(process.env, service.environment());
});

afterAll(async () => {
  process.env = before;
  await service.close();
});

beforeEach(() => {
  [replies, asked] = [[], 0];
});

/** The run, with what its event said of the repository. */
async function runWith(repository: unknown): Promise<WorkflowRun> {
  const eventPath = join(folder, 'event.json');
  await writeFile(eventPath, repository === undefined ? 'no JSON' : JSON.stringify({ repository }));
  return { ...readWorkflowRun(service.environment()), eventPath };
}

const repository = (body: object): Reply => ({ status: 200, body });

describe('the visibility of the repository', () => {
  it.each<[string, Visibility, object]>([
    ['private', 'private', { private: true, visibility: 'private' }],
    ['private, of an old server', 'private', { private: true }],
    ['internal', 'internal', { private: true, visibility: 'internal' }],
    ['public', 'public', { private: false, visibility: 'public' }],
    ['not said', 'unknown', { full_name: 'acme/shop' }],
    ['said in a form that nobody knows', 'unknown', { private: 'yes' }],
  ])('is %s', async (_, expected, body) => {
    replies = [repository(body)];
    expect(await repositoryVisibility(await runWith({ private: true }), service.token, never, { clock })).toBe(
      expected,
    );
  });

  it.each<[string, Reply, number]>([
    ['refuses (401)', { status: 401 }, 1],
    ['refuses (403)', { status: 403 }, 1],
    ['does not know it (404)', { status: 404 }, 1],
    ['is down (503)', { status: 503 }, 3],
    ['breaks the connection', 'cut', 3],
  ])('is unknown when the API %s, whatever the event said', async (_, reply, attempts) => {
    replies = [reply, reply, reply];
    const run = await runWith({ private: true, visibility: 'private' });
    expect(await repositoryVisibility(run, service.token, never, { clock })).toBe('unknown');
    expect(asked).toBe(attempts);
  });

  it('is unknown when the API takes too long, and when the run is stopped', async () => {
    const run = await runWith({ private: true });
    replies = ['never'];
    expect(await repositoryVisibility(run, service.token, never, { clock, limitMs: 100 })).toBe('unknown');
    expect(await repositoryVisibility(run, service.token, AbortSignal.abort(), { clock })).toBe('unknown');
  });

  it('is found out when the API stumbles once', async () => {
    replies = [{ status: 502 }, 'cut'];
    expect(await repositoryVisibility(await runWith(undefined), service.token, never, { clock })).toBe('private');
  });

  it('is unknown without a token, and outside GitHub', async () => {
    const run = await runWith({ private: true });
    expect(await repositoryVisibility(run, undefined, never)).toBe('unknown');
    expect(await repositoryVisibility({ ...run, repository: null }, service.token, never)).toBe('unknown');
    expect(asked).toBe(0);
  });

  it('is public without asking when the event says so', async () => {
    expect(await repositoryVisibility(await runWith({ private: false }), service.token, never)).toBe('public');
    expect(asked).toBe(0);
  });
});
