import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Entry, RollbackPoint } from '../../src/journal/entries.ts';
import { JournalFold, type JournalState, killedRuns, readState } from '../../src/journal/state.ts';
import type { Direction, Plan } from '../../src/plan/types.ts';
import { type JournalFixture, openFixture, runFinished, runStarted } from './fixtures.ts';

const POINT: RollbackPoint = {
  schemaFingerprint: 'f',
  objects: [],
  tables: null,
  backupId: null,
  applied: [],
  performance: {},
};

const PLAN: Plan = {
  schema: 'sluice.plan/1',
  kind: 'versioned',
  engine: 'sqlite',
  schemaFingerprint: 'f',
  options: {
    format: 'sluice',
    toVersion: null,
    allowOutOfOrder: false,
    lockTimeoutMs: 1,
    statementTimeoutMs: 1,
    warnings: 'fail',
  },
  steps: [],
  digest: 'd',
};

const ROLLBACK: Entry = {
  kind: 'rollback-started',
  reason: 'r',
  method: 'down',
  backupId: null,
  versions: ['1'],
  point: null,
};
const ROLLED_BACK: Entry = { kind: 'rollback-finished', verified: true, tablesCompared: 0 };

function fileStarted(
  version: string,
  mode: 'transaction' | 'statements' = 'statements',
  direction: Direction = 'up',
): Entry {
  return {
    kind: 'file-started',
    version,
    name: 'n',
    path: `${version}.sql`,
    direction,
    checksum: 'c',
    mode,
    statements: 3,
  };
}

function began(version: string, index: number): Entry {
  return {
    kind: 'statement-started',
    version,
    direction: 'up',
    statement: index,
    line: index + 1,
    hash: `h${String(index)}`,
    schemaBefore: 's',
  };
}

function did(version: string, index: number, direction: Direction = 'up'): Entry {
  return {
    kind: 'statement-finished',
    version,
    direction,
    statement: index,
    line: index + 1,
    hash: `h${String(index)}`,
    rows: null,
    durationMs: 1,
    found: false,
  };
}

const FAILED: Entry = { kind: 'statement-failed', version: '1', statement: 0 };

function fileFinished(version: string): Entry {
  return { kind: 'file-finished', version, name: 'n', direction: 'up', statements: 3, durationMs: 1 };
}

/** Folds the entries of runs, in order; each run is one list. */
function fold(...runs: readonly (readonly Entry[])[]): JournalState {
  const made = new JournalFold();
  runs.forEach((entries, run) => {
    entries.forEach((entry, seq) => {
      made.add({
        runId: `run-${String(run + 1)}`,
        seq: seq + 1,
        at: `2026-01-0${String(run + 1)}T00:00:0${String(seq)}.000Z`,
        stage: 'run',
        entry,
      });
    });
  });
  return made.result();
}

/** Half-done files in short: `version direction done in-flight run`. */
function partialOf({ partial }: JournalState): readonly string[] {
  return [...partial.values()].map(
    ({ version, direction, done, inFlight, runId }) =>
      `${version} ${direction} ${done.map(({ statement }) => statement).join(',')} ${String(inFlight?.statement ?? '-')}${inFlight?.failed === true ? ' failed' : ''} ${runId}`,
  );
}

describe('JournalFold, runs', () => {
  it('tells what a whole run said', () => {
    const error = { code: 'SQL_001', message: 'm', causes: [], fix: 'f' } as const;
    const { runs } = fold([
      runStarted('migrate'),
      { kind: 'plan', plan: PLAN, continues: null },
      { kind: 'rollback-point', point: POINT, inheritedFrom: null },
      { kind: 'error', error },
      { kind: 'run-finished', status: 'failed', errorCode: 'SQL_001', schemaFingerprint: 'after' },
    ]);
    expect(runs).toMatchObject([
      {
        runId: 'run-1',
        command: 'migrate',
        environment: null,
        owner: 'tester',
        startedAt: '2026-01-01T00:00:00.000Z',
        finishedAt: '2026-01-01T00:00:04.000Z',
        status: 'failed',
        errorCode: 'SQL_001',
        plan: PLAN,
        rollbackPoint: POINT,
        rollback: null,
        error,
        last: { seq: 5 },
        schemaFingerprint: 'after',
      },
    ]);
  });

  it('knows the runs that never said that they ended', () => {
    const state = fold(
      [runStarted(), runFinished('failed')],
      [runStarted()],
      [runStarted(), runFinished('interrupted')],
    );
    expect(killedRuns(state).map(({ runId }) => runId)).toEqual(['run-2']);
  });

  it('keeps a rollback open until it is finished, by whichever run', () => {
    expect(fold([runStarted(), ROLLBACK]).runs.map(({ rollback }) => rollback)).toEqual([ROLLBACK]);
    const { runs } = fold([runStarted(), ROLLBACK], [runStarted(), ROLLBACK, ROLLED_BACK]);
    expect(runs.map(({ rollback }) => rollback)).toEqual([null, null]);
  });
});

