import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { folderOf, read, refusal } from '../folders.ts';

const format = 'dbmate';

describe('dbmate', () => {
  it('reads both sections of a file', async () => {
    const text = '-- Leads.\n\n-- migrate:up\ncreate table a (x int);\nselect 1;\n\n-- migrate:down\ndrop table a;\n';
    const set = await read(await folderOf({ '20240101000000_create-a.sql': text }));
    expect(set.migrations).toMatchObject([
      {
        kind: 'versioned',
        version: '20240101000000',
        name: 'create-a',
        format,
        checksum: `sha256:${createHash('sha256').update(text).digest('hex')}`,
        up: {
          path: '20240101000000_create-a.sql',
          transaction: true,
          bytes: 'create table a (x int);\nselect 1;\n'.length,
          statements: [
            { index: 0, line: 4 },
            { index: 1, line: 5 },
          ],
        },
        down: { statements: [{ index: 0, line: 8, text: 'drop table a' }] },
      },
    ]);
  });

  it('reads transaction:false for each section', async () => {
    const set = await read(
      await folderOf({ '1_a.sql': '--migrate:up transaction:false\nselect 1;\n--  migrate:down\nselect 2;' }),
    );
    expect(set.migrations[0]).toMatchObject({ up: { transaction: false }, down: { transaction: true } });
  });

  it('reads transaction:true as what it is anyway', async () => {
    const set = await read(await folderOf({ '1_a.sql': '-- migrate:up  transaction:true \nselect 1;' }));
    expect(set.migrations[0]?.up.transaction).toBe(true);
  });

  it('reads directives above both sections or in one', async () => {
    const set = await read(
      await folderOf({
        '1_a.sql':
          '-- sluice: lock-timeout=1s\n-- migrate:up\n-- sluice: online\nselect 1;\n-- migrate:down\nselect 2;',
      }),
    );
    expect(set.migrations[0]).toMatchObject({
      up: { lockTimeoutMs: 1000, online: true },
      down: { lockTimeoutMs: 1000, online: false },
    });
  });

  it.each([
    ['no down section', '-- migrate:up\nselect 1;'],
    ['an empty one', '-- migrate:up\nselect 1;\n-- migrate:down\n\n'],
  ])('has no way back with %s', async (_title, text) => {
    const set = await read(await folderOf({ '1_a.sql': text }));
    expect(set.migrations[0]?.down).toBeNull();
    expect(set.warnings).toEqual([]);
  });

  it('takes any name that starts with digits', async () => {
    const set = await read(
      await folderOf({ '12-foo.sql': '-- migrate:up\nselect 1', '13.sql': '-- migrate:up\nselect 1' }),
    );
    expect(set.migrations.map(({ version, name }) => [version, name])).toEqual([
      ['12', 'foo'],
      ['13', ''],
    ]);
  });

  it('warns where the order by number is not the order by name', async () => {
    const up = '-- migrate:up\nselect 1';
    expect((await read(await folderOf({ '09_a.sql': up, '10_b.sql': up }))).warnings).toEqual([]);
    expect((await read(await folderOf({ '9_a.sql': up, '10_b.sql': up }))).warnings).toEqual([
      'By number 9_a.sql comes before 10_b.sql, by name it is the other way round: Sluice goes by number.',
    ]);
  });

  it.each([
    ['no up section', '-- migrate:down\nselect 1', ['1_a.sql:1: The file has no line -- migrate:up.']],
    [
      'the wrong order',
      '-- migrate:down\nselect 1;\n-- migrate:up\nselect 1',
      ['1_a.sql:3: The section -- migrate:up belongs before -- migrate:down.'],
    ],
    [
      'a section twice',
      '-- migrate:up\nselect 1;\n-- migrate:up\nselect 1',
      ['1_a.sql:3: The file has more than one -- migrate:up.'],
    ],
    [
      'unknown options',
      '-- migrate:up transaction:no\nselect 1',
      ['1_a.sql:1: Unknown option transaction:no: there is transaction:false.'],
    ],
    [
      'statements above the first section',
      '\nselect 0;\n-- migrate:up\nselect 1',
      ['1_a.sql:2: A statement above -- migrate:up would never be run: move it below.'],
    ],
    [
      'an empty up section',
      '-- migrate:up\n-- later\n-- migrate:down\nselect 1',
      ['1_a.sql: There is no statement in it, only comments or nothing.'],
    ],
    [
      'what is open at the end of a section',
      "-- migrate:up\nselect 'a\n-- migrate:down\nselect 1",
      ['1_a.sql:2: The string that starts here is never closed.'],
    ],
    [
      'a transaction in a section without one',
      '-- migrate:up transaction:false\nbegin;\nselect 1;\ncommit;',
      ['1_a.sql:2: The script asks to run outside a transaction and opens one: take one of the two out.'],
    ],
  ])('refuses %s', async (_title, text, expected) => {
    expect(await refusal({ '1_a.sql': text })).toEqual(expected);
  });

  it('refuses names without digits', async () => {
    expect(await refusal({ 'foo.sql': '-- migrate:up\nselect 1' })).toEqual([
      "foo.sql: The name fits none of dbmate's: <digits>_<name>.sql. Rename the file, or move it elsewhere.",
    ]);
  });
});
