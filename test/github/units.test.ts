import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { join, sep } from 'node:path';
import {
  evidenceArtifactName,
  holdsBackup,
  holdsEvidenceOf,
  backupArtifactName,
  backupIdOf,
  nthName,
  reportArtifactName,
  safeArtifactName,
} from '../../src/github/artifact-names.ts';
import { commonFolder } from '../../src/github/common-folder.ts';
import { plainText } from '../../src/github/log-line.ts';
import { maskable } from '../../src/github/masking.ts';
import { logProgress } from '../../src/github/progress.ts';
import { fitSummary } from '../../src/github/summary.ts';
import { readActor, readWorkflowRun } from '../../src/github/workflow-run.ts';

const GITHUB = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '3',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_ACTOR: 'octocat',
  RUNNER_NAME: 'runner-1',
  ACTIONS_RESULTS_URL: 'https://results.example/',
  ACTIONS_RUNTIME_TOKEN: 'token',
};

describe('artifact names', () => {
  it('hold nothing that the service or a file system refuses', () => {
    expect(safeArtifactName('a"b:c<d>e|f*g?h\\i/j\r\nk')).toBe('a-b-c-d-e-f-g-h-i-j-k');
    expect(safeArtifactName('  ')).toBe('sluice');
    expect(safeArtifactName('x'.repeat(500))).toHaveLength(200);
  });

  it.each(['staging', 'staging-2', 'eu-1-2', '7'])('tell evidence of %s from that of others', (environment) => {
    const name = evidenceArtifactName('migrate', environment, readWorkflowRun(GITHUB));
    for (const attempt of [1, 2]) expect(holdsEvidenceOf(nthName(name, attempt), environment)).toBe(true);
    expect(holdsEvidenceOf(name, 'production')).toBe(false);
    expect(holdsEvidenceOf(`other-${name}`, environment)).toBe(false);
  });

  it('say command, environment, run and attempt, as far as they are known', () => {
    const run = readWorkflowRun(GITHUB);
    expect(reportArtifactName('migrate', 'production', run)).toBe('sluice-migrate-production-42-3');
    expect(reportArtifactName('migrate', undefined, run)).toBe('sluice-migrate-42-3');
    expect(reportArtifactName('lifecycle', undefined, readWorkflowRun({}))).toBe('sluice-lifecycle-1');
  });

  it('of a backup are found again, whichever attempt they were', () => {
    const name = backupArtifactName('20260131T235959Z-shop-1a2b3c');
    expect(holdsBackup(name, '20260131T235959Z-shop-1a2b3c')).toBe(true);
    expect(holdsBackup(nthName(name, 2), '20260131T235959Z-shop-1a2b3c')).toBe(true);
    expect(holdsBackup(`${name}-x`, '20260131T235959Z-shop-1a2b3c')).toBe(false);
    expect(holdsBackup(name, '20260131T235959Z-shop')).toBe(false);
    expect(holdsBackup(name, undefined)).toBe(true);
    expect(holdsBackup('reports', undefined)).toBe(false);
    expect(holdsBackup(reportArtifactName('backup', 'production', readWorkflowRun(GITHUB)), undefined)).toBe(false);
    expect(backupIdOf(nthName(name, 3))).toBe('20260131T235959Z-shop-1a2b3c');
    expect(backupIdOf('sluice-backup-production-42-3')).toBeNull();
    expect(backupIdOf('20260131T235959Z-shop-1a2b3c')).toBeNull();
  });
});

describe('the workflow run', () => {
  it('is read from the runner’s variables', () => {
    const run = readWorkflowRun(GITHUB);
    expect(run).toMatchObject({
      repository: { owner: 'acme', name: 'shop' },
      runId: 42,
      attempt: 3,
      hasArtifacts: true,
    });
    expect(readActor(GITHUB, run)).toMatchObject({
      name: 'octocat',
      host: 'runner-1',
      runUrl: 'https://github.com/acme/shop/actions/runs/42',
    });
  });

  it.each([
    ['no service', { ACTIONS_RESULTS_URL: '' }],
    ['no token', { ACTIONS_RUNTIME_TOKEN: undefined }],
    ['an Enterprise Server', { GITHUB_SERVER_URL: 'https://github.corp.example' }],
    ['a host that only looks alike', { GITHUB_SERVER_URL: 'https://notgithub.com' }],
    ['a broken address', { GITHUB_SERVER_URL: 'github' }],
  ])('has no artifacts with %s', (_, change) => {
    expect(readWorkflowRun({ ...GITHUB, ...change }).hasArtifacts).toBe(false);
  });

  it.each(['https://github.com', 'https://acme.ghe.com', 'http://github.localhost:8080', undefined])(
    'has artifacts on %s',
    (server) => {
      expect(readWorkflowRun({ ...GITHUB, GITHUB_SERVER_URL: server }).hasArtifacts).toBe(true);
    },
  );

  it('is empty outside GitHub', () => {
    expect(readWorkflowRun({})).toMatchObject({
      repository: null,
      runId: null,
      attempt: 1,
      runUrl: null,
      hasArtifacts: false,
    });
  });
});

