import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../../src/journal/entries.ts';
import { lastWords, progressOf } from '../../src/journal/words.ts';
import type { PartialFile } from '../../src/plan/types.ts';

describe('lastWords', () => {
  it.each<[Entry, string]>([
    [{ kind: 'stage-started' }, 'stage schema-sync, stage-started, at 2026-01-02T03:04:05.678Z'],
    [
      { kind: 'warnings', version: '0012', statement: 0, warnings: [] },
      'stage schema-sync, warnings of version 0012, at 2026-01-02T03:04:05.678Z',
    ],
  ])('of %j', (entry, expected) => {
    const at = '2026-01-02T03:04:05.678Z';
    expect(lastWords({ runId: 'run-1', seq: 1, at, stage: 'schema-sync', entry })).toBe(expected);
  });
});

describe('progressOf', () => {
  const file: PartialFile = {
    version: '1',
    name: 'n',
    path: '1_n.up.sql',
    direction: 'up',
    done: [],
    inFlight: null,
    warned: null,
    runId: 'run-1',
  };
  const done = [
    { statement: 0, hash: 'a', line: 1 },
    { statement: 1, hash: 'b', line: 4 },
  ];
  const inFlight = { statement: 2, line: 9, hash: 'c', schemaBefore: 'd', failed: false };

  it.each<[Partial<PartialFile>, string]>([
    [{}, '1_n.up.sql: no statement was applied by run run-1'],
    [{ done: done.slice(0, 1) }, '1_n.up.sql: 1 statement(s), at line 1, was applied by run run-1'],
    [{ done }, '1_n.up.sql: 2 statement(s), at line 1, 4, were applied by run run-1'],
    [{ done, direction: 'down' }, '1_n.up.sql: 2 statement(s), at line 1, 4, were taken back by run run-1'],
    [
      { done: done.slice(0, 1), inFlight: { ...inFlight, failed: true } },
      '1_n.up.sql: 1 statement(s), at line 1, was applied by run run-1; the statement at line 9 failed',
    ],
    [
      { inFlight },
      '1_n.up.sql: no statement was applied by run run-1; the statement at line 9 was begun and is looked up before it is run again',
    ],
    [
      { keys: { checksum: 'c', exact: false, progress: null } },
      '1_n.up.sql: at least 0 key(s) were applied by run run-1',
    ],
    [
      {
        direction: 'down',
        keys: {
          checksum: 'c',
          exact: true,
          progress: { scanned: 9, changed: 3, removed: 2, renamed: 1, retried: 0, passes: 1, unsettled: 0, keys: 9 },
        },
      },
      '1_n.up.sql: 6 key(s) were taken back by run run-1',
    ],
  ])('of %j', (changes, expected) => {
    expect(progressOf({ ...file, ...changes })).toBe(expected);
  });
});
