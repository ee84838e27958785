import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../../src/journal/entries.ts';
import { durationText } from '../../src/duration.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { fullOf, HOSTILE, reportOf, staged } from './fixtures.ts';

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1000, '1.0 s'],
    [12_340, '12.3 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 0 s'],
    [60_000, '1 min 0 s'],
    [119_400, '1 min 59 s'],
    [119_600, '2 min 0 s'],
    [245_000, '4 min 5 s'],
    [86_400_000, '1440 min 0 s'],
  ])('writes %d ms as %s', (ms, expected) => {
    expect(durationText(ms)).toBe(expected);
  });
});

/** What a line does for the structure: its markup without what is escaped and what is only text. */
function skeleton(markdown: string): readonly string[] {
  return markdown.split(/\r\n|[\r\n]/u).map((line) =>
    line
      .replace(/^(#+|- |\d+[.)] |[-+=]| {4}|\t)/u, '«$1»')
      .replaceAll(/\\[!-/:-@[-`{-~]/gu, '')
      .replaceAll('<br>', '')
      // In pieces: a longer run would exhaust the stack of the expression.
      .replaceAll(/[^«»`*_{}[\]<>|#~&·]{1,1000}/gu, '·')
      .replaceAll(/·+/gu, '·'),
  );
}

const version = { version: '1', name: 'n', statements: 1 } as const;
const up: Entry = { kind: 'file-finished', ...version, direction: 'up', durationMs: 2500 };
const down: Entry = { kind: 'file-finished', ...version, direction: 'down', durationMs: 7 };
const plan = {
  digest: 'abc',
  kind: 'versioned',
  continues: null,
  steps: [
    {
      kind: 'versioned',
      version: '1',
      name: 'n',
      path: '1_n.up.sql',
      checksum: 'c',
      mode: 'transaction',
      statements: 2,
      done: 0,
    },
  ],
} as const;

describe('markdownReport', () => {
  it('is short when there is little to say', () => {
    expect(markdownReport(reportOf([]))).toBe(
      [
        '## ✅ Sluice migrate: passed',
        '',
        'Run `20260102T030405Z-abc` on sqlite, 2026-01-02T03:04:05.000Z, 1.5 s.',
        '',
      ].join('\n'),
    );
  });

  it('says all that a run did', () => {
    const markdown = markdownReport(fullOf('x'));
    expect(markdown).toBe(
      `## ❌ Sluice migrate · x: failed

Run \`20260102T030405Z-abc\` on sqlite, 2026-01-02T03:04:05.000Z, 1.5 s.

### SQL_001

x

- caused by: x
- caused by: x

**fix:** x

### Found

- x
- The server warned at statement 1 of version x: x; x

### Rollback

by down files: verified, 3 tables compared. Taken back: x. Reason: x

### Plan \`d\`

Goes on with the plan of run \`run-0\`.

| Version | File | Statements | How | Took |
| --- | --- | --- | --- | --- |
| x | x | 2 (1 done before) | statement by statement |  |

### Stages

| Stage | Result | Took | Note |
| --- | --- | --- | --- |
| preparation | ⏸️ interrupted | 0 ms |  |
| schema-sync | ❌ failed | 1 ms | x |

### Checks

| Check | Result | Observed | Expected | Fix |
| --- | --- | --- | --- | --- |
| x | ✅ pass | x | x | x |
| x | ⚠️ warn | x | x | x |
| x | ❌ fail | x | x | x |
| x | ➖ skip | x | x | x |

### Backup

\`b-1\`, verified: restore, digest \`d\`, at x
`,
    );
  });

  it('says how long a recovery will take, where that was measured', () => {
    const report = fullOf('x');
    expect(markdownReport(report)).not.toContain('recover');
    expect(markdownReport({ ...report, metrics: { expectedRecoveryMs: 245_000 } })).toMatch(
      /^### Backup\n\n.*\n\nExpected time to recover: 4 min 5 s, /mu,
    );
  });

  it.each(HOSTILE.filter(([title]) => title !== 'nothing'))('keeps its structure with %s', (_title, text) => {
    expect(skeleton(markdownReport(fullOf(text)))).toEqual(skeleton(markdownReport(fullOf('x'))));
  });

  it('loses nothing of a text', () => {
    const text = 'a|b\\c <d> `e` &amp; *f*';
    const markdown = markdownReport(reportOf(staged('run', { kind: 'recovered', runId: null, findings: [text] })));
    const line = markdown.split('\n').find((candidate) => candidate.startsWith('- a')) ?? '';
    expect(line.slice(2).replaceAll(/\\(.)/gu, '$1')).toBe(text);
  });

  it('says how long a file took to be applied, also when it was taken back', () => {
    const applied = reportOf(staged('schema-sync', up, down));
    expect(markdownReport({ ...applied, plan })).toContain('| 1 | 1\\_n.up.sql | 2 | one transaction | 2.5 s |');
  });

  it.each<[Entry | null, string]>([
    [null, 'not finished'],
    [{ kind: 'rollback-finished', verified: false, tablesCompared: 0 }, 'NOT verified'],
    [{ kind: 'rollback-finished', verified: true, tablesCompared: 2 }, 'verified, 2 tables compared'],
  ])('gives the verdict on a rollback that ended with %j', (finished, verdict) => {
    const started: Entry = {
      kind: 'rollback-started',
      reason: 'r',
      method: 'backup',
      backupId: 'b',
      versions: [],
      point: null,
    };
    const markdown = markdownReport(reportOf(staged('rollback', started, ...(finished === null ? [] : [finished]))));
    expect(markdown).toContain(`from the backup: ${verdict}. Taken back: nothing. Reason: r`);
  });

  it('shows five causes at most, one line each', () => {
    const causes = ['one\nat somewhere', 'two', 'three', 'four', 'five', 'six'];
    const error = { code: 'INT_001', message: 'm', causes, fix: 'f' } as const;
    const markdown = markdownReport(reportOf(staged('run', { kind: 'error', error }), {}, 'failed'));
    expect(markdown.match(/^- caused by: .*$/gmu)).toEqual(
      ['one', 'two', 'three', 'four', 'five'].map((cause) => `- caused by: ${cause}`),
    );
  });
});
