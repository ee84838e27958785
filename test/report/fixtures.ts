import type { CheckResult, Entry, JournalStage, Stamped } from '../../src/journal/entries.ts';
import { ReportBuilder, type ReportFrame } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';

export const FRAME: ReportFrame = {
  runId: '20260102T030405Z-abc',
  command: 'migrate',
  environment: null,
  engine: 'sqlite',
  sluiceVersion: '0.0.0',
  startedAt: '2026-01-02T03:04:05.000Z',
};

export const FINISHED_AT = '2026-01-02T03:04:06.500Z';

export function check(changes: Partial<CheckResult> = {}): CheckResult {
  return { id: 'a', title: 'A', status: 'pass', code: null, observed: 'o', expected: 'e', fix: '', ...changes };
}

/** The entries of one stage, as they would be journaled. */
export function staged(stage: JournalStage, ...entries: readonly Entry[]): readonly Stamped[] {
  return entries.map((entry, index) => ({
    runId: FRAME.runId,
    seq: index + 1,
    at: '2026-01-02T03:04:05.678Z',
    stage,
    entry,
  }));
}

/** The report over some entries. */
export function reportOf(
  entries: readonly Stamped[],
  frame: Partial<ReportFrame> = {},
  status: Report['run']['status'] = 'passed',
): Report {
  const builder = new ReportBuilder();
  for (const entry of entries) builder.add(entry);
  return builder.build({ ...FRAME, ...frame }, status, FINISHED_AT, 1500);
}

/** A report that is full of one text, wherever a text from outside can stand. */
export function fullOf(text: string): Report {
  const error = { code: 'SQL_001', message: text, causes: [text, text], fix: text } as const;
  const step = {
    kind: 'versioned',
    version: text,
    name: text,
    path: text,
    checksum: 'sha256:1',
    mode: 'statements',
    statements: 2,
    done: 1,
  } as const;
  const report = reportOf(
    [
      ...staged('preparation', { kind: 'stage-started' }, { kind: 'recovered', runId: null, findings: [text] }),
      ...staged(
        'schema-sync',
        { kind: 'stage-started' },
        { kind: 'warnings', version: text, statement: 0, warnings: [text, text] },
        { kind: 'error', error },
        { kind: 'stage-finished', status: 'failed', durationMs: 1, records: 0, reason: text },
      ),
      ...staged(
        'run',
        ...(['pass', 'warn', 'fail', 'skip'] as const).map((status): Entry => ({
          kind: 'check',
          check: check({ id: text, title: text, status, code: 'DATA_001', observed: text, expected: text, fix: text }),
        })),
        { kind: 'backup', backupId: 'b-1', digest: 'd', verified: 'restore', path: text },
        { kind: 'rollback-started', reason: text, method: 'down', backupId: null, versions: [text], point: null },
        { kind: 'rollback-finished', verified: true, tablesCompared: 3 },
      ),
    ],
    { environment: text },
    'failed',
  );
  return { ...report, plan: { digest: 'd', kind: 'versioned', continues: 'run-0', steps: [step] } };
}

/** Texts that break whatever does not expect them. */
export const HOSTILE: readonly (readonly [string, string])[] = [
  ['pipes', 'a|b||c\\|d\\\\|e|'],
  ['backticks', '`a` ``b`` ```\ncode\n```'],
  ['markup', '<script>alert(1)</script><!-- <b> --><img src=x onerror="alert(1)">'],
  ['XML', ']]> <![CDATA[x]]> <?x?> </testcase></failure> &amp; &lt;b&gt; &#0; "quotes" \'too\''],
  ['line ends', 'a\nb\r\nc\rd\n\n\ne\u2028f\u0085g'],
  ['control characters', Array.from({ length: 32 }, (_, code) => String.fromCodePoint(code)).join('') + '\u007f\u009f'],
  ['characters that XML does not have', 'a\ufffeb\uffffc\ud800d\udc00e'],
  ['emphasis, links and headings', '# a *b* _c_ ~~d~~ [e](javascript:f) ![g](h) {i} - j'],
  ['a rule', '---'],
  ['a heading of the line before', '==='],
  ['a list', '- a\n+ b\n* c\n1. d\n2) e'],
  ['a numbered list', '1. a'],
  ['code', '    four spaces\n\ttab'],
  ['other alphabets', 'Все рядки 🚀 ‮right to left‬ é\u0301'],
  ['nothing', ''],
  ['1 MB', `|<\`\n${'x'.repeat(1_000_000)}\n>`],
];