describe('JournalFold, half-done files', () => {
  it.each<[string, readonly (readonly Entry[])[], readonly string[]]>([
    ['none, when the file was finished', [[fileStarted('1'), did('1', 0), fileFinished('1')]], []],
    ['none, when it is one transaction', [[fileStarted('1', 'transaction')]], []],
    ['one that was only begun', [[fileStarted('1')]], ['1 up  - run-1']],
    ['the done statements', [[fileStarted('1'), did('1', 0), did('1', 1)]], ['1 up 0,1 - run-1']],
    ['the statement in flight', [[fileStarted('1'), did('1', 0), began('1', 1)]], ['1 up 0 1 run-1']],
    ['nothing in flight once it ended', [[fileStarted('1'), began('1', 0), did('1', 0)]], ['1 up 0 - run-1']],
    ['the statement that failed', [[fileStarted('1'), began('1', 0), FAILED]], ['1 up  0 failed run-1']],
    ['no failure of what was not in flight', [[fileStarted('1'), FAILED]], ['1 up  - run-1']],
    [
      'what two runs did together',
      [[fileStarted('1'), did('1', 0), began('1', 1)], [fileStarted('1')]],
      ['1 up 0 1 run-2'],
    ],
    [
      'a rest that was finished by another run',
      [
        [fileStarted('1'), did('1', 0)],
        [fileStarted('1'), did('1', 1), fileFinished('1')],
      ],
      [],
    ],
    [
      'the other direction afresh',
      [
        [fileStarted('1'), did('1', 0)],
        [fileStarted('1', 'statements', 'down'), did('1', 2, 'down')],
      ],
      ['1 down 2 - run-2'],
    ],
    [
      'none after a rollback',
      [
        [fileStarted('1'), did('1', 0)],
        [ROLLBACK, ROLLED_BACK],
      ],
      [],
    ],
    ['one while the rollback is under way', [[fileStarted('1'), did('1', 0)], [ROLLBACK]], ['1 up 0 - run-1']],
    [
      'none of another version',
      [[fileStarted('1'), fileStarted('2'), did('2', 0), fileFinished('1')]],
      ['2 up 0 - run-1'],
    ],
    ['none, when the statement is of a file that never began', [[did('1', 0)]], []],
  ])('are %s', (_title, runs, expected) => {
    expect(partialOf(fold(...runs))).toEqual(expected);
  });
});

describe('readState', () => {
  let fixture: JournalFixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.close());

  /** Writes a run's entries, a second after the run before. */
  async function write(runId: string, ...entries: readonly Entry[]): Promise<void> {
    fixture.clock.advance(1000);
    await fixture.journal(runId).append(...entries);
  }

  it('is empty where there is no journal', async () => {
    await fixture.database.query('drop table sluice_journal');
    expect(await readState(fixture.driver.journal)).toEqual({ runs: [], partial: new Map() });
  });

  it('reads from the last run that ended well, and what came after it', async () => {
    await write('a', runStarted(), fileStarted('1'), did('1', 0), runFinished('failed'));
    await write('b', runStarted(), fileStarted('1'), did('1', 1), fileFinished('1'), runFinished('passed'));
    await write('c', runStarted(), runFinished('failed'));
    await write('d', runStarted(), fileStarted('2'), did('2', 0));
    const state = await readState(fixture.driver.journal);
    expect(state.runs.map(({ runId, status }) => [runId, status])).toEqual([
      ['b', 'passed'],
      ['c', 'failed'],
      ['d', null],
    ]);
    expect(partialOf(state)).toEqual(['2 up 0 - d']);
  });

  it('reads everything while no run has ended well', async () => {
    await write('a', runStarted(), fileStarted('1'), did('1', 0));
    await write('b', runStarted(), runFinished('interrupted'));
    const state = await readState(fixture.driver.journal);
    expect(state.runs.map(({ runId }) => runId)).toEqual(['a', 'b']);
    expect(partialOf(state)).toEqual(['1 up 0 - a']);
  });
});
