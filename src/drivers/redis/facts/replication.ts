import type { Facts } from '../../../driver.ts';
import type { Info } from '../info.ts';

/** `ip=10.0.0.2,port=6379,state=online,offset=1,lag=0`. */
function pairs(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(',').map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

/** What of replication can be seen from this server. */
export function replicationFacts(info: Info): Facts['replication'] {
  if (info.get('role') === 'slave') {
    const up = info.get('master_link_status') === 'up';
    const silent = Number(info.get('master_last_io_seconds_ago') ?? '-1');
    const primary = `${info.get('master_host') ?? '?'}:${info.get('master_port') ?? '?'}`;
    return {
      role: 'replica',
      lagMs: up && silent >= 0 ? silent * 1000 : null,
      detail: `replica of ${primary} (connected: ${up ? 'yes' : 'no'})`,
    };
  }
  const replicas = [...info].filter(([name]) => /^slave\d+$/u.test(name)).map(([, value]) => pairs(value));
  if (replicas.length === 0) return null;
  const online = replicas.filter((replica) => replica.get('state') === 'online');
  const lags = online.map((replica) => Number(replica.get('lag') ?? '0') * 1000);
  return {
    role: 'primary',
    lagMs: online.length === replicas.length ? Math.max(...lags) : null,
    detail: replicas
      .map((replica) => `${replica.get('ip') ?? '?'}:${replica.get('port') ?? '?'} ${replica.get('state') ?? '?'}`)
      .join(', '),
  };
}
