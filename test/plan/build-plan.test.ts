import { describe, expect, it } from '@jest/globals';
import type { AppliedMigration } from '../../src/driver.ts';
import type { Migration } from '../../src/migrations/types.ts';
import { applyMode, buildPlan, doneStatements, firstLine, planDigest } from '../../src/plan/build-plan.ts';
import type { PartialFile, PlanOptions } from '../../src/plan/types.ts';
import { thrownBy } from '../support/thrown.ts';
import {
  applied,
  migration,
  migrationSet,
  OPTIONS,
  partial,
  partials,
  repeatable,
  script,
  source,
  STATEMENTS,
  TRANSACTIONAL,
} from './fixtures.ts';

const IN_FLIGHT = { statement: 0, line: 1, hash: 'h', schemaBefore: 's', failed: false } as const;

/** The versions that would be applied. */
function pending(
  migrations: readonly Migration[],
  done: readonly AppliedMigration[],
  options: Partial<PlanOptions> = {},
): readonly string[] {
  const plan = buildPlan(
    source({ migrations: migrationSet(...migrations), applied: done, options: { ...OPTIONS, ...options } }),
  );
  return plan.steps.map((step) => step.version);
}

describe('buildPlan', () => {
  it('says all that would happen', () => {
    const plan = buildPlan(
      source({ migrations: migrationSet(migration('1'), migration('2')), applied: [applied('1')] }),
    );
    expect(plan).toEqual({
      schema: 'sluice.plan/1',
      kind: 'versioned',
      engine: 'sqlite',
      schemaFingerprint: 'f'.repeat(64),
      options: OPTIONS,
      steps: [
        {
          kind: 'versioned',
          version: '2',
          name: 'name',
          path: '2_name.up.sql',
          checksum: 'sha256:2',
          mode: 'transaction',
          statements: 1,
          done: 0,
        },
      ],
      // sha256sum over the canonical JSON of the above, written by hand.
      digest: '6834e3d6f960633986a665531eda384dddda7d77fb8011fb3cc72e015ee71e66',
    });
  });

  it.each<[string, readonly Migration[], readonly AppliedMigration[], Partial<PlanOptions>, readonly string[]]>([
    ['nothing of nothing', [], [], {}, []],
    ['all, in the order of the folder', [migration('2'), migration('10')], [], {}, ['2', '10']],
    ['nothing twice', [migration('1')], [applied('1')], {}, []],
    ['a new repeatable file', [migration('1'), repeatable('v')], [applied('1')], {}, ['R__v']],
    ['a changed repeatable file', [repeatable('v', 'sha256:new')], [applied('R__v')], {}, ['R__v']],
    ['no repeatable file that is as it was', [repeatable('v')], [applied('R__v')], {}, []],
    [
      'up to a version, without repeatable files',
      [migration('1'), migration('2'), repeatable('v')],
      [],
      { toVersion: '1' },
      ['1'],
    ],
    ['up to a version by its value', [migration('0001'), migration('0002')], [], { toVersion: '1' }, ['0001']],
    ['up to the last version', [migration('1'), migration('2')], [applied('1')], { toVersion: '2' }, ['2']],
    ['up to an applied version: nothing', [migration('1'), migration('2')], [applied('1')], { toVersion: '1' }, []],
    ['a late file when allowed', [migration('1'), migration('2')], [applied('2')], { allowOutOfOrder: true }, ['1']],
  ])('takes %s', (_title, migrations, done, options, expected) => {
    expect(pending(migrations, done, options)).toEqual(expected);
  });

  it('does not take an applied repeatable file for the newest version', () => {
    expect(pending([migration('1'), repeatable('v')], [applied('R__v')])).toEqual(['1']);
  });

  it.each<[string, readonly Migration[], readonly AppliedMigration[], string]>([
    [
      'an edited file',
      [migration('1', { checksum: 'sha256:new' })],
      [applied('1')],
      'The migrations folder and the database disagree: 1_name.up.sql was edited after it had been applied at 2026-01-02T03:04:05.678Z (then sha256:1, now sha256:new).',
    ],
    [
      'a file that is gone',
      [],
      [applied('1')],
      'The migrations folder and the database disagree: 1 (name) was applied at 2026-01-02T03:04:05.678Z, and its file is gone.',
    ],
    [
      'a repeatable file that is gone',
      [],
      [applied('R__v', { name: 'v' })],
      'The migrations folder and the database disagree: R__v (v) was applied at 2026-01-02T03:04:05.678Z, and its file is gone.',
    ],
    [
      'late files, by value and not by text',
      [migration('9'), migration('10'), migration('11')],
      [applied('10')],
      'Older than the newest applied version 10, and not applied: 9_name.up.sql.',
    ],
  ])('refuses %s', (_title, migrations, done, message) => {
    const error = thrownBy(() => pending(migrations, done));
    expect(error).toMatchObject({ code: 'DRIFT_001', message });
    expect(error.fix).not.toBe('');
  });

  it('names everything that drifted at once, and drift before anything else', () => {
    const error = thrownBy(() =>
      pending([migration('1', { checksum: 'x' })], [applied('1'), applied('2')], { toVersion: '9' }),
    );
    expect(error.code).toBe('DRIFT_001');
    expect(error.details['problems']).toHaveLength(2);
  });

  it('accepts neither an edited nor a missing file because it may be out of order', () => {
    expect(thrownBy(() => pending([], [applied('1')], { allowOutOfOrder: true })).code).toBe('DRIFT_001');
  });

  it.each([
    ['3', [migration('1'), migration('2')], 'the newest is 2'],
    ['R__v', [migration('1'), repeatable('v')], 'the newest is 1'],
    ['1', [], 'the newest is none'],
  ])('refuses the unknown target version %s', (toVersion, migrations, newest) => {
    const error = thrownBy(() => pending(migrations, [], { toVersion }));
    expect(error.code).toBe('CONF_001');
    expect(error.message).toBe(`There is no migration with the version ${toVersion} (to-version).`);
    expect(error.fix).toContain(newest);
  });

  const half = script('2.up.sql', ['a', 'b']);

  it.each<[string, readonly PartialFile[], string | null]>([
    ['half applied', [partial('2', half, 1)], 'Half applied, and beyond to-version 1: 2.up.sql.'],
    ['in flight', [partial('2', half, 0, { inFlight: IN_FLIGHT })], 'Half applied, and beyond to-version 1: 2.up.sql.'],
    ['refused at its first statement', [partial('2', half, 0, { inFlight: { ...IN_FLIGHT, failed: true } })], null],
    ['only begun', [partial('2', half, 0)], null],
    ['gone from the folder', [partial('3', half, 1)], null],
  ])('does not stop before a file that is %s, unless nothing of it can be there', (_title, files, message) => {
    const build = (toVersion: string | null): number =>
      buildPlan(
        source({
          traits: STATEMENTS,
          migrations: migrationSet(migration('1'), migration('2', { up: half })),
          partial: partials(...files),
          options: { ...OPTIONS, toVersion },
        }),
      ).steps.length;
    expect(build(null)).toBe(2);
    expect(build('2')).toBe(2);
    if (message === null) expect(build('1')).toBe(1);
    else expect(thrownBy(() => build('1'))).toMatchObject({ code: 'CONF_001', message });
  });

  it('goes on behind the statements that an earlier run has done', () => {
    const up = script('1.up.sql', ['a', 'b', 'c']);
    const migrations = migrationSet(migration('1', { up }));
    const plan = buildPlan(source({ traits: STATEMENTS, migrations, partial: partials(partial('1', up, 2)) }));
    expect(plan.steps).toMatchObject([{ mode: 'statements', statements: 3, done: 2 }]);
  });
});

