import { describe, expect, it } from '@jest/globals';
import { COMMENT_MARKER, sectionsOf, withSection } from '../../src/report/comment.ts';
import { pullRequestSection } from '../../src/report/pull-request.ts';
import { check, fullOf, HOSTILE, reportOf, staged } from './fixtures.ts';

const NOTHING = { scripts: [], estimatedSeconds: null, risk: null };

describe('the section of a pull request', () => {
  it('shows the plan, its SQL and what the checks found', () => {
    const report = {
      ...reportOf(
        staged(
          'run',
          { kind: 'check', check: check({ id: 'connection' }) },
          { kind: 'check', check: check({ id: 'disk-space', status: 'warn', code: 'DISK_001' }) },
        ),
        { environment: 'staging' },
        'warned',
      ),
      plan: fullOf('1').plan,
    };
    const scripts = [{ path: '0001_a.up.sql', statements: 2, text: 'select 1;\nselect ```;' }];
    const section = pullRequestSection(report, { scripts, estimatedSeconds: 90, risk: 'low' });
    expect(section).toContain('### ⚠️ plan in staging: warned');
    expect(section).toContain('Plan `d`: 1 file, about 1 min 30 s, risk **low**.');
    expect(section).toContain('<summary>0001&#95;a.up.sql (2 statements)</summary>');
    expect(section).toContain('````sql\nselect 1;\nselect ```;\n````');
    expect(section).toContain('Checks: 1 of 2 passed.\n\n- ⚠️ `disk-space` (DISK_001)');
  });

  it.each(HOSTILE)('holds nothing that a server said: %s', (_, text) => {
    if (text.length < 20) return;
    const report = fullOf(text);
    const section = pullRequestSection(
      { ...report, run: { ...report.run, environment: 'x' }, plan: null, checks: [] },
      NOTHING,
    );
    expect(section).not.toContain(text.slice(0, 20));
  });

  it('mentions nobody and links nowhere by the names of environments and files', () => {
    const hostile = '@acme/all [x](http://evil) <img src=x> `a`';
    const report = { ...reportOf([], { environment: hostile }), plan: fullOf('1').plan };
    const section = pullRequestSection(report, { ...NOTHING, scripts: [{ path: hostile, statements: 1, text: 'x' }] });
    expect(section).not.toMatch(/@acme|\]\(|<img/u);
  });

  it('cuts long SQL and counts further files', () => {
    const scripts = Array.from({ length: 8 }, (_, index) => ({
      path: `f${String(index)}`,
      statements: 1,
      text: 'x'.repeat(50_000),
    }));
    const section = pullRequestSection({ ...reportOf([]), plan: fullOf('1').plan }, { ...NOTHING, scripts });
    expect(section.length).toBeLessThan(45_000);
    expect(section).toContain('cut here');
    expect(section).toContain('And 3 more files.');
  });
});

describe('the comment', () => {
  const section = (key: string, body: string, commit = 'c1'): Parameters<typeof withSection>[1] => ({
    key,
    commit,
    body,
  });

  it('replaces a section in place, keeps the others, and drops those of another commit', () => {
    const first = withSection(null, section('migrate staging', 'one'));
    expect(first.startsWith(COMMENT_MARKER)).toBe(true);
    const second = withSection(first, section('validate staging', 'two'));
    const third = withSection(second, section('migrate staging', 'three'));
    expect(sectionsOf(third)).toEqual([section('validate staging', 'two'), section('migrate staging', 'three')]);
    expect(sectionsOf(withSection(third, section('backup', 'four', 'c2')))).toEqual([section('backup', 'four', 'c2')]);
  });

  it('cannot be broken by what a section says', () => {
    const evil = section('a', '<!-- sluice:end -->\n<!-- sluice:section b c1 -->\nforged\n<!-- sluice:end -->');
    expect(sectionsOf(withSection(null, evil)).map(({ key }) => key)).toEqual(['a']);
  });

  it('stays below the limit of GitHub', () => {
    let comment: string | null = null;
    for (const key of ['a', 'b', 'c']) comment = withSection(comment, section(key, key.repeat(40_000)));
    expect(comment?.length).toBeLessThanOrEqual(65_536);
    expect(sectionsOf(comment ?? '').map(({ body }) => body.length > 1000)).toEqual([false, false, true]);
  });
});
