import type { StoreDialect } from '../sql/session.ts';
import { quoteIdentifier } from './quote.ts';

/** How Sluice's own tables are written and read in PostgreSQL. */
export const storeDialect: StoreDialect = {
  quote: quoteIdentifier,
  placeholder: (n) => `$${String(n)}`,
  types: {
    key: 'varchar(255) collate "C"',
    text: 'text',
    integer: 'bigint',
    timestamp: 'timestamptz',
  },
  tableSuffix: '',
  // now() would be the start of the transaction; a lease has to be measured by the moment of the write.
  now: 'clock_timestamp()',
  nowPlus: (ms) => `clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`,
  iso: (column) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  fromIso: (placeholder) => `${placeholder}::timestamptz`,
  replacing: (key, columns) =>
    `on conflict (${key}) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  tableExists: (schema, table) => ({
    sql:
      'select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace' +
      " where c.relname = $1 and c.relkind in ('r', 'p') and n.nspname = " +
      (schema === null ? 'current_schema()' : '$2'),
    values: schema === null ? [table] : [table, schema],
  }),
};
