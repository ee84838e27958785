import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Migration } from '../../../src/migrations/types.ts';
import { loadWaysBack } from '../../../src/migrations/keys/load-ways-back.ts';
import { keyTransform } from '../../../src/migrations/keys/transform.ts';
import { folderOf, read, refusal } from '../folders.ts';

const KEYS = { syntax: null } as const;
const UP = "export const match = 'user:*';\nexport const up = (value) => value;\n";

async function only(text: string, name = '1_users.mjs'): Promise<Migration> {
  const { migrations } = await read(await folderOf({ [name]: text }), KEYS);
  const [migration] = migrations;
  if (migration === undefined) throw new Error('nothing was read');
  return migration;
}

/** The message of what loading a module throws, without its folder. */
async function loadProblem(text: string): Promise<string> {
  const migration = await only(text);
  const error: unknown = await migration.up.keys?.load().catch((problem: unknown) => problem);
  expect(error).toMatchObject({ code: 'CONF_001' });
  return (error as Error).message.replaceAll(/\S*\/1_users/g, '1_users');
}

describe('a folder of key migrations', () => {
  it('is read in order of version, and runs none of its code', async () => {
    const { migrations, warnings } = await read(
      await folderOf({ '0010_b.mjs': 'throw new Error("ran");', '9_a.ts': UP, 'README.md': 'x', '.hidden.ts': '' }),
      KEYS,
    );
    expect(migrations.map(({ version, name, up, down }) => [version, name, up.path, up.statements, down])).toEqual([
      ['9', 'a', '9_a.ts', [], null],
      ['0010', 'b', '0010_b.mjs', [], null],
    ]);
    expect(warnings).toEqual([]);
  });

  it('has the same checksum with the line ends of Windows', async () => {
    const unix = await only(UP);
    const windows = await only(`\uFEFF${UP.replaceAll('\n', '\r\n')}`);
    expect(windows.checksum).toBe(unix.checksum);
    expect((await windows.up.keys?.load())?.match).toBe('user:*');
  });

  it('names every file that is none', async () => {
    expect(
      await refusal(
        {
          '1_a.ts': UP,
          '01_b.mjs': UP,
          'helper.ts': UP,
          '2_c.js': UP,
          '3_d.d.ts': '',
          '4_e.up.sql': 'select 1;',
          '5_f.mjs': Buffer.from([0xff, 0x61]),
        },
        KEYS,
      ),
    ).toEqual([
      '1_a.ts: 01_b.mjs has the same version: give one of the two another number.',
      '2_c.js: A key migration is a module in a file that ends in .ts or .mjs: rename the file.',
      '3_d.d.ts: This only declares types: keep it in a folder of its own.',
      '4_e.up.sql: This is a migration for another kind of database: keep it in a folder of its own.',
      '5_f.mjs:1: Byte 0 is not UTF-8: save the file as UTF-8.',
      "helper.ts: The name fits none of sluice's: <digits>_<name>.ts or <digits>_<name>.mjs. Rename the file, or move it elsewhere.",
    ]);
  });

  it('refuses a format of SQL files, and a folder of SQL refuses modules', async () => {
    expect(await refusal({ '1_a.ts': UP }, { ...KEYS, format: 'flyway' })).toEqual([
      'migrations.format is flyway, a format of SQL files, which this engine cannot run.',
    ]);
    expect(await refusal({ '1_a.ts': UP })).toEqual([
      '1_a.ts: This is a migration for another kind of database: keep it in a folder of its own.',
    ]);
  });

  it('warns of what a checksum does not cover', async () => {
    const { warnings } = await read(
      await folderOf({ '1_a.mjs': `import { x } from './lib/x.mjs';\n${UP}`, 'lib/2_b.mjs': UP }),
      KEYS,
    );
    expect(warnings).toEqual([
      'lib/ holds .ts or .mjs files, and the format sluice reads no subfolders.',
      '1_a.mjs imports ./lib/x.mjs, which its checksum does not cover: a change there goes unseen.',
    ]);
  });
});

describe('a module', () => {
  it.each([
    ['named exports', UP],
    ['a default export', "export default { match: 'user:*', up: (value) => value };"],
    ['both', "export default { match: 'user:*' };\nexport function up(value) { return value; }"],
  ])('may use %s', async (_what, text) => {
    const exports = await (await only(text)).up.keys?.load();
    expect(exports).toMatchObject({ match: 'user:*', matchDown: 'user:*', type: null, down: null });
  });

  it('may be TypeScript', async () => {
    const text = "export const match: string = 'a:*';\nexport const up = (value: unknown): unknown => value;\n";
    expect((await (await only(text, '1_users.ts')).up.keys?.load())?.match).toBe('a:*');
  });

  it('is told all that is wrong with it at once', async () => {
    expect(
      await loadProblem(
        "export const match = '';\nexport const type = 'stream';\nexport const dwon = 1;\nexport const matchDown = 'x';\nexport default { type: 'hash' };",
      ),
    ).toBe(
      [
        'type is exported by name and in the default export, and the two differ.',
        'It exports dwon, which is none of match, matchDown, type, up, down.',
        "match has to be a pattern of key names, such as 'user:*'.",
        'matchDown is for down, which is missing.',
        'type has to be one of string, json, hash, list, set, zset, or to be left out.',
        'up has to be a function of a value and its key.',
      ]
        .map((sentence) => `1_users.mjs: ${sentence}`)
        .join('\n'),
    );
  });

  it('is named when its own code throws', async () => {
    expect(await loadProblem('throw new Error("no");')).toBe('1_users.mjs: The module cannot be loaded: no');
  });

  it('is not loaded when its file has changed since it was read', async () => {
    const directory = await folderOf({ '1_users.mjs': UP });
    const { migrations } = await read(directory, KEYS);
    await writeFile(join(directory, '1_users.mjs'), `${UP}// edited`);
    await expect(migrations[0]?.up.keys?.load()).rejects.toThrow('The file was changed after it had been read.');
  });

  it('has a way back only when it has down, which is known once it is loaded', async () => {
    const { migrations } = await read(
      await folderOf({
        '1_a.mjs': UP,
        '2_b.mjs': `${UP}export const down = (value) => value;`,
        '3_c.mjs': 'throw new Error("ran");',
      }),
      KEYS,
    );
    const loaded = await loadWaysBack(migrations, new Set(['1', '2']));
    expect(loaded.map(({ down }) => down?.path ?? null)).toEqual([null, '2_b.mjs', null]);
  });
});

describe('what a module returns', () => {
  async function change(body: string): Promise<unknown> {
    const exports = await (await only(`export const match = '*';\nexport const up = ${body};`)).up.keys?.load();
    if (exports === undefined) throw new Error('no module');
    return keyTransform(exports, 'up', '1:up').change('value', 'key');
  }

  it.each([
    ['(value) => value + "!"', { kind: 'set', value: 'value!' }],
    ['async (value, key) => key', { kind: 'set', value: 'key' }],
    ['() => null', { kind: 'set', value: null }],
    ['(value, key, { remove }) => remove()', { kind: 'remove' }],
    ['(value, key, { rename }) => rename("other")', { kind: 'rename', key: 'other', value: 'value' }],
    ['(value, key, { rename }) => rename("other", null)', { kind: 'rename', key: 'other', value: null }],
  ])('is understood: %s', async (body, expected) => {
    expect(await change(body)).toEqual(expected);
  });

  it('is refused when it is nothing', async () => {
    await expect(change('(value) => { value; }')).rejects.toThrow('up returned nothing');
  });
});