describe('planDigest', () => {
  const changes: readonly (readonly [string, () => string])[] = [
    ['the engine', () => digest({ engine: 'postgresql' })],
    ['the live schema', () => digest({ schemaFingerprint: '0'.repeat(64) })],
    ['an option', () => digest({ options: { ...OPTIONS, lockTimeoutMs: 1 } })],
    ['a checksum', () => digest({ migrations: migrationSet(migration('1', { checksum: 'sha256:other' })) })],
    ['the way a file is applied', () => digest({ traits: STATEMENTS })],
    ['one file more', () => digest({ migrations: migrationSet(migration('1'), migration('2')) })],
  ];

  function digest(of: Parameters<typeof source>[0]): string {
    return buildPlan(source({ migrations: migrationSet(migration('1')), ...of })).digest;
  }

  it.each(changes)('changes with %s', (_title, other) => {
    expect(other()).not.toBe(digest({}));
  });

  it('is the same for the same plan, however its members are ordered', () => {
    const { digest: expected, ...body } = buildPlan(source({ migrations: migrationSet(migration('1')) }));
    const reversed = Object.fromEntries(Object.entries(body).toReversed()) as typeof body;
    expect(planDigest(reversed)).toBe(expected);
  });
});

describe('doneStatements', () => {
  const up = script('1.up.sql', ['set x', 'a', 'b']);
  const file = partial('1', up, 3);

  it.each([
    ['nothing was done', [], 0],
    ['one was done', file.done.slice(0, 1), 1],
    ['the statements before were of the session, and are not recorded', file.done.slice(1, 2), 2],
    ['all were done', file.done, 3],
  ])('says how far it came when %s', (_title, done, expected) => {
    expect(doneStatements(up, { ...file, done })).toBe(expected);
  });

  it.each([
    ['edited', script('1.up.sql', ['set x', 'a2', 'b'])],
    ['moved', script('1.up.sql', ['a', 'set x', 'b'])],
    ['removed', script('1.up.sql', ['set x'])],
  ])('refuses a file whose done statement was %s', (_title, edited) => {
    const error = thrownBy(() => doneStatements(edited, { ...file, done: file.done.slice(1, 2) }));
    expect(error).toMatchObject({ code: 'DRIFT_001', details: { version: '1', statement: 1 } });
    expect(error.message).toContain('1.up.sql: statement 2 was applied by run run-1');
  });

  it('accepts an edited tail', () => {
    expect(doneStatements(script('1.up.sql', ['set x', 'a', 'other', 'more']), partial('1', up, 2))).toBe(2);
  });
});

