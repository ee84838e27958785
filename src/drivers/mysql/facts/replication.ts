import type { Facts } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import type { SqlRow } from '../../sql/session.ts';
import { column } from '../inspect/reader.ts';

type Query = (sql: string) => Promise<readonly SqlRow[]>;

/** Rows of a statement that the account or the server's version may not know; null when so. */
async function rowsIfAllowed(query: Query, sql: string): Promise<readonly SqlRow[] | null> {
  try {
    return await query(sql);
  } catch (error) {
    if (error instanceof SluiceError && (error.code === 'PERM_001' || error.code === 'SQL_001')) return null;
    throw error;
  }
}

/** A replica's row, under the names of either generation of servers. */
function either(row: SqlRow, now: string, before: string): string | null {
  return column(row, now) ?? column(row, before);
}

function lagOf(row: SqlRow): number | null {
  const seconds = either(row, 'Seconds_Behind_Source', 'Seconds_Behind_Master');
  return seconds === null ? null : Number(seconds) * 1000;
}

/** What of replication can be seen from this server; `unknown` says why nothing can. */
export async function replicationFacts(
  query: Query,
  mariadb: boolean,
): Promise<{ readonly replication: Facts['replication']; readonly unknown: Facts['unknown'] }> {
  const sources =
    (await rowsIfAllowed(query, mariadb ? 'show all slaves status' : 'show replica status')) ??
    (await rowsIfAllowed(query, 'show slave status'));
  if (sources === null) {
    const privilege = mariadb ? 'REPLICA MONITOR' : 'REPLICATION CLIENT';
    return { replication: null, unknown: [{ fact: 'replication lag', why: `the account lacks ${privilege}` }] };
  }
  if (sources.length > 0) {
    const lags = sources.map(lagOf);
    const known = lags.filter((lag) => lag !== null);
    const stopped = lags.length !== known.length;
    const detail = sources
      .map((row) => {
        const host = either(row, 'Source_Host', 'Master_Host') ?? '?';
        const io = either(row, 'Replica_IO_Running', 'Slave_IO_Running') ?? '?';
        const sql = either(row, 'Replica_SQL_Running', 'Slave_SQL_Running') ?? '?';
        return `replica of ${host} (receiving: ${io}, applying: ${sql})`;
      })
      .join('; ');
    return { replication: { role: 'replica', lagMs: stopped ? null : Math.max(...known), detail }, unknown: [] };
  }
  const replicas = await rowsIfAllowed(query, mariadb ? 'show slave hosts' : 'show replicas');
  if (replicas === null || replicas.length === 0) return { replication: null, unknown: [] };
  return {
    replication: {
      role: 'primary',
      lagMs: null,
      detail: `${replicas.length} replicas are connected; only they know their lag`,
    },
    unknown: [{ fact: 'replication lag', why: 'the server does not know how far its replicas are' }],
  };
}
