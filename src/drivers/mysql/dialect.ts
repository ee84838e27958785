import type { StoreDialect } from '../sql/session.ts';
import { quoteIdentifier } from './quote.ts';

/** How Sluice's own tables are written and read here; every time is UTC, whatever the session's time zone. */
export const mysqlDialect: StoreDialect = {
  quote: quoteIdentifier,
  placeholder: () => '?',
  types: {
    key: 'varchar(255) character set utf8mb4 collate utf8mb4_bin',
    text: 'longtext character set utf8mb4 collate utf8mb4_bin',
    integer: 'bigint',
    timestamp: 'datetime(3)',
  },
  // The row format is named for servers whose default leaves too little room for a key of 255 characters.
  tableSuffix: ' engine=InnoDB row_format=dynamic default character set utf8mb4',
  now: 'utc_timestamp(3)',
  nowPlus: (ms) => `(utc_timestamp(3) + interval (${ms} * 1000) microsecond)`,
  iso: (column) => `concat(left(date_format(${column}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')`,
  fromIso: (placeholder) => `cast(replace(${placeholder}, 'Z', '') as datetime(3))`,
  tableExists: (schema, table) => ({
    sql:
      'select 1 from information_schema.tables where table_schema = ' +
      `${schema === null ? 'database()' : '?'} and table_name = ? limit 1`,
    values: schema === null ? [table] : [schema, table],
  }),
};
