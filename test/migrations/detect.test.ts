import { describe, expect, it } from '@jest/globals';
import { MIGRATION_FORMATS, type MigrationFormat } from '../../src/migrations/types.ts';
import { folderOf, read, refusal } from './folders.ts';

const DBMATE = '-- migrate:up\nselect 1;\n-- migrate:down\n';

describe('detection', () => {
  it.each<[string, Record<string, string>, MigrationFormat]>([
    ['sluice by name', { '1_a.up.sql': 'select 1', '1_a.down.sql': 'select 1' }, 'sluice'],
    ['sluice by a repeatable file', { 'R_a.sql': 'select 1' }, 'sluice'],
    ['flyway by name', { 'V1__a.sql': 'select 1' }, 'flyway'],
    ['flyway by a repeatable file', { 'R__a.sql': 'select 1' }, 'flyway'],
    ['flyway in subfolders', { 'a/V1__a.sql': 'select 1', 'b/V2__b.sql': 'select 1' }, 'flyway'],
    ['flyway by its configuration', { 'flyway.toml': '', 'V1__a.sql': 'select 1' }, 'flyway'],
    ['dbmate by comments', { '1_a.sql': DBMATE }, 'dbmate'],
    ['dbmate below a long licence', { '1_a.sql': `${'-- licence\n'.repeat(500)}${DBMATE}` }, 'dbmate'],
    ['dbmate with CRLF and a byte order mark', { '1_a.sql': `\uFEFF${DBMATE}`.replaceAll('\n', '\r\n') }, 'dbmate'],
    ['comments before names', { '1_a.up.sql': DBMATE }, 'dbmate'],
    ['files that say nothing', { '1_a.up.sql': 'select 1', 'notes.txt': '-- migrate:up' }, 'sluice'],
  ])('%s', async (_title, files, expected) => {
    expect((await read(await folderOf(files))).format).toBe(expected);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'sluice and flyway',
      { '1_a.up.sql': 'select 1', 'V1__a.sql': 'select 1' },
      'The migrations folder . could be sluice (1_a.up.sql) or flyway (V1__a.sql).',
    ],
    [
      'dbmate and goose',
      { '1_a.sql': DBMATE, '2_b.sql': '-- +goose Up\nselect 1' },
      'The migrations folder . could be dbmate (1_a.sql) or goose (2_b.sql).',
    ],
    [
      'names without a marker',
      { '1_a.sql': 'select 1' },
      'The migrations folder . could be dbmate or goose by names as 1_a.sql, but no file holds a line -- migrate:up or -- +goose Up.',
    ],
  ])('refuses to guess: %s', async (_title, files, expected) => {
    expect(await refusal(files)).toEqual([expected]);
    await expect(read(await folderOf(files))).rejects.toMatchObject({
      fix: expect.stringContaining('migrations.format'),
    });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'Prisma by its lock file',
      { 'migration_lock.toml': '' },
      'Sluice does not read migrations of Prisma yet, and migration_lock.toml in . is one of its files.',
    ],
    [
      'Prisma by folders',
      { '20240101000000_a/migration.sql': 'select 1' },
      'Sluice does not read migrations of Prisma yet, and 20240101000000_a/migration.sql in . is one of its files.',
    ],
    [
      'goose',
      { '00001_a.sql': '-- +goose Up\nselect 1' },
      'Sluice does not read migrations of goose yet, and 00001_a.sql in . is one of its files.',
    ],
    [
      'Drizzle by its journal',
      { 'meta/_journal.json': '{}', '0000_a.sql': 'select 1' },
      'Sluice does not read migrations of Drizzle yet, and meta/_journal.json in . is one of its files.',
    ],
    [
      'Drizzle by comments',
      { '0000_a.sql': 'select 1;--> statement-breakpoint\nselect 2;' },
      'Sluice does not read migrations of Drizzle yet, and 0000_a.sql in . is one of its files.',
    ],
    [
      'Sqitch',
      { 'sqitch.plan': '', 'deploy/a.sql': 'select 1' },
      'Sluice does not read migrations of Sqitch yet, and sqitch.plan in . is one of its files.',
    ],
  ])('names formats that it cannot read: %s', async (_title, files, expected) => {
    expect(await refusal(files)).toEqual([expected]);
  });

  it('takes the configured format over everything else', async () => {
    const directory = await folderOf({ '1_a.up.sql': 'select 1', 'migration_lock.toml': '' });
    expect((await read(directory, { format: 'golang-migrate' })).format).toBe('golang-migrate');
  });

  it.each([
    ['goose', 'Sluice does not read migrations of goose yet, the format that migrations.format names.'],
    ['liquibase', 'migrations.format is liquibase, which is no format of migration files.'],
  ])('refuses the configured format %s', async (format, expected) => {
    expect(await refusal({ '1_a.up.sql': 'select 1' }, { format: format as MigrationFormat })).toEqual([expected]);
  });

  it.each(MIGRATION_FORMATS)('reads an empty folder as %s', async (format) => {
    expect(await read(await folderOf({}), { format })).toMatchObject({ format, migrations: [] });
  });
});