describe('applyMode', () => {
  const { classify } = source();

  it.each([
    ['one transaction', TRANSACTIONAL, ['a', 'b'], true, 'transaction'],
    ['one transaction with session statements', TRANSACTIONAL, ['set x', 'a'], true, 'transaction'],
    ['one transaction when it is empty', TRANSACTIONAL, [], true, 'transaction'],
    ['statements when the file asks for it', TRANSACTIONAL, ['a'], false, 'statements'],
    ['statements when the engine cannot do otherwise', STATEMENTS, ['a'], true, 'statements'],
    ['statements when none can be in a transaction', TRANSACTIONAL, ['vacuum', 'vacuum'], true, 'statements'],
    ['statements when only session statements stand beside', TRANSACTIONAL, ['set x', 'vacuum'], true, 'statements'],
    ['statements for a mixture when the file asks for it', TRANSACTIONAL, ['a', 'vacuum'], false, 'statements'],
  ])('is %s', (_title, traits, texts, transaction, expected) => {
    expect(applyMode(script('1.up.sql', texts, { transaction }), traits, classify)).toBe(expected);
  });

  it('refuses a statement that cannot share the transaction that others need', () => {
    const error = thrownBy(() => applyMode(script('1.up.sql', ['a', 'vacuum\ninto x']), TRANSACTIONAL, classify));
    expect(error.code).toBe('CONF_001');
    expect(error.message).toMatch(/^1\.up\.sql:2: .*: vacuum$/u);
    expect(error.fix).toContain('transaction=false');
  });
});

describe('firstLine', () => {
  it.each([
    ['', ''],
    ['select 1', 'select 1'],
    ['select\n1', 'select'],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['x'.repeat(101), `${'x'.repeat(100)}…`],
  ])('cuts %j', (text, expected) => {
    expect(firstLine(text)).toBe(expected);
  });
});
