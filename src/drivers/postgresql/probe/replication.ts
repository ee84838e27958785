import type { Facts } from '../../../driver.ts';
import type { Link } from '../link.ts';

const REPLICATION = `
  select pg_is_in_recovery() as replica,
         case when pg_is_in_recovery() then
           case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
                else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000 end
         end::float8 as replica_lag_ms,
         s.replicas, s.visible, s.lag_ms, s.lag_bytes
    from (select count(*)::int as replicas,
                 count(state)::int as visible,
                 (max(extract(epoch from replay_lag)) * 1000)::float8 as lag_ms,
                 max(case when not pg_is_in_recovery() then pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) end)::float8 as lag_bytes
            from pg_stat_replication where application_name !~ '^pg_basebackup') s`;

/** What replication tells of itself, and why something cannot be known. */
export interface Replication {
  readonly replication: Facts['replication'];
  readonly unknown: string | null;
}

/** Lag of the worst replica, or of this server when it is one. */
export async function replication(link: Link): Promise<Replication> {
  const row = (await link.query(REPLICATION)).rows[0] ?? {};
  const number = (name: string): number | null => (row[name] === null ? null : Math.round(Number(row[name])));
  if (row['replica'] === true) {
    const lagMs = number('replica_lag_ms');
    const detail =
      lagMs === null
        ? 'This server is a replica that has replayed no transaction yet.'
        : `This server is a replica, ${String(lagMs)} ms behind.`;
    return { replication: { role: 'replica', lagMs, detail }, unknown: null };
  }
  const replicas = Number(row['replicas']);
  const named = replicas === 1 ? '1 replica' : `${String(replicas)} replicas`;
  if (replicas === 0) return { replication: null, unknown: null };
  if (Number(row['visible']) < replicas) {
    return {
      replication: {
        role: 'primary',
        lagMs: null,
        detail: `${named}, whose lag this account may not see.`,
      },
      unknown: 'the lag of replicas is shown to members of pg_monitor only',
    };
  }
  const bytes = number('lag_bytes');
  // The server leaves the lag empty while a replica has nothing to replay.
  const lagMs = number('lag_ms') ?? (bytes === 0 ? 0 : null);
  const behind = bytes === null ? '' : `, the worst ${String(bytes)} bytes behind`;
  return { replication: { role: 'primary', lagMs, detail: `${named}${behind}.` }, unknown: null };
}
