import type Database from 'better-sqlite3';
import { openDatabase } from './open-database.ts';

/** Settings that the file's header holds, in an order in which they can be set on an empty file. */
const HEADER_PRAGMAS = ['page_size', 'encoding', 'auto_vacuum', 'application_id', 'user_version'] as const;

interface SchemaRow {
  readonly name: string;
  readonly sql: string;
}

/** Makes everything but the rows in an empty file, in the order in which it was made. */
export function copySchema(source: Database.Database, target: string, without: ReadonlySet<string>): void {
  const copy = openDatabase(target, { busyMs: 0 });
  try {
    source.exec('begin');
    try {
      for (const pragma of HEADER_PRAGMAS) {
        const value = source.pragma(pragma, { simple: true });
        copy.pragma(`${pragma} = ${pragma === 'encoding' ? `'${String(value)}'` : String(value)}`);
      }
      copy.exec('begin');
      for (const { name, sql } of statementsOf(source)) if (!without.has(name.toLowerCase())) copy.exec(sql);
      copy.exec('commit');
    } finally {
      source.exec('rollback');
    }
    if (source.pragma('journal_mode', { simple: true }) === 'wal') copy.pragma('journal_mode = WAL');
  } finally {
    copy.close();
  }
}

/** The statements that make the schema; a virtual table makes its shadow tables by itself. */
function statementsOf(source: Database.Database): readonly SchemaRow[] {
  return source
    .prepare<[], SchemaRow>(
      `select s.tbl_name as name, s.sql from main.sqlite_schema s
       left join pragma_table_list t on t.schema = 'main' and t.name = s.name
       where s.sql is not null and s.name not like 'sqlite\\_%' escape '\\' and t.type is not 'shadow'
       order by s.type = 'trigger', s.type = 'view', s.type = 'index', s.rowid`,
    )
    .all();
}
