import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { copyLive, copyPages } from '../../../src/drivers/sqlite/worker/copy-pages.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const opened: Database.Database[] = [];

afterEach(() => {
  for (const database of opened.splice(0)) database.close();
});

function connect(path: string): Database.Database {
  const database = new Database(path, { timeout: 0 });
  opened.push(database);
  return database;
}

/** Two files; the first has enough small pages for several steps of a copy. */
async function files(
  mode: string,
): Promise<{ readonly source: Database.Database; readonly from: string; readonly to: string }> {
  const folder = await temporaryDirectory();
  const from = join(folder, 'from.db');
  const to = join(folder, 'to.db');
  const source = connect(from);
  source.exec(
    `pragma page_size = 512; pragma journal_mode = ${mode}; create table a (n, filler);
     insert into a with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000) select 0, zeroblob(400) from n`,
  );
  await writeFile(to, '');
  return { source, from, to };
}

describe('a copy', () => {
  it.each([
    ['delete', 'begin immediate'],
    ['delete', 'begin; select * from b'],
    ['wal', 'begin immediate'],
  ])('into a locked file in journal mode %s (%s) changes nothing and says so', async (mode, lock) => {
    const { source, to } = await files('delete');
    const other = connect(to);
    other.exec(`pragma page_size = 512; pragma journal_mode = ${mode}; create table b (c); insert into b values (1)`);
    const holder = connect(to);
    const [begin, query] = lock.split(';') as [string, string?];
    holder.exec(begin);
    if (query !== undefined) holder.prepare(query).all();
    expect(await copyPages(source, to)).toBe(false);
    holder.exec('rollback');
    expect(other.prepare('select name from sqlite_schema').pluck().all()).toEqual(['b']);
    expect(await copyPages(source, to)).toBe(true);
    expect(other.prepare('select name from sqlite_schema').pluck().all()).toEqual(['a']);
  });

  it.each(['delete', 'wal'])('comes to its end however often others write, in journal mode %s', async (mode) => {
    const { source, from, to } = await files(mode);
    const writer = connect(from);
    const most = 500;
    let writes = 0;
    let refused = 0;
    const copy = { done: false };
    const copying = copyLive(source, to).finally(() => {
      copy.done = true;
    });
    // One write between any two steps of the copy.
    while (!copy.done && writes + refused < most) {
      try {
        writer.exec('update a set n = n + 1');
        writes += 1;
      } catch {
        refused += 1;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await copying;
    expect(writes).toBeGreaterThan(0);
    expect(writes + refused).toBeLessThan(most);
    const copied = connect(to);
    expect(copied.prepare('select count(distinct n) as states, count(*) as rows from a').get()).toEqual({
      states: 1,
      rows: 20_000,
    });
  });
});
