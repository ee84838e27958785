import { passed, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = {
  id: 'persistence',
  title: 'Persistence',
  expected: 'the data outlives a restart of the server',
};

/** Whether a server that keeps all in memory would have it again after a restart. */
export const checkPersistence: ReadinessCheck = ({ facts }) => {
  if (facts.keyspace === undefined) return [];
  const { snapshots, appendOnly, lastSaveAt, unsaved, failure, busy } = facts.keyspace.persistence;
  const how = [
    ...(appendOnly ? ['append-only file'] : []),
    ...(snapshots === true ? ['snapshots'] : snapshots === null ? ['snapshots: not known'] : []),
  ];
  const since = lastSaveAt === null ? 'never saved' : `last saved at ${lastSaveAt}, ${String(unsaved)} writes since`;
  // A server that saves nothing tells when it was started instead.
  const saved = how.length === 0 ? 'none' : `${how.join(' and ')}; ${since}`;
  const observed = `${saved}${busy === null ? '' : `; it is ${busy}`}`;
  if (failure !== null) {
    return [
      warned(
        NAME,
        'DISK_001',
        `${failure}; ${observed}`,
        'Look into the server’s log and free disk space; a server whose snapshot failed may refuse writes.',
      ),
    ];
  }
  if (snapshots === false && !appendOnly) {
    return [
      warned(
        NAME,
        'DISK_001',
        observed,
        'Switch appendonly or save on; without them a restart loses all data, and with it the journal of a migration.',
      ),
    ];
  }
  return [passed(NAME, observed)];
};
