import { OF_DATABASE } from '../inspect/programs.ts';
import { column } from '../inspect/reader.ts';
import { quoteIdentifier, quoteTable } from '../quote.ts';
import type { Held } from '../session.ts';

/** A view, trigger, routine or event with all that creates it again. */
export interface Program {
  /** As statements name it: `package body`. */
  readonly kind: string;
  readonly name: string;
  /** Null: the account may not see it. */
  readonly statement: string | null;
  readonly sqlMode: string;
  readonly characterSet: string;
  readonly collation: string;
  /** What the database gave to text without a collation; null where that plays no part. */
  readonly databaseCollation: string | null;
  /** Of an event. */
  readonly timeZone: string | null;
}

/** Triggers of one table and event come in the order in which they run, a package before its body. */
const LISTS = [
  `select 'trigger' as kind, trigger_name as name from information_schema.triggers where ${OF_DATABASE}` +
    ' order by event_object_table, event_manipulation, action_timing, action_order',
  'select lower(routine_type) as kind, routine_name as name from information_schema.routines' +
    ' where routine_schema = ? and ? is not null order by routine_type, routine_name',
  "select 'event' as kind, event_name as name from information_schema.events where event_schema = ? and ? is not null order by event_name",
  "select 'view' as kind, table_name as name from information_schema.views where table_schema = ? and ? is not null order by table_name",
] as const;

/** What SHOW CREATE calls the statement. */
const STATEMENT = /^(?:create |sql original statement$)/i;

async function show(held: Held, database: string, kind: string, name: string): Promise<Program> {
  const { rows } = await held.query(`show create ${kind} ${quoteTable({ schema: database, name })}`);
  const shown = rows[0] ?? {};
  return {
    kind,
    name,
    statement: column(shown, Object.keys(shown).find((key) => STATEMENT.test(key)) ?? ''),
    sqlMode: column(shown, 'sql_mode') ?? '',
    characterSet: column(shown, 'character_set_client') ?? 'utf8mb4',
    collation: column(shown, 'collation_connection') ?? 'utf8mb4_general_ci',
    databaseCollation: column(shown, 'Database Collation'),
    timeZone: column(shown, 'time_zone'),
  };
}

/** Reads the programs of a database; the session uses `home` afterwards. */
export async function readPrograms(held: Held, database: string, home: string): Promise<readonly Program[]> {
  // A view names the tables of the database in use without it, and the mode changes how it is shown.
  await held.query(`use ${quoteIdentifier(database)}`);
  await held.query("set session sql_mode = ''");
  const programs: Program[] = [];
  for (const list of LISTS) {
    const { rows } = await held.query(list, [database, database]);
    for (const row of rows)
      programs.push(await show(held, database, column(row, 'kind') ?? '', column(row, 'name') ?? ''));
  }
  await held.query(`use ${quoteIdentifier(home)}`);
  return programs;
}

/** The statement that drops a program, should it be there. */
export function dropStatement({ kind, name }: Pick<Program, 'kind' | 'name'>, database: string): string {
  return `drop ${kind} if exists ${quoteTable({ schema: database, name })}`;
}

/** What statements that create programs depend on. */
export interface Making {
  readonly database: string;
  /** CREATE OR REPLACE makes more than views. */
  readonly mariadb: boolean;
  /** The server is given statements in UTF-8 and takes them as written in the session's character set. */
  readonly immediate: boolean;
  /** What the database gives to text now. */
  readonly collation: string;
}

/**
 * Statements that create a program, or replace the one of its name: mode, character set and collation are part of it. On
 * MySQL one that was written by a client of another character set than UTF-8 keeps its text, and is recorded as written in
 * UTF-8 unless all of it is ASCII.
 */
export function createStatements(
  program: Program,
  { database, mariadb, immediate, collation }: Making,
): readonly string[] {
  const { kind, statement, sqlMode, characterSet, databaseCollation, timeZone } = program;
  const text = statement ?? '';
  const asWritten = immediate || characterSet.startsWith('utf8') || /^[\0-\x7f]*$/.test(text);
  const settings = [
    `character_set_client = ${asWritten ? characterSet : 'utf8mb4'}`,
    `collation_connection = ${program.collation}`,
    `sql_mode = ${quoted(sqlMode)}`,
    ...(timeZone === null ? [] : [`time_zone = ${quoted(timeZone)}`]),
  ];
  const replaceable = mariadb || kind === 'view';
  const other = databaseCollation !== null && databaseCollation !== collation;
  const collate = (name: string): string => `alter database ${quoteIdentifier(database)} collate ${name}`;
  return [
    ...(replaceable ? [] : [dropStatement(program, database)]),
    ...(other ? [collate(databaseCollation)] : []),
    `set ${settings.map((setting) => `session ${setting}`).join(', ')}`,
    replaceable ? text.replace(/^create\s+(?:or\s+replace\s+)?/i, 'create or replace ') : text,
    "set session character_set_client = utf8mb4, session collation_connection = utf8mb4_general_ci, session sql_mode = ''",
    ...(other ? [collate(collation)] : []),
  ];
}

const quoted = (value: string): string => `'${value.replaceAll("'", '')}'`;
