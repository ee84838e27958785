import type { SqlRow } from '../sql/session.ts';
import type { DigestColumn } from './digest-sql.ts';
import { column } from './inspect/reader.ts';

/** A table with what has to be known to read its rows. */
export interface TableShape {
  readonly name: string;
  readonly engine: string | null;
  /** MariaDB keeps the past of its rows. */
  readonly versioned: boolean;
  readonly columns: readonly (DigestColumn & { readonly generated: boolean })[];
}

/** Reads the shapes of all base tables in two queries, in the order of their columns. */
export async function readShapes(
  query: (sql: string, values: readonly string[]) => Promise<readonly SqlRow[]>,
  database: string,
): Promise<ReadonlyMap<string, TableShape>> {
  const tables = await query(
    'select table_name as name, engine as engine, table_type as type from information_schema.tables' +
      " where table_schema = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED')",
    [database],
  );
  const rows = await query(
    'select table_name as `table`, column_name as name, data_type as data_type, column_type as column_type,' +
      ' datetime_precision as time_scale, numeric_scale as scale, character_set_name as character_set,' +
      ' is_nullable as nullable, extra as extra from information_schema.columns where table_schema = ?' +
      ' order by table_name, ordinal_position',
    [database],
  );
  const columns = new Map<string, TableShape['columns'][number][]>();
  for (const row of rows) {
    const table = column(row, 'table') ?? '';
    const list = columns.get(table) ?? [];
    columns.set(table, list);
    list.push({
      name: column(row, 'name') ?? '',
      dataType: (column(row, 'data_type') ?? '').toLowerCase(),
      columnType: (column(row, 'column_type') ?? '').toLowerCase(),
      scale: Number(row['time_scale'] ?? row['scale'] ?? 0),
      characterSet: column(row, 'character_set'),
      nullable: column(row, 'nullable') === 'YES',
      generated: (column(row, 'extra') ?? '').replace('DEFAULT_GENERATED', '').includes('GENERATED'),
    });
  }
  return new Map(
    tables.map((row) => {
      const name = column(row, 'name') ?? '';
      const shape = {
        name,
        engine: column(row, 'engine'),
        versioned: column(row, 'type') === 'SYSTEM VERSIONED',
        columns: columns.get(name) ?? [],
      };
      return [name, shape];
    }),
  );
}
