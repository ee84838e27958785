import { statfs } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { Facts } from '../../../driver.ts';
import type { Link } from '../link.ts';
import type { Row } from '../values.ts';

/** What is known of size, place and load of the server. */
export interface Sizes extends Pick<
  Facts,
  'database' | 'tls' | 'sizeBytes' | 'serverDiskFreeBytes' | 'readOnly' | 'connections'
> {
  /** Why the free disk is not known; null when it is. */
  readonly diskUnknown: string | null;
}

const SIZES = `
  select current_database() as database,
         pg_database_size(current_database())::text as size,
         pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as read_only,
         host(inet_server_addr()) as server_address, inet_client_port() as client_port,
         (select setting from pg_settings where name = 'data_directory') as data_directory,
         s.ssl, s.version as tls_version,
         (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as used,
         (select count(*) from pg_stat_activity where datname = current_database() and backend_type = 'client backend')::int as used_here,
         (select sum(case name when 'max_connections' then setting::int else -setting::int end)
            from pg_settings where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections'))::int as most,
         d.datconnlimit as most_here
    from pg_database d left join pg_stat_ssl s on s.pid = pg_backend_pid()
   where d.datname = current_database()`;

/** Reads sizes; the transaction of `link` must not have changed `default_transaction_read_only`. */
export async function sizes(link: Link): Promise<Sizes> {
  const row = (await link.query(SIZES)).rows[0] ?? {};
  const disk = await diskFree(link, row);
  const [used, most, usedHere, mostHere] = ['used', 'most', 'used_here', 'most_here'].map((name) => Number(row[name]));
  const server = { used: used ?? 0, limit: most ?? 0 };
  const here = { used: usedHere ?? 0, limit: mostHere ?? -1 };
  return {
    database: String(row['database']),
    sizeBytes: Number(row['size']),
    readOnly: row['read_only'] === true,
    tls: { used: row['ssl'] === true, protocol: row['ssl'] === true ? String(row['tls_version']) : null },
    // -1 = no limit of the database's own; the tighter of both counts.
    connections: here.limit >= 0 && here.limit - here.used < server.limit - server.used ? here : server,
    serverDiskFreeBytes: typeof disk === 'number' ? disk : null,
    diskUnknown: typeof disk === 'string' ? disk : null,
  };
}

/**
 * Free bytes where the server keeps its data, or why they cannot be known. Only believed when the server is surely
 * on this machine: it sees the very port that we connected from, so no tunnel, pooler or container lies between.
 */
async function diskFree(link: Link, row: Row): Promise<number | string> {
  const address = row['server_address'];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address));
  const direct = address === null ? link.localPort === null : Number(row['client_port']) === link.localPort;
  if (!direct || (address !== null && !addresses.includes(String(address)))) return 'the server is on another machine';
  if (row['data_directory'] === null)
    return 'only a superuser or a member of pg_read_all_settings may ask where the data is';
  try {
    const { bavail, bsize } = await statfs(String(row['data_directory']));
    return bavail * bsize;
  } catch {
    return 'the folder of the data cannot be looked at from here';
  }
}
