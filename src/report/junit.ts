import type { Report } from './report.ts';

/** What XML 1.0 has no way to write (2.2): most control characters, half characters, U+FFFE and U+FFFF. */
const IMPOSSIBLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text for an element or an attribute; white space is written so that readers cannot normalise it. */
function escape(text: string): string {
  return text
    .replaceAll(IMPOSSIBLE, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/gu, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** The checks as JUnit XML, one test case a check; warnings pass and are noted. Pure. */
export function junitReport(report: Report): string {
  const failures = report.checks.filter((check) => check.status === 'fail').length;
  const skips = report.checks.filter((check) => check.status === 'skip').length;
  const seconds = (report.run.durationMs / 1000).toFixed(3);
  const suite = `sluice ${report.run.command}${report.run.environment === null ? '' : ` ${report.run.environment}`}`;
  const counts = `tests="${String(report.checks.length)}" failures="${String(failures)}" skipped="${String(skips)}" time="${seconds}"`;
  const cases = report.checks.map((check) => {
    const open = `    <testcase classname="${escape(suite)}" name="${escape(check.title)}"`;
    const facts = `expected: ${check.expected}\nobserved: ${check.observed}${check.fix === '' ? '' : `\nfix: ${check.fix}`}`;
    if (check.status === 'fail') {
      return `${open}>\n      <failure type="${check.code ?? ''}" message="${escape(check.observed)}">${escape(facts)}</failure>\n    </testcase>`;
    }
    if (check.status === 'skip')
      return `${open}>\n      <skipped message="${escape(check.observed)}"/>\n    </testcase>`;
    return `${open}>\n      <system-out>${escape(facts)}</system-out>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sluice" ${counts}>`,
    `  <testsuite name="${escape(suite)}" timestamp="${report.run.startedAt}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
