import { durationText } from '../duration.ts';
import { nextStep } from './next-step.ts';
import type { Report } from './report.ts';
import { timeline } from './timeline.ts';

const STATUS_SIGNS: Readonly<Record<string, string>> = {
  passed: '✅',
  pass: '✅',
  warned: '⚠️',
  warn: '⚠️',
  failed: '❌',
  fail: '❌',
  skipped: '➖',
  skip: '➖',
  interrupted: '⏸️',
};

function sign(status: string): string {
  return STATUS_SIGNS[status] ?? '';
}

/** Text inside a table cell: one line, no cell borders, no markup. */
function cell(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#~&]/gu, (character) => `\\${character}`).replaceAll(/\r\n|[\r\n]/gu, '<br>');
}

/** Text as a paragraph of its own: what begins it makes no list, no rule, no heading and no code block. */
function paragraph(text: string): string {
  return cell(text.trimStart())
    .replace(/^[-+=]/u, (character) => `\\${character}`)
    .replace(/^(\d+)([.)])/u, String.raw`$1\$2`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => ' --- ').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ];
}

function headline({ run }: Report): readonly string[] {
  const where = run.environment === null ? '' : ` · ${cell(run.environment)}`;
  return [
    `## ${sign(run.status)} Sluice ${run.command}${where}: ${run.status}`,
    '',
    `Run \`${run.id}\` on ${run.engine ?? 'no database'}, ${run.startedAt}, ${durationText(run.durationMs)}.`,
    '',
  ];
}

function errors(report: Report): readonly string[] {
  return report.errors.flatMap((error) => [
    `### ${error.code}`,
    '',
    paragraph(error.message),
    '',
    ...error.causes.slice(0, 5).map((cause) => `- caused by: ${cell(cause.split('\n', 1)[0] ?? '')}`),
    '',
    `**fix:** ${cell(error.fix)}`,
    '',
  ]);
}

function plan({ plan: made, files }: Report): readonly string[] {
  if (made === null) return [];
  // A file that was taken back again is listed twice.
  const durations = new Map(files.filter((file) => file.direction === 'up').map((file) => [file.version, file]));
  return [
    `### Plan \`${made.digest}\``,
    '',
    ...(made.continues === null ? [] : [`Goes on with the plan of run \`${made.continues}\`.`, '']),
    ...(made.steps.length === 0 ? ['Nothing is pending.', ''] : []),
    ...table(
      ['Version', 'File', 'Statements', 'How', 'Took'],
      made.steps.map((step) => {
        const applied = durations.get(step.version);
        return [
          cell(step.version),
          cell(step.path),
          step.done === 0 ? String(step.statements) : `${String(step.statements)} (${String(step.done)} done before)`,
          step.mode === 'transaction' ? 'one transaction' : 'statement by statement',
          applied === undefined ? '' : durationText(applied.durationMs),
        ];
      }),
    ),
  ];
}

function stages(report: Report): readonly string[] {
  return [
    ...(report.stages.length === 0 ? [] : ['### Stages', '']),
    ...table(
      ['Stage', 'Result', 'Took', 'Note'],
      report.stages.map((stage) => [
        stage.name,
        `${sign(stage.status)} ${stage.status}`,
        durationText(stage.durationMs),
        cell(stage.reason ?? ''),
      ]),
    ),
    ...timeline(report),
  ];
}

function checks(report: Report): readonly string[] {
  return [
    ...(report.checks.length === 0 ? [] : ['### Checks', '']),
    ...table(
      ['Check', 'Result', 'Observed', 'Expected', 'Fix'],
      report.checks.map((check) => [
        cell(check.title),
        `${sign(check.status)} ${check.status}`,
        cell(check.observed),
        cell(check.expected),
        cell(check.fix),
      ]),
    ),
  ];
}

function rollback({ rollback: back }: Report): readonly string[] {
  if (back === null) return [];
  const verdict =
    back.verified === null
      ? 'not finished'
      : back.verified
        ? `verified, ${String(back.tablesCompared)} tables compared`
        : 'NOT verified';
  const how = back.method === 'down' ? 'by down files' : 'from the backup';
  return [
    '### Rollback',
    '',
    `${how}: ${verdict}. Taken back: ${cell(back.versions.join(', ')) || 'nothing'}. Reason: ${cell(back.reason)}`,
    '',
  ];
}

function next(report: Report): readonly string[] {
  const command = nextStep(report);
  // In a fence a name cannot break out of, whatever it holds; a name with a line break is shown on one line.
  return command === null ? [] : ['### Next', '', '~~~~~~sh', command.replaceAll(/\s+/gu, ' '), '~~~~~~', ''];
}

/** The report as GitHub-flavoured Markdown, for step summaries and people. Pure. */
export function markdownReport(report: Report): string {
  const { backup, findings } = report;
  const recovery = report.metrics['expectedRecoveryMs'];
  return [
    ...headline(report),
    ...errors(report),
    ...(findings.length === 0 ? [] : ['### Found', '', ...findings.map((finding) => `- ${cell(finding)}`), '']),
    ...rollback(report),
    ...plan(report),
    ...stages(report),
    ...checks(report),
    ...(backup === null
      ? []
      : [
          '### Backup',
          '',
          `\`${backup.id}\`, verified: ${backup.verified}, digest \`${backup.digest}\`, at ${cell(backup.path)}`,
          '',
          ...(recovery === undefined
            ? []
            : [`Expected time to recover: ${durationText(recovery)}, as long as the restore took that proved it.`, '']),
        ]),
    ...next(report),
  ].join('\n');
}
