import { describe, expect, it } from '@jest/globals';
import { folderOf, read, refusal } from '../folders.ts';

const format = 'golang-migrate';

describe('golang-migrate', () => {
  it('reads its files', async () => {
    const set = await read(
      await folderOf({ '1_init.up.sql': 'select 1;', '1_init.down.sql': 'select 2;', '20240101_.up.sql': 'select 3' }),
      { format },
    );
    expect(set.migrations).toMatchObject([
      { version: '1', name: 'init', format, up: { transaction: true }, down: { statements: [{ text: 'select 2' }] } },
      { version: '20240101', name: '', format, down: null },
    ]);
  });

  it('knows no repeatable files', async () => {
    expect(await refusal({ 'R_a.sql': 'select 1' }, { format })).toEqual([
      "R_a.sql: The name fits none of golang-migrate's: <digits>_<name>.up.sql or <digits>_<name>.down.sql. Rename the file, or move it elsewhere.",
    ]);
  });

  it('obeys directives', async () => {
    const set = await read(await folderOf({ '1_a.up.sql': '-- sluice: transaction=false\nvacuum' }), { format });
    expect(set.migrations[0]?.up.transaction).toBe(false);
  });
});