describe('masks', () => {
  it('are the secret and each of its lines, but nothing too short to mean anything', () => {
    expect(maskable(['one\r\ntwo\n\n}\n', 'x', '', '  '])).toEqual(['one\r\ntwo\n\n}\n', 'one', 'two', 'x']);
  });
});

describe('text from elsewhere', () => {
  it('cannot begin a command of the runner', () => {
    expect(plainText('a ::error::b')).toBe('a ::error::b');
    expect(plainText('::error::b')).toBe('| ::error::b');
    expect(plainText('a\r\n\t::b\rc ##[debug]d')).toBe('a\n| \t::b\nc ## [debug]d');
  });
});

describe('the common folder', () => {
  const path = (...names: string[]): string => join(sep, ...names);

  it.each([
    [[path('a', 'b', 'c')], path('a', 'b')],
    [[path('a', 'b', 'c'), path('a', 'b', 'd', 'e')], path('a', 'b')],
    [[path('a', 'bc', 'x'), path('a', 'b', 'x')], path('a')],
    [[path('a', '..b', 'x'), path('a', 'y')], path('a')],
    [[path('a', 'x'), path('b', 'x')], sep],
  ])('of %j is %s', (paths, expected) => {
    expect(commonFolder(paths)).toBe(expected);
  });
});

describe('a summary', () => {
  it('that fits stays as it is', () => {
    expect(fitSummary('short\n', 'See there.', 100)).toBe('short\n');
  });

  it('that is too long ends with a whole line, with what was open closed', () => {
    const cut = fitSummary(
      `<details>\n<summary>x</summary>\n\n\`\`\`sql\n${'línea\n'.repeat(500)}\`\`\`\n</details>\n`,
      'See there.',
      1000,
    );
    expect(Buffer.byteLength(cut)).toBeLessThan(1000);
    expect(cut).toMatch(/\nlínea\n```\n<\/details>\n\n> This summary was cut .* See there\.\n$/);
  });
});

describe('progress', () => {
  /** A clock that stands still until it is moved. */
  function handClock(): {
    now: number;
    monotonic(): number;
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
    move(ms: number): Promise<void>;
  } {
    const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
    return {
      now: 0,
      monotonic() {
        return this.now;
      },
      sleep(ms, signal) {
        return new Promise((resolve, reject) => {
          sleepers.push({ at: this.now + ms, wake: resolve });
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
        });
      },
      async move(ms) {
        this.now += ms;
        for (const sleeper of sleepers.filter(({ at }) => at <= this.now)) sleeper.wake();
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
  }

  let lines: string[];
  beforeEach(() => {
    lines = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk).trim());
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const redactor = { redact: (text: string) => text.replace('secret', '***') };

  it('that counts is thinned out, each scope for itself, and its end is printed', async () => {
    const clock = handClock();
    const emit = logProgress(clock, redactor, new AbortController().signal);
    for (let done = 0; done < 120; done += 1) {
      emit({ level: 'info', scope: 'a', message: 'rows', done, total: 120 });
      await clock.move(100);
    }
    emit({ level: 'info', scope: 'b', message: 'bytes', done: 1 });
    emit({ level: 'info', scope: 'a', message: 'rows', done: 120, total: 120 });
    emit({ level: 'warning', scope: 'c', message: 'a secret' });
    emit({ level: 'error', scope: 'c', message: 'wrong' });
    emit({ level: 'info', scope: 'c', message: 'stopped at a key', data: ['key user:1'] });
    expect(lines).toEqual([
      'a: rows (0 of 120)',
      'a: rows (49 of 120)',
      'a: rows (99 of 120)',
      'b: bytes (1)',
      'a: rows (120 of 120)',
      '::warning::c: a ***',
      'error: c: wrong',
      'c: stopped at a key (names and values are not written into this log; the command line shows them)',
    ]);
  });

  it('shows where a long wait is', async () => {
    const clock = handClock();
    const emit = logProgress(clock, redactor, new AbortController().signal);
    emit({ level: 'info', scope: 'files', message: 'first', done: 0, total: 3 });
    emit({ level: 'info', scope: 'files', message: 'second', done: 1, total: 3 });
    emit({ level: 'info', scope: 'files', message: 'third', done: 2, total: 3 });
    await clock.move(4999);
    expect(lines).toEqual(['files: first (0 of 3)']);
    await clock.move(1);
    expect(lines).toEqual(['files: first (0 of 3)', 'files: third (2 of 3)']);
    await clock.move(60_000);
    expect(lines).toHaveLength(2);
  });

  it('ends with the run', async () => {
    const clock = handClock();
    const ended = new AbortController();
    const emit = logProgress(clock, redactor, ended.signal);
    emit({ level: 'info', scope: 'files', message: 'first', done: 0, total: 3 });
    emit({ level: 'info', scope: 'files', message: 'second', done: 1, total: 3 });
    ended.abort();
    await clock.move(10_000);
    expect(lines).toEqual(['files: first (0 of 3)']);
  });
});
