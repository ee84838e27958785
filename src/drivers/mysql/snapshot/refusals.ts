import { SluiceError } from '../../../errors.ts';
import { column, type SchemaReader } from '../inspect/reader.ts';
import { listTables, readTables } from '../inspect/tables.ts';
import type { Held } from '../session.ts';
import type { SnapshotParts } from './group.ts';
import type { Program } from './programs.ts';

/** Refuses when foreign keys of tables in other databases would follow a table that is moved away: `ROLL_001`. */
export async function refuseForeignChildren(held: Held, database: string): Promise<void> {
  const { rows } = await held.query(
    'select distinct table_schema as db, table_name as name from information_schema.key_column_usage' +
      ' where referenced_table_schema = ? and table_schema <> ?',
    [database, database],
  );
  if (rows.length === 0) return;
  const named = rows.map((row) => `${column(row, 'db') ?? ''}.${column(row, 'name') ?? ''}`);
  throw new SluiceError(
    'ROLL_001',
    `Tables of other databases have foreign keys into this one and would follow the old tables: ${named.slice(0, 10).join(', ')}. Nothing was changed.`,
    { fix: 'Drop these foreign keys, restore, and create them again.' },
  );
}

/** Rows alone go into the tables that there are, so these have to be the ones of the backup: `ROLL_001`. */
export async function refuseOtherTables(held: Held, parts: SnapshotParts, restored: string): Promise<void> {
  const { info, names } = parts;
  const read = async (database: string): Promise<ReadonlyMap<string, string>> => {
    const reader: SchemaReader = {
      query: async (sql, values) => (await held.query(sql, values)).rows,
      database,
      ownNames: [info.database, restored],
      eventsHeldBack: new Set(),
      mariadb: info.mariadb,
      names,
    };
    const objects = await readTables(reader, await listTables(reader));
    return new Map(objects.map((object) => [`${object.kind} ${object.name}`, JSON.stringify(object.definition)]));
  };
  const [live, backup] = [await read(info.database), await read(restored)];
  const differing = [...new Set([...live.keys(), ...backup.keys()])].filter(
    (name) => live.get(name) !== backup.get(name),
  );
  if (differing.length === 0) return;
  throw new SluiceError(
    'ROLL_001',
    `The backup holds rows only, and its tables were not the present ones: ${differing.slice(0, 10).join(', ')}. Nothing was changed.`,
    { fix: 'Take back the migrations that changed these tables, or choose a backup of mode full.' },
  );
}

/** What was restored is shown in part only to an account without certain privileges: `PERM_001`. */
export function refuseHidden(programs: readonly Program[]): void {
  const hidden = programs.filter(({ statement }) => statement === null).map(({ kind, name }) => `${kind} ${name}`);
  if (hidden.length === 0) return;
  throw new SluiceError(
    'PERM_001',
    `The account may not see what is in these restored routines: ${hidden.slice(0, 20).join(', ')}. Nothing was changed.`,
    {
      fix: 'Give the account what a backup of them needs (see docs/permissions.md), then run the command again.',
      details: { hidden },
    },
  );
}
