import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../../src/journal/entries.ts';
import { ReportBuilder } from '../../src/report/build-report.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { migration, migrationSet, source } from '../plan/fixtures.ts';
import { check, FINISHED_AT, FRAME, reportOf, staged } from './fixtures.ts';

const error = { code: 'SQL_001', message: 'm', causes: ['c'], fix: 'f' } as const;

function finished(status: Extract<Entry, { kind: 'stage-finished' }>['status'], reason: string | null = null): Entry {
  return { kind: 'stage-finished', status, durationMs: 12, records: 3, reason };
}

describe('ReportBuilder', () => {
  it('says who, what, when and how it ended', () => {
    expect(reportOf([], { environment: 'staging' }, 'failed')).toEqual({
      schema: 'sluice.report/1',
      run: {
        id: FRAME.runId,
        command: 'migrate',
        environment: 'staging',
        engine: 'sqlite',
        status: 'failed',
        startedAt: FRAME.startedAt,
        finishedAt: FINISHED_AT,
        durationMs: 1500,
        sluiceVersion: '0.0.0',
      },
      plan: null,
      stages: [],
      files: [],
      checks: [],
      findings: [],
      state: null,
      schemaAfter: null,
      rollback: null,
      backup: null,
      metrics: {},
      errors: [],
    });
  });

  it('lists the stages with their ends and their errors; what has no end was interrupted', () => {
    const { stages, errors } = reportOf([
      ...staged('preparation', { kind: 'stage-started' }, finished('passed')),
      ...staged('schema-sync', { kind: 'stage-started' }, finished('failed', 'why'), { kind: 'error', error }),
      ...staged('validation', { kind: 'stage-started' }),
      ...staged('rollback', { kind: 'stage-started' }, { kind: 'error', error }),
    ]);
    const at = '2026-01-02T03:04:05.678Z';
    expect(stages).toEqual([
      { name: 'preparation', status: 'passed', startedAt: at, durationMs: 12, records: 3, reason: null, errors: [] },
      {
        name: 'schema-sync',
        status: 'failed',
        startedAt: at,
        durationMs: 12,
        records: 3,
        reason: 'why',
        errors: [error],
      },
      { name: 'validation', status: 'interrupted', startedAt: at, durationMs: 0, records: 0, reason: null, errors: [] },
    ]);
    expect(errors).toEqual([error, error]);
  });

  it('keeps an error that was named before the stage ended', () => {
    const { stages } = reportOf(
      staged('schema-sync', { kind: 'stage-started' }, { kind: 'error', error }, finished('failed')),
    );
    expect(stages).toMatchObject([{ status: 'failed', errors: [error] }]);
  });

  it('shows the plan, and whose plan it goes on with', () => {
    const plan = buildPlan(source({ migrations: migrationSet(migration('1')) }));
    expect(reportOf(staged('preparation', { kind: 'plan', plan, continues: 'run-0' })).plan).toEqual({
      digest: plan.digest,
      kind: 'versioned',
      continues: 'run-0',
      steps: plan.steps,
    });
  });

  it('lists files and checks in order', () => {
    const file = { version: '1', name: 'n', direction: 'up', statements: 2, durationMs: 4 } as const;
    const report = reportOf(
      staged(
        'schema-sync',
        { kind: 'file-finished', ...file },
        { kind: 'file-finished', ...file, direction: 'down' },
        { kind: 'check', check: check() },
        { kind: 'check', check: check({ id: 'b' }) },
      ),
    );
    expect(report.files).toEqual([file, { ...file, direction: 'down' }]);
    expect(report.checks.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  const done: Entry = {
    kind: 'statement-finished',
    version: '3',
    direction: 'up',
    statement: 1,
    line: 4,
    hash: 'h',
    rows: null,
    durationMs: 0,
    found: true,
  };

  it.each<[Entry, readonly string[]]>([
    [
      { kind: 'lock-taken-over', owner: 'ci', acquiredAt: '2026-01-01', expiresAt: '2026-01-02' },
      ['Took the run lock over from ci, who had held it since 2026-01-01 and let the lease expire at 2026-01-02.'],
    ],
    [{ kind: 'recovered', runId: null, findings: ['one', 'two'] }, ['one', 'two']],
    [
      { kind: 'warnings', version: '3', statement: 1, warnings: ['a', 'b'] },
      ['The server warned at statement 2 of version 3: a; b'],
    ],
    [done, ['Statement 2 of version 3 had been begun by an earlier run; the schema shows that it was done.']],
    [{ ...done, found: false }, []],
    [{ kind: 'trigger', trigger: 'max-errors', observed: '6', limit: '5' }, ['Trigger max-errors: 6 (limit 5).']],
    [{ kind: 'control', request: 'pause' }, ['The run was told to pause.']],
    [{ kind: 'stage-started' }, []],
  ])('finds in %j', (entry, findings) => {
    expect(reportOf(staged('schema-sync', entry)).findings).toEqual(findings);
  });

  it('keeps the backup and the rollback', () => {
    const started: Entry = {
      kind: 'rollback-started',
      reason: 'r',
      method: 'down',
      backupId: null,
      versions: ['2', '1'],
      point: null,
    };
    const backup: Entry = { kind: 'backup', backupId: 'b', digest: 'd', verified: 'restore', path: '/p' };
    const half = reportOf(staged('rollback', backup, started));
    expect(half.backup).toEqual({ id: 'b', digest: 'd', verified: 'restore', path: '/p' });
    expect(half.rollback).toEqual({
      method: 'down',
      reason: 'r',
      versions: ['2', '1'],
      verified: null,
      tablesCompared: 0,
    });
    const whole = reportOf(
      staged('rollback', started, { kind: 'rollback-finished', verified: true, tablesCompared: 4 }),
    );
    expect(whole.rollback).toMatchObject({ verified: true, tablesCompared: 4 });
  });

  it('counts lock retries and keeps measures', () => {
    const retry: Entry = { kind: 'lock-retry', version: '1', attempt: 1, waitMs: 1, blockers: [] };
    const builder = new ReportBuilder();
    for (const entry of staged('schema-sync', retry, retry)) builder.add(entry);
    builder.measure('backupMs', 7);
    expect(builder.build(FRAME, 'passed', FINISHED_AT, 1).metrics).toEqual({ lockRetries: 2, backupMs: 7 });
  });
});
