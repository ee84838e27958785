import { passed, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = {
  id: 'eviction-policy',
  title: 'Eviction policy',
  expected: 'noeviction: the server drops no keys by itself',
};

/** Whether the server drops keys at its memory limit: data, and perhaps the journal. */
export const checkEvictionPolicy: ReadinessCheck = ({ facts }) => {
  if (facts.keyspace === undefined) return [];
  const { policy, limitBytes } = facts.keyspace.memory;
  if (policy === 'noeviction') return [passed(NAME, policy)];
  if (limitBytes === null) return [passed(NAME, `${policy}, but there is no maxmemory at which it would begin`)];
  const dropped = policy.startsWith('volatile-')
    ? 'it may drop keys that expire'
    : 'it may drop any key, Sluice’s lock and journal among them';
  return [
    warned(
      NAME,
      'MEM_001',
      `${policy}: ${dropped}`,
      'Set maxmemory-policy to noeviction while migrations run: CONFIG SET maxmemory-policy noeviction.',
    ),
  ];
};
