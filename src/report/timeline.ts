import type { Report } from './report.ts';

/** How mermaid marks a task. */
const TAGS: Readonly<Record<string, string>> = { failed: 'crit, ', interrupted: 'crit, ', passed: 'done, ' };

/**
 * The stages on a line of time, as a mermaid diagram that GitHub draws; nothing where fewer than two of them took time.
 * Their names are Sluice's own, so nothing in it needs to be escaped. Pure.
 */
export function timeline({ stages }: Report): readonly string[] {
  const shown = stages.filter(({ status, durationMs }) => status !== 'skipped' && durationMs > 0);
  if (shown.length < 2) return [];
  return [
    '```mermaid',
    'gantt',
    '  dateFormat x',
    '  axisFormat %H:%M:%S',
    ...shown.map(({ name, status, startedAt, durationMs }) => {
      const start = Date.parse(startedAt);
      return `  ${name} :${TAGS[status] ?? ''}${String(start)}, ${String(start + durationMs)}`;
    }),
    '```',
    '',
  ];
}
