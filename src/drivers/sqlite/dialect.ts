import type { StoreDialect } from '../sql/session.ts';
import { quote } from './quote.ts';

/** ISO 8601 in UTC with milliseconds: sorts as it reads, and is what JavaScript writes. */
const ISO = '%Y-%m-%dT%H:%M:%fZ';

/** The stores' SQL for SQLite. */
export const sqliteDialect: StoreDialect = {
  quote,
  placeholder: (n) => `?${String(n)}`,
  types: { key: 'text', text: 'text', integer: 'integer', timestamp: 'text' },
  tableSuffix: '',
  now: `strftime('${ISO}', 'now')`,
  nowPlus: (ms) => `strftime('${ISO}', 'now', (${ms} / 1000.0) || ' seconds')`,
  iso: (column) => column,
  fromIso: (placeholder) => placeholder,
  tableExists: (_schema, table) => ({
    sql: "select 1 from main.sqlite_schema where type = 'table' and name = ?1 collate nocase",
    values: [table],
  }),
};
