import type Database from 'better-sqlite3';
import type { ForeignKeyOrphans } from '../../../driver.ts';

interface OrphanRow {
  readonly child: string;
  readonly parent: string;
  readonly id: number;
  readonly rows: number;
}

/** Foreign keys with rows that have no parent. Throws SQLite's error where a key names columns that are no key. */
export function findOrphans(database: Database.Database): readonly ForeignKeyOrphans[] {
  const columns = database.prepare<[string, number], string>(
    'select "from" from pragma_foreign_key_list(?) where id = ? order by seq',
  );
  return database
    .prepare<[], OrphanRow>(
      'select "table" as child, parent, fkid as id, count(*) as rows from pragma_foreign_key_check group by 1, 2, 3 order by 1, 3',
    )
    .all()
    .map(({ child, parent, id, rows }) => ({
      table: { name: child },
      constraint: `foreign key (${columns.pluck().all(child, id).join(', ')})`,
      parent: { name: parent },
      rows,
    }));
}
