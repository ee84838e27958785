import { describe, expect, it } from '@jest/globals';
import type { KeyProgress } from '../../src/driver.ts';
import type { PartialFile } from '../../src/plan/types.ts';
import { manualSteps, planRollback, type RollbackSource } from '../../src/stages/plan-rollback.ts';
import { migration, partial, partials, repeatable, script } from '../plan/fixtures.ts';
import { thrownBy } from '../support/thrown.ts';

const up = script('3_half.up.sql', ['a', 'b', 'c']);
const half = partial('3', up, 2);
/** A key migration that was cut off. */
function halfKeys(counts: Partial<KeyProgress>): PartialFile {
  const none = { scanned: 9, changed: 5, removed: 0, renamed: 0, retried: 0, passes: 1, unsettled: 0, keys: 9 };
  return { ...half, done: [], keys: { checksum: 'c', progress: { ...none, ...counts }, exact: false } };
}

const inFlight = { statement: 0, line: 7, hash: 'h', schemaBefore: 's', failed: false };

function source(changes: Partial<RollbackSource> = {}): RollbackSource {
  return {
    versions: [],
    replaced: [],
    partial: partials(),
    migrations: [migration('1'), migration('2', { down: null }), migration('3', { up }), repeatable('v')],
    backupId: null,
    ...changes,
  };
}

describe('planRollback', () => {
  it.each<[string, Partial<RollbackSource>, ReturnType<typeof planRollback>]>([
    ['nothing when nothing was applied', {}, { method: 'none', versions: [] }],
    ['nothing when nothing was applied, backup or not', { backupId: 'b' }, { method: 'none', versions: [] }],
    ['down files', { versions: ['3', '1'] }, { method: 'down', versions: ['3', '1'] }],
    ['down files rather than the backup', { versions: ['1'], backupId: 'b' }, { method: 'down', versions: ['1'] }],
    [
      'the backup without a down file',
      { versions: ['2', '1'], backupId: 'b' },
      { method: 'backup', versions: ['2', '1'] },
    ],
    ['the backup without the migration', { versions: ['9'], backupId: 'b' }, { method: 'backup', versions: ['9'] }],
    [
      'the backup for a replaced repeatable file',
      { replaced: ['R__v'], backupId: 'b' },
      { method: 'backup', versions: [] },
    ],
    [
      'the backup for a half-applied file',
      { partial: partials(half), backupId: 'b' },
      { method: 'backup', versions: [] },
    ],
    [
      'the backup for a statement of which nobody knows',
      { partial: partials({ ...half, done: [], inFlight }), backupId: 'b' },
      { method: 'backup', versions: [] },
    ],
    [
      'down files beside a file whose only statement the server refused',
      { versions: ['1'], partial: partials({ ...half, done: [], inFlight: { ...inFlight, failed: true } }) },
      { method: 'down', versions: ['1'] },
    ],
    [
      'down files beside a file that was only begun',
      { versions: ['1'], partial: partials({ ...half, done: [] }) },
      { method: 'down', versions: ['1'] },
    ],
    [
      'down for a key migration that stopped half-way, before the older versions',
      { versions: ['1'], partial: partials(halfKeys({})) },
      { method: 'down', versions: ['3', '1'] },
    ],
    [
      'nothing for a key migration that stopped before its first key',
      { partial: partials({ ...halfKeys({}), keys: { checksum: 'c', progress: null, exact: true } }) },
      { method: 'none', versions: [] },
    ],
    [
      'the backup for a key migration that has removed keys',
      { partial: partials(halfKeys({ removed: 2 })), backupId: 'b' },
      { method: 'backup', versions: ['3'] },
    ],
    [
      'down files that go on with a half-done one',
      { versions: ['3'], partial: partials({ ...half, direction: 'down' }) },
      { method: 'down', versions: ['3'] },
    ],
  ])('takes %s', (_title, changes, expected) => {
    expect(planRollback(source(changes))).toEqual(expected);
  });

  it.each<[string, Partial<RollbackSource>, string, RegExp]>([
    [
      'a file without a way back',
      { versions: ['2'] },
      '2_name.up.sql has no down file',
      /^1\. undo 2_name\.up\.sql by hand and delete its row \(version 2\)/u,
    ],
    ['a file that is gone', { versions: ['9'] }, '9 has no down file', /^1\. undo 9 by hand/u],
    [
      'a new repeatable file',
      { versions: ['R__v'] },
      'R_v.sql has no down file',
      /^1\. undo R_v\.sql by hand and delete its row \(version R__v\)/u,
    ],
    [
      'a replaced repeatable file',
      { replaced: ['R__v'] },
      'R__v is repeatable',
      /^1\. apply the earlier text of R_v\.sql by hand/u,
    ],
    [
      'a half-applied file',
      { partial: partials(half) },
      '3_half.up.sql is half applied (2 statements done)',
      /^1\. undo by hand the statements of 3_half\.up\.sql that were applied \(lines 1, 2\)/u,
    ],
    [
      'a statement of which nobody knows',
      { partial: partials({ ...half, done: [], inFlight }) },
      '3_half.up.sql is half applied (0 statements done)',
      /^1\. look whether the statement at line 7 of 3_half\.up\.sql was applied/u,
    ],
  ])('refuses %s without a backup, and says what to do', (_title, changes, sentence, fix) => {
    const error = thrownBy(() => planRollback(source(changes)));
    expect(error.code).toBe('ROLL_001');
    expect(error.message).toContain(sentence);
    expect(error.message).toContain('this run has no backup');
    expect(error.fix).toMatch(fix);
  });

  it('names every obstacle at once', () => {
    const error = thrownBy(() =>
      planRollback(source({ versions: ['2', '1'], replaced: ['R__v'], partial: partials(half) })),
    );
    expect(error.details['obstacles']).toHaveLength(3);
  });
});

