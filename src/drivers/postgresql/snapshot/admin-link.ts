import { connect, type Target } from '../connect.ts';
import type { Link } from '../link.ts';
import { sessionName, setUp, versionParts } from '../session.ts';
import type { SnapshotParts } from './parts.ts';

/** A lock that a scratch database's upkeep waits for is held by nobody for long, in ms. */
const LOCK_TIMEOUT_MS = 30_000;

/**
 * Calls `work` with a connection of its own, for commands that may take as long as the data is big: nobody who has to
 * look or cancel waits behind them.
 */
export async function withLink<T>(
  parts: Pick<SnapshotParts, 'runId'>,
  target: Target,
  work: (link: Link) => Promise<T>,
): Promise<T> {
  const link = await connect(target, sessionName('read', parts.runId));
  try {
    const settings = setUp('apply', versionParts(link.serverVersion)[0] ?? 0);
    await link.simple(`${settings}; set lock_timeout = ${String(LOCK_TIMEOUT_MS)}`);
    return await work(link);
  } finally {
    await link.end();
  }
}
