import { describe, expect, it } from '@jest/globals';
import type { SqlSyntax, TableRef } from '../../src/driver.ts';
import { splitStatements } from '../../src/migrations/split.ts';
import { touchedTables } from '../../src/migrations/touched-tables.ts';
import type { Script } from '../../src/migrations/types.ts';
import { MYSQL, POSTGRESQL, SQLITE } from './syntaxes.ts';

const TABLES: readonly TableRef[] = [
  { schema: 'public', name: 'Leads' },
  { schema: 'public', name: 'owners' },
  { schema: 'audit', name: 'leads' },
  { name: 'order items' },
  { name: 'a"b' },
];

function touched(sql: string, syntax: SqlSyntax): string[] {
  const script: Script = {
    path: 'x.sql',
    transaction: true,
    lockTimeoutMs: null,
    online: false,
    statements: splitStatements(sql, syntax),
    bytes: sql.length,
  };
  return touchedTables([script], TABLES, syntax).map(({ schema, name }) => `${schema ?? ''}.${name}`);
}

const LEADS = ['public.Leads', 'audit.leads'];

describe('touchedTables', () => {
  it.each<[string, SqlSyntax, string, string[]]>([
    ['a bare name, in any case and schema', POSTGRESQL, 'alter table app.LEADS add x int', LEADS],
    [
      'several scripts worth of statements',
      POSTGRESQL,
      'drop table leads; update owners set a = 1',
      [...LEADS.slice(0, 1), 'public.owners', 'audit.leads'],
    ],
    ['quoted names', POSTGRESQL, 'drop table "order items", "a""b"', ['.order items', '.a"b']],
    ['not comments', POSTGRESQL, 'select 1 /* leads */ -- owners\n + 1', []],
    ['not strings', POSTGRESQL, "select 'leads', E'owners'", []],
    ['not parts of names', POSTGRESQL, 'select leads_old, myowners from leads2', []],
    ['dollar-quoted bodies', POSTGRESQL, "do $$ begin /* owners */ update leads set a = 'owners'; end $$", LEADS],
    ['nested dollar quotes', POSTGRESQL, 'do $a$ begin execute $b$ update leads set a = 1 $b$; end $a$', LEADS],
    ['bodies that are no SQL', POSTGRESQL, "do language plpython3u $$ # don't\nplpy.execute(leads) $$", LEADS],
    ['atomic bodies', POSTGRESQL, 'create procedure p() begin atomic delete from leads; end', LEADS],
    ['rows of COPY are data', POSTGRESQL, 'copy owners from stdin;\nleads\n\\.\n', ['public.owners']],
    ['MySQL names', MYSQL, 'update `order items` set a = "leads"', ['.order items']],
    ['MySQL bodies', MYSQL, 'create procedure p() begin delete from leads; end', LEADS],
    ['MySQL executable comments', MYSQL, '/*!40000 alter table leads disable keys */', LEADS],
    ['SQLite brackets', SQLITE, 'drop table [Order Items]', ['.order items']],
    ['SQLite triggers', SQLITE, 'create trigger t insert on x begin delete from owners; end', ['public.owners']],
    ['SQLite names written as strings', SQLITE, "update 'leads' set a = 'owners'", LEADS],
    ['SQLite qualified names written as strings', SQLITE, "delete from main.'leads'", LEADS],
  ])('%s', (_title, syntax, sql, expected) => {
    expect(touched(sql, syntax)).toEqual(expected);
  });
});
