import { failed, passed, skipped, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

/** Above this, replicas that serve reads show old data; in ms. */
const MOST_LAG_MS = 30_000;

const NAME = {
  id: 'replication-lag',
  title: 'Replication',
  expected: `a primary whose replicas lag by at most ${String(MOST_LAG_MS / 1000)} s`,
};

/** Migrations belong on the primary, and its replicas should keep up. */
export const checkReplicationLag: ReadinessCheck = ({ facts }) => {
  const { replication } = facts;
  if (replication === null) return [skipped(NAME, 'no replication')];
  const { role, lagMs, detail } = replication;
  if (role === 'replica')
    return [failed(NAME, 'CONN_001', `this server is a replica: ${detail}`, 'Use the URL of the primary.')];
  if (lagMs === null) return [skipped(NAME, `the lag is not known: ${detail}`)];
  const observed = `${(lagMs / 1000).toFixed(1)} s: ${detail}`;
  return [
    lagMs > MOST_LAG_MS
      ? warned(NAME, 'TIME_001', observed, 'Let the replicas catch up first.')
      : passed(NAME, observed),
  ];
};
