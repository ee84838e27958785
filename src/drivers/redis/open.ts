import type { DatabaseUrl, Driver, OpenOptions } from '../../driver.ts';
import { applier } from './applier.ts';
import { connector } from './connect.ts';
import { controlStore } from './control-store.ts';
import { probe } from './facts/probe.ts';
import { historyStore } from './history-store.ts';
import { readServerInfo } from './info.ts';
import { readSchema } from './inspect.ts';
import { journalStore } from './journal-store.ts';
import { keyGroup } from './keys/group.ts';
import { Links } from './link.ts';
import { lockStore } from './lock-store.ts';
import { ownKeys } from './own-keys.ts';
import { keyScripts } from './read-keys.ts';
import { serverName } from './server-name.ts';
import { connectionName, sessionGroup } from './sessions.ts';
import { snapshotGroup } from './snapshot/group.ts';
import { redisTraits } from './traits.ts';
import { verifyGroup } from './verify.ts';

/** Opens a server: connects, logs in, reads the version. Everything else waits until it is needed. `expiryShiftMs`: see `VerifyParts`. */
export async function openRedis(url: DatabaseUrl, options: OpenOptions, expiryShiftMs = 0): Promise<Driver> {
  const { runId, clock, signal: opening } = options;
  const keys = ownKeys(options.names);
  const connect = connector(url, options);
  const server = serverName(url);
  const links = new Links(connect, server);
  const stores = links.open(connectionName(runId, 'stores'));
  let info;
  try {
    info = await readServerInfo(stores.within({ signal: opening }));
  } catch (error) {
    links.close();
    throw error;
  }
  const reader = links.open(connectionName(runId, 'reader'));
  const work = links.open(connectionName(runId));
  const parts = {
    ...{ info, keys, reader, clock },
    scripts: keyScripts(info),
    expiryShiftMs,
    openReader: (database: number) => links.open(connectionName(runId, 'reader'), database),
  };

  return {
    engine: 'redis',
    traits: redisTraits,
    inspect: (signal) => readSchema(parts, signal),
    probe: (signal) =>
      probe(
        {
          ...parts,
          database: url.database === '' ? '0' : url.database,
          local: ['', 'localhost', '127.0.0.1', '::1'].includes(url.host) || url.host.startsWith('/'),
          tlsProtocol: () => links.protocol,
        },
        signal,
      ),
    lock: lockStore(stores, keys),
    journal: journalStore(stores, keys),
    history: historyStore(stores, keys),
    control: controlStore(stores, keys),
    apply: applier(work, keys),
    sessions: sessionGroup({ link: stores, clock, own: () => links.ids }),
    verify: verifyGroup(parts),
    snapshot: snapshotGroup({
      ...{ ...parts, options, server, connect },
      openWork: (once) => links.open(connectionName(runId), undefined, once),
      openScratch: (at, shiftMs, signal) => openRedis(at, { ...options, signal }, shiftMs),
    }),
    keys: keyGroup({ link: work, own: keys, clock, watcher: () => links.open(connectionName(runId), undefined, true) }),
    close: async () => links.close(),
  };
}
