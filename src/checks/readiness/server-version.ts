import { passed, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

/** Whether the server is one that Sluice is tested with. */
export const checkServerVersion: ReadinessCheck = ({ facts }) => {
  const name = { id: 'server-version', title: 'Server version', expected: `at least ${facts.supported.minimum}` };
  return [
    facts.supported.ok
      ? passed(name, facts.serverVersion)
      : warned(
          name,
          'CONN_001',
          facts.serverVersion,
          'Upgrade the server, or try the whole lifecycle on a copy first: Sluice is not tested with this version.',
        ),
  ];
};
