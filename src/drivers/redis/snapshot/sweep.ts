import { emptyLeftovers } from './beside.ts';
import type { SnapshotParts } from './parts.ts';
import { sweepPrivateServers } from './private-server.ts';

/** Empties the database numbers and ends the servers that killed runs left; returns their names. */
export async function sweepScratch(parts: SnapshotParts, signal: AbortSignal): Promise<readonly string[]> {
  const { options, keys, openWork } = parts;
  const servers = await sweepPrivateServers(options.temporaryDirectory);
  const link = openWork();
  try {
    const emptied = await emptyLeftovers(link.within({ signal }), keys, '');
    return [...emptied.map((database) => `the copy in database ${String(database)}`), ...servers];
  } finally {
    link.close();
  }
}
