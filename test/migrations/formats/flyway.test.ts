import { describe, expect, it } from '@jest/globals';
import { flywayChecksum } from '../../../src/migrations/checksum.ts';
import { folderOf, read, refusal } from '../folders.ts';

const V1 = { 'V1__a.sql': 'select 1' };

describe('flyway', () => {
  it('reads versioned, undo and repeatable files, in subfolders too', async () => {
    const set = await read(
      await folderOf({
        'V1__Init.sql': 'select 1;',
        'U1__Init.sql': 'select 0;',
        'later/V1_10__ten.sql': 'select 3;',
        'later/V1.2__two_words.sql': 'select 2;',
        'R__views.sql': 'select 4;',
      }),
    );
    expect(set.warnings).toEqual([]);
    expect(set.migrations.map(({ version, name, up, down }) => [version, name, up.path, down?.path])).toEqual([
      ['1', 'Init', 'V1__Init.sql', 'U1__Init.sql'],
      ['1.2', 'two_words', 'later/V1.2__two_words.sql', undefined],
      ['1.10', 'ten', 'later/V1_10__ten.sql', undefined],
      ['R__views', 'views', 'R__views.sql', undefined],
    ]);
  });

  // Python's zlib.crc32 over the same bytes, as a signed 32-bit number.
  it.each([
    ['select 1;', -690_524_359],
    ['create table a (\r\n  x int\r\n);\r\n', 1_865_874_498],
    ['create table a (\n  x int\n);\n', 1_865_874_498],
    ['create table a (\r  x int\r);', 1_865_874_498],
    ["select 'Привет';\n", -1_005_957_580],
  ])('computes the checksum of the history table: %j', (text, expected) => {
    expect(flywayChecksum(text)).toBe(`crc32:${String(expected)}`);
  });

  it('leaves a byte order mark out of the checksum', async () => {
    const set = await read(await folderOf({ 'V1__a.sql': '\uFEFFselect 1;\r\n' }));
    expect(set.migrations[0]?.checksum).toBe(flywayChecksum('select 1;'));
  });

  describe('settings of a script', () => {
    it('reads executeInTransaction', async () => {
      const set = await read(
        await folderOf({
          ...V1,
          'V1__a.sql.conf': '# Concurrently.\r\n\r\nexecuteInTransaction = false\r\nencoding=utf-8\r\n',
          'V2__b.sql': 'select 1',
          'V2__b.sql.conf': 'executeInTransaction=true',
        }),
      );
      expect(set.migrations.map(({ up }) => up.transaction)).toEqual([false, true]);
    });

    it('warns of one without a script', async () => {
      expect((await read(await folderOf({ ...V1, 'V2__b.sql.conf': '' }))).warnings).toEqual([
        'V2__b.sql.conf belongs to no script: V2__b.sql is not there.',
      ]);
    });

    it.each(['shouldExecute=false', 'executeInTransaction=no', 'encoding=ISO-8859-1', 'nonsense'])(
      'refuses %s',
      async (line) => {
        expect(await refusal({ ...V1, 'V1__a.sql.conf': `\n${line}\n` })).toEqual([
          `V1__a.sql.conf:2: ${line} is not understood: there are executeInTransaction, placeholderReplacement (true or false) and encoding=UTF-8.`,
        ]);
      },
    );
  });

  describe('placeholders', () => {
    const sentence =
      'is a placeholder, and Sluice puts no values in: write the value, or set placeholderReplacement=false in a .conf file of the same name if it is plain text.';

    it('are refused with file and line', async () => {
      expect(
        await refusal({ 'V1__a.sql': '-- ${no}\nselect 1;\nselect\n 2 as ${name};\ncopy t from stdin;\n${x}\n\\.\n' }),
      ).toEqual([`V1__a.sql:4: \${name} ${sentence}`, `V1__a.sql:6: \${x} ${sentence}`]);
    });

    it('are plain text where the script says so', async () => {
      const set = await read(
        await folderOf({ 'V1__a.sql': "select '${name}'", 'V1__a.sql.conf': 'placeholderReplacement=false' }),
      );
      expect(set.migrations).toHaveLength(1);
    });
  });

  it.each([
    [
      'other prefixes',
      { 'v2__b.sql': 'select 1' },
      "v2__b.sql: The name fits none of flyway's: V<version>__<name>.sql, U<version>__<name>.sql or R__<name>.sql. Rename the file, or move it elsewhere.",
    ],
    [
      'no separator',
      { 'V2.sql': 'select 1' },
      "V2.sql: The name fits none of flyway's: V<version>__<name>.sql, U<version>__<name>.sql or R__<name>.sql. Rename the file, or move it elsewhere.",
    ],
    [
      'one underscore',
      { 'a/V2_b.sql': 'select 1' },
      "a/V2_b.sql: The name fits none of flyway's: V<version>__<name>.sql, U<version>__<name>.sql or R__<name>.sql. Rename the file, or move it elsewhere.",
    ],
    [
      'baselines',
      { 'B2__b.sql': 'select 1' },
      'B2__b.sql: Baseline migrations are not supported: keep the versioned migrations that it sums up.',
    ],
    [
      'callbacks',
      { 'afterMigrate__x.sql': 'select 1' },
      'afterMigrate__x.sql: Callbacks of Flyway are not supported: make it a migration, or run it as a hook of sluice.yml.',
    ],
    [
      'equal versions',
      { 'b/V1.0__b.sql': 'select 1' },
      'b/V1.0__b.sql: V1__a.sql has the same version: give one of the two another number.',
    ],
    [
      'equal repeatable names',
      { 'R__v.sql': 'select 1', 'b/R__v.sql': 'select 1' },
      'b/R__v.sql: R__v.sql is a repeatable migration of the same name.',
    ],
    [
      'undo of nothing',
      { 'U3__c.sql': 'select 1' },
      'U3__c.sql: This undoes version 3, but no file applies it: add that file, or remove this one.',
    ],
  ])('refuses %s', async (_title, files, expected) => {
    expect(await refusal({ ...V1, ...(files as Record<string, string>) })).toEqual([expected]);
  });
});
