/**
 * What a pull request is told about a run. Everybody who can read the repository can read it, so it holds what is in the
 * repository, names, counts and codes: no message of a server, which could quote a row.
 */
import { durationText } from '../duration.ts';
import { ERROR_CODES } from '../errors.ts';
import type { Report } from './report.ts';

/** A file that would run, as it is in the repository. */
export interface PlannedScript {
  readonly path: string;
  readonly statements: number;
  readonly text: string;
}

/** What the report does not say. */
export interface PullRequestFacts {
  readonly scripts: readonly PlannedScript[];
  /** Seconds; null when nobody estimated them. */
  readonly estimatedSeconds: number | null;
  /** `low`, `medium` or `high`; null when nobody judged it. */
  readonly risk: string | null;
}

/** A file with more is cut: a comment may have 65,536 characters. */
const MOST_SQL = 8000;
/** More files are counted, not shown. */
const MOST_FILES = 5;

const SIGNS: Readonly<Record<string, string>> = {
  passed: '✅',
  warned: '⚠️',
  failed: '❌',
  skipped: '➖',
  interrupted: '⏸️',
};

/** Text that stands in a line of Markdown as it is. */
function plain(text: string): string {
  return text
    .replaceAll(/[\r\n]+/gu, ' ')
    .replaceAll(/[\\`*_{}[\]<>|#~&@]/gu, (character) => `&#${String(character.codePointAt(0))};`);
}

/** A fence that the text cannot close. */
function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sql`, text, fence];
}

function script({ path, statements, text }: PlannedScript): readonly string[] {
  const shown = text.length > MOST_SQL ? `${text.slice(0, MOST_SQL)}\n-- … cut here; the whole is in the file` : text;
  const count = `${String(statements)} statement${statements === 1 ? '' : 's'}`;
  return ['<details>', `<summary>${plain(path)} (${count})</summary>`, '', ...fenced(shown), '', '</details>', ''];
}

function planLines({ plan }: Report, { scripts, estimatedSeconds, risk }: PullRequestFacts): readonly string[] {
  if (plan === null) return [];
  if (plan.steps.length === 0) return ['Nothing is pending.', ''];
  const files = `${String(plan.steps.length)} file${plan.steps.length === 1 ? '' : 's'}`;
  const estimate = estimatedSeconds === null ? '' : `, about ${durationText(estimatedSeconds * 1000)}`;
  const judged = risk === null ? '' : `, risk **${plain(risk)}**`;
  const left = scripts.length - MOST_FILES;
  return [
    `Plan \`${plan.digest}\`: ${files}${estimate}${judged}.`,
    '',
    ...scripts.slice(0, MOST_FILES).flatMap(script),
    ...(left > 0 ? [`And ${String(left)} more files.`, ''] : []),
  ];
}

function checkLines({ checks }: Report): readonly string[] {
  if (checks.length === 0) return [];
  const notable = checks.filter(({ status }) => status === 'fail' || status === 'warn');
  const passed = checks.filter(({ status }) => status === 'pass').length;
  return [
    `Checks: ${String(passed)} of ${String(checks.length)} passed.`,
    '',
    ...notable.map(
      ({ id, status, code }) => `- ${status === 'fail' ? '❌' : '⚠️'} \`${id}\`${code === null ? '' : ` (${code})`}`,
    ),
    ...(notable.length > 0 ? [''] : []),
  ];
}

function errorLines({ errors }: Report): readonly string[] {
  if (errors.length === 0) return [];
  return [...errors.map(({ code }) => `- **${code}**: ${ERROR_CODES[code].meaning}`), ''];
}

/** The section of one run in a pull request's comment. Pure. */
export function pullRequestSection(report: Report, facts: PullRequestFacts): string {
  const { run, rollback, backup } = report;
  const where = run.environment === null ? '' : ` in ${plain(run.environment)}`;
  return [
    // A dry run goes through no stages.
    `### ${SIGNS[run.status] ?? ''} ${run.command === 'migrate' && report.stages.length === 0 ? 'plan' : run.command}${where}: ${run.status}`,
    '',
    ...errorLines(report),
    ...planLines(report, facts),
    ...checkLines(report),
    ...(backup === null ? [] : [`Backup \`${backup.id}\`, verified: ${plain(backup.verified)}.`, '']),
    ...(rollback === null
      ? []
      : [`Rolled back ${rollback.verified === true ? 'and compared' : '**without proof**'}.`, '']),
  ]
    .join('\n')
    .trimEnd();
}
