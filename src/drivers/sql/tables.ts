import type { StoreNames } from '../../driver.ts';
import type { SqlSession, StoreDialect } from './session.ts';

/** Sluice's own tables, by what they hold. */
export const SLUICE_TABLES = ['migrations', 'journal', 'lock', 'control'] as const;

/** One of {@link SLUICE_TABLES}. */
export type SluiceTable = (typeof SLUICE_TABLES)[number];

/** The tables that belong to the present and are never restored from a backup. */
export const PRESENT_TABLES = ['journal', 'lock', 'control'] as const satisfies readonly SluiceTable[];

/** Unquoted name of one of Sluice's tables. */
export function plainTableName(names: StoreNames, table: SluiceTable): string {
  return `${names.prefix}${table}`;
}

/** Quoted, qualified name of one of Sluice's tables. */
export function tableName(dialect: StoreDialect, names: StoreNames, table: SluiceTable): string {
  const name = dialect.quote(plainTableName(names, table));
  return names.schema === null ? name : `${dialect.quote(names.schema)}.${name}`;
}

/** The statement that creates one of Sluice's tables. */
function createTable(dialect: StoreDialect, names: StoreNames, table: SluiceTable): string {
  const { key, text, integer, timestamp } = dialect.types;
  const columns: Record<SluiceTable, readonly string[]> = {
    migrations: [
      `version ${key} not null primary key`,
      `name ${text} not null`,
      `checksum ${text} not null`,
      `applied_at ${timestamp} not null`,
      `duration_ms ${integer} not null`,
      `statements ${integer} not null`,
      `run_id ${key} not null`,
    ],
    journal: [
      `run_id ${key} not null`,
      `seq ${integer} not null`,
      `at ${timestamp} not null`,
      `stage ${key} not null`,
      `kind ${key} not null`,
      `entry ${text} not null`,
      'primary key (run_id, seq)',
    ],
    lock: [
      `name ${key} not null primary key`,
      `owner ${text} not null`,
      `acquired_at ${timestamp} not null`,
      `expires_at ${timestamp} not null`,
    ],
    control: [`run_id ${key} not null`, `at ${timestamp} not null`, `request ${key} not null`],
  };
  return `create table ${tableName(dialect, names, table)} (${columns[table].join(', ')})${dialect.tableSuffix}`;
}

/** Whether one of Sluice's tables is there. */
export async function tableExists(
  session: Pick<SqlSession, 'query'>,
  dialect: StoreDialect,
  names: StoreNames,
  table: SluiceTable,
): Promise<boolean> {
  const { sql, values } = dialect.tableExists(names.schema, plainTableName(names, table));
  return (await session.query(sql, values)).rows.length > 0;
}

/** Creates those of Sluice's tables that are missing; other runs may be doing the same. */
export async function ensureTables(session: SqlSession, dialect: StoreDialect, names: StoreNames): Promise<void> {
  for (const table of SLUICE_TABLES) {
    if (await tableExists(session, dialect, names, table)) continue;
    try {
      await session.query(createTable(dialect, names, table));
    } catch (error) {
      if (!session.isDuplicate(error)) throw error;
    }
  }
}
