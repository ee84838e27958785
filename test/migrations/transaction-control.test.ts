import { describe, expect, it } from '@jest/globals';
import type { SqlSyntax } from '../../src/driver.ts';
import { splitStatements } from '../../src/migrations/split.ts';
import { withoutTransactionControl } from '../../src/migrations/transaction-control.ts';
import { folderOf, read, refusal } from './folders.ts';
import { MYSQL, POSTGRESQL, SQLITE } from './syntaxes.ts';

function kept(sql: string, syntax: SqlSyntax): string[] {
  const { statements, problems } = withoutTransactionControl(splitStatements(sql, syntax), syntax, true);
  expect(problems).toEqual([]);
  expect(statements.map(({ index }) => index)).toEqual(statements.map((_statement, index) => index));
  return statements.map(({ text }) => text);
}

function refusedLines(sql: string, syntax: SqlSyntax): number[] {
  return withoutTransactionControl(splitStatements(sql, syntax), syntax, true).problems.map(({ line }) => line);
}

describe('withoutTransactionControl', () => {
  it.each<[string, SqlSyntax, string]>([
    ['BEGIN … COMMIT', POSTGRESQL, 'BEGIN; select 1; COMMIT;'],
    ['BEGIN WORK … COMMIT WORK', MYSQL, 'begin work; select 1; commit work;'],
    ['START TRANSACTION', MYSQL, 'start transaction; select 1; commit'],
    ['BEGIN TRANSACTION … END', POSTGRESQL, 'begin transaction; select 1; end transaction'],
    ['BEGIN IMMEDIATE TRANSACTION … END', SQLITE, 'begin immediate transaction; select 1; end;'],
    ['with comments', POSTGRESQL, '-- a\nbegin /* b */; -- c\nselect 1; /* d */ commit; -- e'],
  ])('takes out %s', (_title, syntax, sql) => {
    expect(kept(sql, syntax)).toEqual(['select 1']);
  });

  it('numbers what is left from 0 and keeps its lines', () => {
    const { statements } = withoutTransactionControl(
      splitStatements('begin;\nselect 1;\nselect 2;\ncommit;', POSTGRESQL),
      POSTGRESQL,
      true,
    );
    expect(statements.map(({ index, line }) => [index, line])).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it.each<[string, SqlSyntax, string]>([
    ['routine bodies', MYSQL, 'create procedure p() begin start transaction; commit; end'],
    ['compound statements', MYSQL, 'begin not atomic select 1; end'],
    ['prepared statements', POSTGRESQL, 'prepare p as select 1'],
    ['START of something else', MYSQL, 'start replica'],
    ['SET of other things', MYSQL, "set @autocommit = 0, @old = @@autocommit, sql_mode = ''"],
    ['autocommit on', MYSQL, 'set session autocommit = 1; set @@autocommit := on'],
    ['SET TRANSACTION', POSTGRESQL, 'set transaction isolation level serializable'],
  ])('leaves %s alone', (_title, syntax, sql) => {
    expect(kept(sql, syntax)).toEqual(sql.includes('create') || sql.includes('atomic') ? [sql] : sql.split('; '));
  });

  it.each<[string, SqlSyntax, string, number[]]>([
    ['BEGIN alone', POSTGRESQL, 'begin;\nselect 1', [1]],
    ['COMMIT alone', POSTGRESQL, 'select 1;\ncommit', [2]],
    ['COMMIT in the middle', POSTGRESQL, 'begin;\nselect 1;\ncommit;\nbegin;\nselect 2;\ncommit', [3, 4]],
    ['savepoints', POSTGRESQL, 'savepoint a;\nrollback to a;\nrelease a;\nselect 1', [1, 2, 3]],
    ['ROLLBACK at the end', POSTGRESQL, 'begin;\nselect 1;\nrollback', [1, 3]],
    ['ABORT', POSTGRESQL, 'abort', [1]],
    ['END in SQLite', SQLITE, 'select 1;\nend', [2]],
    ['options', POSTGRESQL, 'begin isolation level serializable;\nselect 1;\ncommit', [1, 3]],
    ['NOT DEFERRABLE', POSTGRESQL, 'begin not deferrable', [1]],
    ['snapshots', MYSQL, 'start transaction with consistent snapshot', [1]],
    ['AND CHAIN', MYSQL, 'begin;\nselect 1;\ncommit and chain', [1, 3]],
    ['two-phase commit', POSTGRESQL, "prepare transaction 'a';\ncommit prepared 'a'", [1, 2]],
    ['XA', MYSQL, "xa start 'a'", [1]],
    [
      'autocommit off',
      MYSQL,
      'set autocommit=0;\nset @old = @@autocommit, @@session.autocommit := off;\n/*!40101 set autocommit=0 */',
      [1, 2, 3],
    ],
  ])('refuses %s', (_title, syntax, sql, lines) => {
    expect(refusedLines(sql, syntax)).toEqual(lines);
  });

  it('names file, line and statement', async () => {
    expect(await refusal({ '1_a.up.sql': 'select 1;\n\nsavepoint\n a;' })).toEqual([
      '1_a.up.sql:3: savepoint controls the transaction, which Sluice does itself for each script: take it out, and move what needs a transaction of its own into a migration of its own.',
    ]);
  });

  it('refuses a script that asks for both', async () => {
    expect(await refusal({ '1_a.up.sql': '-- sluice: transaction=false\nbegin;\nselect 1;\ncommit;' })).toEqual([
      '1_a.up.sql:2: The script asks to run outside a transaction and opens one: take one of the two out.',
    ]);
  });

  it('keeps transaction=true for a script that was wrapped', async () => {
    const set = await read(await folderOf({ '1_a.up.sql': 'begin;\nselect 1;\ncommit;' }), {
      format: 'golang-migrate',
    });
    expect(set.migrations[0]?.up).toMatchObject({ transaction: true, statements: [{ text: 'select 1' }] });
  });
});
