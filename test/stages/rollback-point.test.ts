import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TableDigest } from '../../src/driver.ts';
import type { RollbackPoint } from '../../src/journal/entries.ts';
import type { ObjectHash } from '../../src/plan/fingerprint.ts';
import {
  differencesFrom,
  schemaDifferences,
  tableDifferences,
  takeRollbackPoint,
} from '../../src/stages/rollback-point.ts';
import { type JournalFixture, openFixture } from '../journal/fixtures.ts';
import { applied } from '../plan/fixtures.ts';

const leads: ObjectHash = { kind: 'table', name: 'leads', hash: 'a' };
const index: ObjectHash = { kind: 'index', name: 'leads', hash: 'b' };
const view: ObjectHash = { kind: 'view', name: 'active', hash: 'c' };

describe('schemaDifferences', () => {
  it.each<[string, readonly ObjectHash[], readonly ObjectHash[], readonly string[]]>([
    ['nothing', [leads, index], [index, leads], []],
    ['what came', [leads], [leads, view, index], ['added: index leads, view active']],
    ['what went', [leads, view], [leads], ['missing: view active']],
    ['what changed', [leads], [{ ...leads, hash: 'x' }], ['changed: table leads']],
    [
      'all of it',
      [leads, view],
      [{ ...leads, hash: 'x' }, index],
      ['added: index leads', 'missing: view active', 'changed: table leads'],
    ],
  ])('names %s', (_title, before, after, expected) => {
    expect(schemaDifferences(before, after)).toEqual(expected);
  });
});

function digest(name: string, rows: number, checksum = '1:2', schema?: string): TableDigest {
  return { table: schema === undefined ? { name } : { schema, name }, rows, checksum };
}

describe('tableDifferences', () => {
  it.each<[string, readonly TableDigest[], readonly TableDigest[], readonly string[]]>([
    ['nothing', [digest('a', 1), digest('b', 2)], [digest('b', 2), digest('a', 1)], []],
    ['rows', [digest('a', 1)], [digest('a', 2)], ['a: 1 rows before, 2 now']],
    ['rows rather than content', [digest('a', 1, '1:1')], [digest('a', 2, '2:2')], ['a: 1 rows before, 2 now']],
    ['content', [digest('a', 3, '1:1')], [digest('a', 3, '1:2')], ['a: other content in 3 rows']],
    ['a table that is gone, empty or not', [digest('a', 0)], [], ['a: missing']],
    ['a table that came, empty or not', [], [digest('a', 0)], ['a: was not there before']],
    [
      'tables of one name in two schemas',
      [digest('a', 1, '', 'x')],
      [digest('a', 1, '', 'y')],
      ['x.a: missing', 'y.a: was not there before'],
    ],
  ])('names %s', (_title, before, after, expected) => {
    expect(tableDifferences(before, after)).toEqual(expected);
  });

  it('lets rows go that vanish with time, and no others', () => {
    const differences = (before: readonly TableDigest[], after: readonly TableDigest[]): readonly string[] =>
      tableDifferences(before, after, ['brief']);
    expect(differences([digest('brief', 2)], [digest('brief', 1, '0:0')])).toEqual([]);
    expect(differences([digest('brief', 2)], [])).toEqual([]);
    expect(differences([digest('brief', 2)], [digest('brief', 3)])).toEqual(['brief: 2 rows before, 3 now']);
    expect(differences([digest('brief', 2)], [digest('brief', 2, '0:0')])).toEqual(['brief: other content in 2 rows']);
    expect(differences([digest('a', 2)], [digest('a', 1)])).toEqual(['a: 2 rows before, 1 now']);
  });
});

describe('a rollback point of a real database', () => {
  let fixture: JournalFixture;
  let point: RollbackPoint;
  const { signal } = new AbortController();

  beforeAll(async () => {
    fixture = await openFixture();
    await fixture.database.query('create table leads (id integer primary key, email text)');
    await fixture.database.query("insert into leads values (1, 'a'), (2, 'b')");
    await fixture.database.query('create table empty (id integer)');
    const schema = await fixture.driver.inspect(signal);
    point = await takeRollbackPoint({
      driver: fixture.driver,
      schema,
      applied: [applied('2'), applied('1')],
      checksums: true,
      backupId: 'b-1',
      performance: { leads: 1.5 },
      signal,
    });
  });
  afterAll(() => fixture.close());

  it('holds the schema, the tables without Sluice’s own, what is applied and the way back', () => {
    expect(point).toMatchObject({ applied: ['2', '1'], backupId: 'b-1', performance: { leads: 1.5 } });
    expect(point.tables?.map(({ table, rows }) => [table.name, rows])).toEqual([
      ['empty', 0],
      ['leads', 2],
    ]);
    expect(point.objects.filter(({ name }) => name.startsWith('sluice_'))).toEqual([]);
    expect(point.schemaFingerprint).toMatch(/^[0-9a-f]{64}$/u);
  });

  /** What differs after some SQL; the SQL that follows undoes it. */
  async function differencesAfter(sql: string, undo: string): Promise<readonly string[]> {
    await fixture.database.query(sql);
    const { differences, tablesCompared } = await differencesFrom(point, fixture.driver, signal);
    await fixture.database.query(undo);
    expect(tablesCompared).toBe(2);
    return differences;
  }

  it.each([
    ['nothing happened', 'select 1', 'select 1', []],
    [
      'the journal grew',
      "insert into sluice_journal values ('r', 1, '2026', 's', 'k', '{}')",
      'delete from sluice_journal',
      [],
    ],
    [
      'a value changed',
      "update leads set email = 'c' where id = 1",
      "update leads set email = 'a' where id = 1",
      ['leads: other content in 2 rows'],
    ],
    [
      'a row came',
      "insert into leads values (3, 'c')",
      'delete from leads where id = 3',
      ['leads: 2 rows before, 3 now'],
    ],
    [
      'a table came',
      'create table more (id integer)',
      'drop table more',
      ['added: table more', 'more: was not there before'],
    ],
  ])('is compared when %s', async (_title, sql, undo, expected) => {
    expect(await differencesAfter(sql, undo)).toEqual(expected);
  });

  it('is compared by the schema alone when no checksums were taken', async () => {
    await fixture.database.query('delete from leads');
    expect(await differencesFrom({ ...point, tables: null }, fixture.driver, signal)).toEqual({
      differences: [],
      tablesCompared: 0,
    });
  });
});
