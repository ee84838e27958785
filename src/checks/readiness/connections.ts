import { failed, passed, skipped, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

/** Sluice opens three connections, and a backup one more. */
const NEEDED = 4;

const NAME = {
  id: 'connections',
  title: 'Free connections',
  expected: `at least ${String(NEEDED)} free, and not nearly all used`,
};

/** From this share on, the application may run into the limit while Sluice is connected. */
const CROWDED = 0.9;

/** Whether the server has room for Sluice's connections beside the application's. */
export const checkConnections: ReadinessCheck = ({ facts }) => {
  if (facts.connections === null) return [skipped(NAME, 'this engine has no limit')];
  const { used, limit } = facts.connections;
  const observed = `${String(used)} of ${String(limit)} used`;
  const fix = 'Close idle sessions, make the application’s pool smaller, or raise max_connections.';
  if (limit - used < NEEDED) return [failed(NAME, 'CONN_001', observed, fix)];
  return [used / limit > CROWDED ? warned(NAME, 'CONN_001', observed, fix) : passed(NAME, observed)];
};
