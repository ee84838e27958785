import { describe, expect, it } from '@jest/globals';
import { nextStep } from '../../src/report/next-step.ts';
import type { Report } from '../../src/report/report.ts';
import { timeline } from '../../src/report/timeline.ts';
import { reportOf, staged } from './fixtures.ts';

const STEP = {
  kind: 'versioned',
  version: '1',
  name: 'a',
  path: '1_a.up.sql',
  checksum: 'sha256:1',
  mode: 'statements',
  statements: 1,
  done: 0,
} as const;
const PLAN: Report['plan'] = { digest: 'd'.repeat(64), kind: 'versioned', continues: null, steps: [STEP] };
const BACKUP: Report['backup'] = { id: 'b-1', digest: 'd', verified: 'restore', path: '/x' };
const STAGES = reportOf(
  staged(
    'preparation',
    { kind: 'stage-started' },
    { kind: 'stage-finished', status: 'passed', durationMs: 100, records: 1, reason: null },
  ),
).stages;

describe('the next step', () => {
  it.each<[string, Report['run']['status'], Partial<Report>, string | null]>([
    ['readiness-check', 'warned', {}, 'sluice backup --environment prod'],
    ['backup', 'passed', { backup: BACKUP }, 'sluice migrate --environment prod --backup-id b-1'],
    ['migrate', 'passed', { plan: PLAN }, `sluice migrate --environment prod --plan-digest ${'d'.repeat(64)}`],
    ['migrate', 'passed', { plan: { ...PLAN, steps: [] } }, null],
    ['migrate', 'passed', { plan: PLAN, stages: STAGES }, 'sluice validate --environment prod'],
    ['promote', 'passed', { plan: PLAN }, `sluice migrate --environment prod --plan-digest ${'d'.repeat(64)}`],
    ['rollback', 'passed', {}, 'sluice status --environment prod'],
    ['validate', 'passed', {}, null],
    ['migrate', 'failed', { plan: PLAN, stages: STAGES }, null],
    ['migrate', 'interrupted', { plan: PLAN, stages: STAGES }, 'sluice migrate --environment prod'],
  ])('after %s, %s', (command, status, changes, expected) => {
    expect(nextStep({ ...reportOf([], { command, environment: 'prod' }, status), ...changes })).toBe(expected);
  });

  it('can be pasted, whatever the environment is called', () => {
    const report = reportOf([], { command: 'rollback', environment: `it's; rm -rf` });
    expect(nextStep(report)).toBe(String.raw`sluice status --environment 'it'\''s; rm -rf'`);
  });
});

describe('the timeline', () => {
  it('draws the stages that took time', () => {
    const [first] = STAGES;
    if (first === undefined) throw new Error('no stage');
    const failed = { ...first, name: 'schema-sync', status: 'failed', durationMs: 50 } as const;
    const skipped = { ...first, name: 'cutover', status: 'skipped', durationMs: 1 } as const;
    const start = Date.parse(first.startedAt);
    expect(timeline({ ...reportOf([]), stages: [first, failed, skipped] })).toEqual([
      '```mermaid',
      'gantt',
      '  dateFormat x',
      '  axisFormat %H:%M:%S',
      `  preparation :done, ${String(start)}, ${String(start + 100)}`,
      `  schema-sync :crit, ${String(start)}, ${String(start + 50)}`,
      '```',
      '',
    ]);
  });

  it('is left out where there is nothing to compare', () => {
    expect(timeline({ ...reportOf([]), stages: STAGES })).toEqual([]);
  });
});
