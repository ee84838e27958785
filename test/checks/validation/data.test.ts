import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkChecksums } from '../../../src/checks/validation/checksums.ts';
import type { ValidationContext } from '../../../src/checks/validation/context.ts';
import { checkForeignKeys } from '../../../src/checks/validation/foreign-keys.ts';
import { runValidation, VALIDATION_CHECKS } from '../../../src/checks/validation/index.ts';
import { checkRowCounts } from '../../../src/checks/validation/row-counts.ts';
import { systemClock } from '../../../src/clock.ts';
import type { CheckResult } from '../../../src/journal/entries.ts';
import { LIMITS } from '../../journal/fixtures.ts';
import { openValidation, SETTINGS, type ValidationFixture } from './fixtures.ts';

let fixture: ValidationFixture;
beforeAll(async () => {
  fixture = await openValidation();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.close());

async function after(
  statements: readonly string[],
  check: (context: ValidationContext) => Promise<readonly CheckResult[]>,
  changes: Partial<ValidationContext> = {},
): Promise<readonly string[]> {
  for (const sql of statements) fixture.execute(sql);
  const results = await check(await fixture.context(changes));
  for (const { status, fix } of results) expect(fix !== '').toBe(status === 'fail');
  return results.map(({ status, code, observed }) => [status, ...(code === null ? [] : [code]), observed].join(' '));
}

const LEADS = { touched: new Set(['leads']) };

describe('row-counts', () => {
  it.each<[string, readonly string[], Partial<ValidationContext>, string]>([
    ['as it was', [], {}, 'pass 2 tables as in the state before'],
    ['a value changed', ["update leads set email = 'c'"], {}, 'pass 2 tables as in the state before'],
    ['a row came', ["insert into leads values (3, 'c')"], {}, 'fail DATA_001 leads: 2 rows before, 3 now'],
    [
      'rows went',
      ['delete from leads', 'delete from orders'],
      {},
      'fail DATA_001 leads: 2 rows before, 0 now, orders: 1 rows before, 0 now',
    ],
    ['a table went', ['drop table orders'], {}, 'fail DATA_001 orders: 1 rows before, the table is gone'],
    ['a table came', ['create table more (id integer)'], {}, 'pass 2 tables as in the state before'],
    ['a touched table changed', ['delete from leads'], LEADS, 'pass 1 tables as in the state before'],
    [
      'without checksums',
      ['delete from orders'],
      { settings: { ...SETTINGS, checksums: false } },
      'fail DATA_001 orders: 1 rows before, 0 now',
    ],
    [
      'switched off',
      ['delete from leads'],
      { settings: { ...SETTINGS, rowCounts: false } },
      'skip switched off (validate.row-counts)',
    ],
    ['no baseline', [], { baseline: null }, 'skip there is no baseline to compare with'],
  ])('%s', async (_title, statements, changes, expected) => {
    expect(await after(statements, checkRowCounts, changes)).toEqual([expected]);
  });

  it('has nothing to compare with in a baseline without tables', async () => {
    const baseline = { ...fixture.baseline, tables: null };
    expect(await after([], checkRowCounts, { baseline })).toEqual(['skip there is no baseline to compare with']);
    expect(await after([], checkChecksums, { baseline })).toEqual(['skip there is no baseline to compare with']);
  });
});

describe('checksums', () => {
  it.each<[string, readonly string[], Partial<ValidationContext>, string]>([
    ['as it was', [], {}, 'pass 2 tables with 3 rows equal the state before'],
    [
      'a value changed',
      ["update leads set email = 'c' where id = 1"],
      {},
      'fail DATA_001 content differs from the state before: leads',
    ],
    [
      'a value became null',
      ['update orders set lead = null'],
      {},
      'fail DATA_001 content differs from the state before: orders',
    ],
    [
      'a row moved',
      ['delete from leads where id = 1', "insert into leads values (1, 'a')"],
      {},
      'pass 2 tables with 3 rows equal the state before',
    ],
    ['a table went', ['drop table orders'], {}, 'fail DATA_001 content differs from the state before: orders'],
    ['a touched table changed', ['delete from leads'], LEADS, 'pass 1 tables with 1 rows equal the state before'],
    [
      'switched off',
      ['delete from leads'],
      { settings: { ...SETTINGS, checksums: false } },
      'skip switched off (validate.checksums)',
    ],
    ['no baseline', [], { baseline: null }, 'skip there is no baseline to compare with'],
  ])('%s', async (_title, statements, changes, expected) => {
    expect(await after(statements, checkChecksums, changes)).toEqual([expected]);
  });
});

describe('foreign-keys', () => {
  it.each<[string, readonly string[], Partial<ValidationContext>, RegExp]>([
    ['all have parents', [], {}, /^pass no orphans$/u],
    [
      'a row has none',
      ['delete from leads where id = 1'],
      {},
      /^fail DATA_001 orders: 1 rows without a parent in leads \(/u,
    ],
    [
      'switched off',
      [],
      { settings: { ...SETTINGS, foreignKeys: false } },
      /^skip switched off \(validate\.foreign-keys\)$/u,
    ],
  ])('%s', async (_title, statements, changes, expected) => {
    const results = await after(statements, checkForeignKeys, changes);
    expect(results).toEqual([expect.stringMatching(expected)]);
  });
});

describe('runValidation', () => {
  const settings = {
    ...SETTINGS,
    rules: [{ name: 'r', query: 'select 1', expect: 2 }],
    performance: { tolerance: 0.1, queries: [{ name: 'q', query: 'select 1' }] },
  };

  it('runs every check in order, whatever the others found, and tells of each at once', async () => {
    const seen: CheckResult[] = [];
    const results = await runValidation(await fixture.context({ settings }), systemClock, null, async (check) => {
      seen.push(check);
    });
    expect(seen).toEqual(results);
    expect(results.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'row-counts pass',
      'checksums pass',
      'foreign-keys pass',
      'rule:r fail',
      'performance:q skip',
    ]);
    expect(Object.keys(VALIDATION_CHECKS)).toHaveLength(5);
  });

  it('runs the selected checks alone', async () => {
    const results = await runValidation(await fixture.context({ settings }), systemClock, ['rules', 'checksums'], () =>
      Promise.resolve(),
    );
    expect(results.map(({ id }) => id)).toEqual(['checksums', 'rule:r']);
  });

  it('ends with the run', async () => {
    const limits = { ...LIMITS, signal: AbortSignal.abort(new Error('told to leave')) };
    const context = await fixture.context({ limits });
    await expect(runValidation(context, systemClock, null, () => Promise.resolve())).rejects.toThrow('told to leave');
  });
});

describe('presentTables', () => {
  it('only counts rows where checksums are switched off', async () => {
    const context = await fixture.context({ settings: { ...SETTINGS, checksums: false } });
    expect([...(await context.present()).values()].map(({ rows, checksum }) => [rows, checksum])).toEqual([
      [2, ''],
      [1, ''],
    ]);
  });

  it('reads the tables once, when first asked', async () => {
    const context = await fixture.context();
    fixture.execute("insert into leads values (3, 'c')");
    const first = await context.present();
    expect(first.get('leads')?.rows).toBe(3);
    fixture.execute('delete from leads');
    expect(await context.present()).toBe(first);
  });
});
