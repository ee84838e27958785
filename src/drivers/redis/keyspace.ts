import type { DatabaseKeys, TableRef } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import type { Info } from './info.ts';

/** The two tables of a database number: keys that stay, and keys that expire. */
export const KEY_TABLES = ['keys', 'expiring'] as const;

/** One of {@link KEY_TABLES}. */
export type KeyTable = (typeof KEY_TABLES)[number];

/** Reads INFO keyspace; databases without keys are not in it. */
export function readKeyspace(info: Info): readonly DatabaseKeys[] {
  return [...info]
    .flatMap(([name, value]): readonly DatabaseKeys[] => {
      const database = /^db(\d+)$/u.exec(name)?.[1];
      const counts = /^keys=(\d+),expires=(\d+)/u.exec(value);
      return database === undefined || counts === null
        ? []
        : [{ database: Number(database), keys: Number(counts[1]), expiring: Number(counts[2]) }];
    })
    .toSorted((a, b) => a.database - b.database);
}

/** The table as the contract names it: `db0.keys`. */
export function tableRef(database: number, name: KeyTable): TableRef {
  return { schema: `db${String(database)}`, name };
}

/**
 * The reverse of {@link tableRef}.
 *
 * @throws SluiceError `DATA_001` for a name that is none
 */
export function readTableRef({ schema, name }: TableRef): { readonly database: number; readonly table: KeyTable } {
  const database = /^db(\d{1,5})$/u.exec(schema ?? '')?.[1];
  const table = KEY_TABLES.find((known) => known === name);
  if (database === undefined || table === undefined) {
    throw new SluiceError('DATA_001', `The table ${schema === undefined ? '' : `${schema}.`}${name} does not exist.`, {
      fix: 'A Redis server has the tables db0.keys and db0.expiring, and so on for each database number.',
    });
  }
  return { database: Number(database), table };
}
