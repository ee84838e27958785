import type { StoreNames } from '../../../driver.ts';
import type { SqlRow } from '../../sql/session.ts';
import { plainTableName, SLUICE_TABLES } from '../../sql/tables.ts';
import { SCRATCH_MARK } from '../scratch-names.ts';

/** What the schema is read with. */
export interface SchemaReader {
  query(sql: string, values?: readonly (string | number | null)[]): Promise<readonly SqlRow[]>;
  readonly database: string;
  /**
   * Names under which stored text may mention this database, as `` `name`. ``: its own, and for a scratch
   * database the one that the dump came from. They are left out, so that both read the same.
   */
  readonly ownNames: readonly string[];
  /** Events switched off by a restore that keeps them from acting; the dump has them on. */
  readonly eventsHeldBack: ReadonlySet<string>;
  readonly mariadb: boolean;
  readonly names: StoreNames;
}

/** Names of Sluice's own tables in the database. */
export function sluiceTables(names: StoreNames): ReadonlySet<string> {
  return new Set([...SLUICE_TABLES.map((table) => plainTableName(names, table)), SCRATCH_MARK]);
}

/** Leaves the database's own name out of a definition. */
export function withoutOwnName(definition: string, { ownNames }: Pick<SchemaReader, 'ownNames'>): string {
  return ownNames.reduce((text, name) => text.replaceAll(`\`${name.replaceAll('`', '``')}\`.`, ''), definition);
}

/** A column of a row as text; null for NULL. Some servers send text of their catalogue as bytes. */
export function column(row: SqlRow, name: string): string | null {
  const value = row[name];
  if (value === null || value === undefined) return null;
  return Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
}