describe('manualSteps', () => {
  it('numbers the steps: half-done files, repeatable files, versions newest first, the backup', () => {
    const steps = manualSteps(
      source({ versions: ['2', '1'], replaced: ['R__v'], partial: partials(half), backupId: 'b-1' }),
    );
    expect(steps.split('\n').map((step) => step.slice(0, 34))).toEqual([
      '1. undo by hand the statements of ',
      '2. apply the earlier text of R_v.s',
      '3. undo 2_name.up.sql by hand and ',
      '4. run `sluice rollback` again onc',
      '5. or restore the backup: `sluice ',
    ]);
    expect(steps).toContain('1_name.down.sql is corrected');
    expect(steps).toContain('--backup-id b-1`');
  });

  it('has commands that can be pasted as they are', () => {
    const changes = { versions: ['1'], replaced: ['R__v'], backupId: 'b-1', isLocked: true };
    const commands = (environment: RollbackSource['environment']): readonly (string | undefined)[] =>
      [...manualSteps(source({ ...changes, environment: environment ?? null })).matchAll(/`([^`]+)`/gu)].map(
        ([, command]) => command,
      );
    expect(commands(null)).toEqual([
      'sluice migrate',
      'sluice rollback',
      'sluice rollback --to backup --backup-id b-1 --identity FILE',
    ]);
    expect(commands({ name: 'production', protected: true })).toEqual([
      'sluice migrate --environment production',
      'sluice rollback --environment production --confirm production',
      'sluice rollback --environment production --confirm production --to backup --backup-id b-1 --identity FILE',
    ]);
    expect(commands({ name: 'my shop', protected: false })[1]).toBe("sluice rollback --environment 'my shop'");
  });

  it('leaves out what is half taken back: the rollback itself goes on with it', () => {
    expect(manualSteps(source({ partial: partials({ ...half, direction: 'down' }) }))).toBe('');
  });
});
