import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { folderOf, read, refusal } from './folders.ts';
import { MYSQL } from './syntaxes.ts';

const GOOD = { '0001_a.up.sql': 'select 1;' };

describe('readMigrations', () => {
  it('reads a folder', async () => {
    const up = 'create table a (x int);\nselect 2;\n';
    const directory = await folderOf({
      '0010_ten.up.sql': 'select 10;',
      '2_two.up.sql': up,
      '2_two.down.sql': 'drop table a;',
      'R_views.sql': 'create view v as select 1;',
      'R_functions.sql': 'select 3;',
      'README.md': '# no migration',
    });
    const set = await read(directory);
    expect(set).toMatchObject({ format: 'sluice', directory, warnings: [] });
    expect(set.migrations.map(({ kind, version, name }) => [kind, version, name])).toEqual([
      ['versioned', '2', 'two'],
      ['versioned', '0010', 'ten'],
      ['repeatable', 'R__functions', 'functions'],
      ['repeatable', 'R__views', 'views'],
    ]);
    expect(set.migrations[0]).toEqual({
      kind: 'versioned',
      version: '2',
      name: 'two',
      format: 'sluice',
      checksum: `sha256:${createHash('sha256').update(up).digest('hex')}`,
      up: {
        path: '2_two.up.sql',
        transaction: true,
        lockTimeoutMs: null,
        online: false,
        bytes: up.length,
        statements: [
          expect.objectContaining({ index: 0, line: 1, text: 'create table a (x int)' }),
          expect.objectContaining({ index: 1, line: 2, text: 'select 2' }),
        ],
      },
      down: expect.objectContaining({ path: '2_two.down.sql' }),
    });
    expect(set.migrations[1]?.down).toBeNull();
  });

  it('takes the same checksum from every checkout', async () => {
    const unix = await read(await folderOf({ '1_a.up.sql': 'select 1;\nselect 2;\n' }));
    const windows = await read(await folderOf({ '1_a.up.sql': '\uFEFFselect 1;\r\nselect 2;\r\n' }));
    expect(windows.migrations[0]?.checksum).toBe(unix.migrations[0]?.checksum);
    expect(windows.migrations[0]?.up.statements).toEqual(unix.migrations[0]?.up.statements);
  });

  it('reads paths with spaces and Cyrillic', async () => {
    const parent = await folderOf({ 'мои миграции/0001_таблица лидов.up.sql': 'select 1' });
    const set = await read(join(parent, 'мои миграции'));
    expect(set.migrations).toMatchObject([{ name: 'таблица лидов', up: { path: '0001_таблица лидов.up.sql' } }]);
  });

  it('follows links to files', async () => {
    const directory = await folderOf({ ...GOOD, 'elsewhere.txt': 'select 2;' });
    await symlink(join(directory, 'elsewhere.txt'), join(directory, '0002_b.up.sql'));
    expect((await read(directory)).migrations.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('reads an empty folder, and says so', async () => {
    const directory = await folderOf({});
    expect(await read(directory)).toEqual({
      format: 'sluice',
      directory,
      migrations: [],
      warnings: [`The migrations folder ${directory} holds no migrations.`],
    });
  });

  it('leaves out what editors and systems leave behind', async () => {
    const set = await read(
      await folderOf({
        ...GOOD,
        '.0001_a.up.sql': 'x',
        '._0001_a.up.sql': 'x',
        '.git/x.sql': 'x',
        '0001_a.up.sql~': 'x',
      }),
    );
    expect(set.migrations).toHaveLength(1);
    expect(set.warnings).toEqual([]);
  });

  it('warns of what it does not read', async () => {
    const directory = await folderOf({ ...GOOD, '0001_b.down.sql': '-- nothing\n', 'old/0000_x.up.sql': 'select 1' });
    await symlink(join(directory, 'old'), join(directory, 'linked'));
    expect((await read(directory)).warnings).toEqual([
      'linked/ is a link to a folder and was not followed.',
      'old/ holds .sql files, and the format sluice reads no subfolders.',
      '0001_b.down.sql holds no statement, so it counts as no way back.',
      '0001_b.down.sql is taken as the way back of 0001_a.up.sql, though their names differ.',
    ]);
  });

  it('stops when it is aborted', async () => {
    const directory = await folderOf(GOOD);
    const reason = new Error('stopped by the test');
    await expect(read(directory, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('bad folders', () => {
  it.each([
    ['missing', async () => join(await folderOf({}), 'no such folder'), 'does not exist'],
    ['a file', async () => join(await folderOf({ x: '' }), 'x'), 'is not a folder'],
    ['not to be opened', async () => join(await folderOf({}), 'x'.repeat(300)), 'cannot be read (ENAMETOOLONG)'],
  ])('%s', async (_title, make, says) => {
    const directory = await make();
    await expect(read(directory)).rejects.toMatchObject({
      code: 'CONF_001',
      message: `The migrations folder ${directory} ${says}.`,
      fix: expect.stringContaining('migrations.directory'),
    });
  });
});

describe('bad files', () => {
  it.each<[string, Record<string, string | Uint8Array>, string[]]>([
    ['empty', { '1_a.up.sql': '' }, ['1_a.up.sql: The file is empty.']],
    [
      'comments only',
      { '1_a.up.sql': '-- a\n/* b */;\n' },
      ['1_a.up.sql: There is no statement in it, only comments or nothing.'],
    ],
    [
      'an empty transaction',
      { '1_a.up.sql': 'begin; commit;' },
      ['1_a.up.sql: There is no statement in it, only comments or nothing.'],
    ],
    ['binary', { '1_a.up.sql': 'select 1;\n\0' }, ['1_a.up.sql:2: The file is binary: byte 10 is NUL.']],
    [
      'invalid UTF-8',
      { '1_a.up.sql': Uint8Array.of(45, 45, 10, 45, 45, 0xd0, 0x9f, 10, 45, 45, 0xff) },
      ['1_a.up.sql:3: Byte 10 is not UTF-8: save the file as UTF-8.'],
    ],
    [
      'a sequence that is cut off',
      { '1_a.up.sql': Uint8Array.of(45, 45, 0xe2, 0x82) },
      ['1_a.up.sql:1: Byte 2 is not UTF-8: save the file as UTF-8.'],
    ],
    [
      'UTF-16',
      { '1_a.up.sql': Buffer.from('\uFEFFselect 1', 'utf16le') },
      ['1_a.up.sql: The file is UTF-16: save it as UTF-8.'],
    ],
    [
      'UTF-16, the other way round',
      { '1_a.up.sql': Buffer.from('\uFEFFselect 1', 'utf16le').swap16() },
      ['1_a.up.sql: The file is UTF-16: save it as UTF-8.'],
    ],
    [
      'names that fit nothing',
      { ...GOOD, '12-foo.sql': 'select 1', 'foo.sql': 'select 1', '0002_B.UP.SQL': 'select 1', '3_x.sql': 'select 1' },
      [
        "0002_B.UP.SQL: The name fits none of sluice's: <digits>_<name>.up.sql, <digits>_<name>.down.sql or R_<name>.sql. Rename the file, or move it elsewhere.",
        "12-foo.sql: The name fits none of sluice's: <digits>_<name>.up.sql, <digits>_<name>.down.sql or R_<name>.sql. Rename the file, or move it elsewhere.",
        "3_x.sql: The name fits none of sluice's: <digits>_<name>.up.sql, <digits>_<name>.down.sql or R_<name>.sql. Rename the file, or move it elsewhere.",
        "foo.sql: The name fits none of sluice's: <digits>_<name>.up.sql, <digits>_<name>.down.sql or R_<name>.sql. Rename the file, or move it elsewhere.",
      ],
    ],
    [
      'migrations for other databases',
      { ...GOOD, '0002_keys.ts': '' },
      ['0002_keys.ts: This is a migration for another kind of database: keep it in a folder of its own.'],
    ],
    [
      'two of one version',
      { '12_a.up.sql': 'select 1', '0012_b.up.sql': 'select 1' },
      ['12_a.up.sql: 0012_b.up.sql has the same version: give one of the two another number.'],
    ],
    [
      'two ways back of one version',
      { '1_a.up.sql': 'select 1', '1_a.down.sql': 'select 1', '01_b.down.sql': 'select 1' },
      ['1_a.down.sql: 01_b.down.sql has the same version: give one of the two another number.'],
    ],
    [
      'a way back of nothing',
      { ...GOOD, '2_b.down.sql': 'select 1' },
      ['2_b.down.sql: This undoes version 2, but no file applies it: add that file, or remove this one.'],
    ],
    [
      'an unreadable file does not make its way back an orphan',
      { '1_a.up.sql': '\0', '1_a.down.sql': 'select 1' },
      ['1_a.up.sql:1: The file is binary: byte 0 is NUL.'],
    ],
    [
      'what never ends',
      { '1_a.up.sql': "\nselect 'a", '1_a.down.sql': 'do $x$', '2_b.up.sql': '/*' },
      [
        '1_a.down.sql:1: The dollar-quoted string that starts here is never closed.',
        '1_a.up.sql:2: The string that starts here is never closed.',
        '2_b.up.sql:1: The comment that starts here is never closed.',
      ],
    ],
    [
      'psql commands',
      { '1_a.up.sql': 'select 1;\n\\connect x' },
      ['1_a.up.sql:2: \\connect is a command of psql, not SQL: take it out, or write what it does as SQL.'],
    ],
  ])('%s', async (_title, files, expected) => {
    expect(await refusal(files)).toEqual(expected);
  });

  it('DELIMITER', async () => {
    expect(await refusal({ '1_a.up.sql': '\nDELIMITER //\nselect 1;' }, { syntax: MYSQL })).toEqual([
      '1_a.up.sql:2: The text below DELIMITER // does not end with //.',
    ]);
  });

  it('too large', async () => {
    const directory = await folderOf(GOOD);
    await truncate(join(directory, '0001_a.up.sql'), 64 * 2 ** 20 + 1);
    await expect(read(directory)).rejects.toThrow(
      '/0001_a.up.sql: The file has 65 MiB and may have 64: split it into several migrations, or load the data with another tool.',
    );
  });

  it('links that lead nowhere', async () => {
    const directory = await folderOf(GOOD);
    await symlink('nowhere', join(directory, '0002_b.up.sql'));
    await symlink('nowhere', join(directory, 'notes.md'));
    await mkdir(join(directory, '0003_c.up.sql'));
    await expect(read(directory)).rejects.toThrow(
      new Error(`${directory}/0002_b.up.sql: The link cannot be followed (ENOENT).`),
    );
  });

  it('what is no regular file, where there is such a thing', async () => {
    if (process.platform === 'win32') return;
    const directory = await folderOf(GOOD);
    await symlink('/dev/null', join(directory, '0002_b.up.sql'));
    const makePipe = 'mkfifo';
    execFileSync(makePipe, [join(directory, '0003_c.up.sql')]);
    await expect(read(directory)).rejects.toThrow(
      new Error(
        `${directory}/0002_b.up.sql: This is a link to something that is not a regular file.\n` +
          `${directory}/0003_c.up.sql: This is not a regular file.`,
      ),
    );
  });

  it('lists the problems of all files at once, in order, and bounds them', async () => {
    const directory = await folderOf({});
    for (let n = 10; n < 70; n += 1) await writeFile(join(directory, `${String(n)}_x.up.sql`), '');
    const error = await read(directory).catch((thrown: unknown) => thrown);
    const { message, details } = error as { message: string; details: { problems: unknown[] } };
    const lines = message.split('\n');
    expect(lines).toHaveLength(51);
    expect(lines[0]).toBe(`${directory}/10_x.up.sql: The file is empty.`);
    expect(lines[50]).toBe('and 10 more');
    expect(details.problems).toHaveLength(50);
    expect(details.problems[0]).toEqual({ path: '10_x.up.sql', line: null, sentence: 'The file is empty.' });
  });
});

describe('directives', () => {
  it('are read from the leading comments', async () => {
    const set = await read(
      await folderOf({
        '1_a.up.sql': '-- A big one.\n-- sluice: transaction=false\n-- sluice: lock-timeout=2s, online\nselect 1;',
        '1_a.down.sql': '-- sluice: lock-timeout=1h30min\nselect 1;',
      }),
    );
    expect(set.migrations[0]?.up).toMatchObject({ transaction: false, lockTimeoutMs: 2000, online: true });
    expect(set.migrations[0]?.down).toMatchObject({ transaction: true, lockTimeoutMs: 5_400_000, online: false });
  });

  const known = 'there are transaction=true|false, online, lock-timeout=<duration>.';

  it.each([
    ['unknown ones', '\n-- sluice: offline', `1_a.up.sql:2: Unknown directive offline: ${known}`],
    ['empty ones', '-- sluice:', `1_a.up.sql:1: An empty directive: ${known}`],
    ['explanations', '-- sluice: online because', `1_a.up.sql:1: Unknown directive because: ${known}`],
    [
      'late ones',
      'select 1;\n-- sluice: online',
      '1_a.up.sql:2: A directive belongs before the first statement, for it holds for all of them.',
    ],
    ['repeated ones', '-- sluice: online\n-- sluice: online', '1_a.up.sql:2: The directive online is given twice.'],
    ['values for online', '-- sluice: online=no', '1_a.up.sql:1: The directive online takes no value.'],
    ['bad choices', '-- sluice: transaction=no', '1_a.up.sql:1: The directive transaction needs =true or =false.'],
    ['no choice', '-- sluice: transaction', '1_a.up.sql:1: The directive transaction needs =true or =false.'],
    [
      'bad durations',
      '-- sluice: lock-timeout=2',
      '1_a.up.sql:1: The directive lock-timeout needs a duration from 1ms to 24d, such as lock-timeout=2s.',
    ],
    [
      'no time at all',
      '-- sluice: lock-timeout=0s',
      '1_a.up.sql:1: The directive lock-timeout needs a duration from 1ms to 24d, such as lock-timeout=2s.',
    ],
    [
      'too long a time',
      '-- sluice: lock-timeout=25d',
      '1_a.up.sql:1: The directive lock-timeout needs a duration from 1ms to 24d, such as lock-timeout=2s.',
    ],
  ])('%s are refused', async (_title, head, expected) => {
    expect(await refusal({ '1_a.up.sql': `${head}\nselect 2;` })).toEqual([expected]);
  });
});
