import type { Driver, OpenDriver } from '../../driver.ts';
import { historyStore, journalStore } from '../sql/stores.ts';
import { SqliteApplier } from './applier.ts';
import { whileBusy } from './busy-wait.ts';
import { Connections, STORE_WAIT_MS } from './connections.ts';
import { sqliteDialect } from './dialect.ts';
import { explain } from './failure.ts';
import { databasePath, refuseSchema } from './open-file.ts';
import { probe } from './probe.ts';
import type { Operation, Operations } from './protocol.ts';
import { SqliteSnapshots } from './snapshot.ts';
import { StoreSession } from './store-session.ts';
import { sqliteControlStore, sqliteLockStore } from './stores.ts';
import { sqliteTraits } from './traits.ts';
import { Reader, verifyGroup } from './verify.ts';

export { sqliteSyntax, sqliteTraits } from './traits.ts';

/** Opens a database file; a missing one is created. See {@link OpenDriver}. */
export const open: OpenDriver = async (url, options) => {
  refuseSchema(options.names);
  const connections = new Connections(await databasePath(url), options);
  const { path, store } = connections;
  const session = new StoreSession(connections);
  const reader = new Reader(connections);
  const applier = new SqliteApplier(connections, session);

  /** A short reading on the stores' connection. */
  async function read<K extends Operation>(
    operation: K,
    request: Operations[K]['request'],
    signal: AbortSignal,
    waitMs: number,
  ): Promise<Operations[K]['response']> {
    try {
      return await whileBusy(connections.busyWait(waitMs, signal), () => store.call(operation, request));
    } catch (error) {
      throw explain(error, path, 'CONN_001');
    }
  }

  const driver: Driver = {
    engine: 'sqlite',
    traits: sqliteTraits,
    probe: async (signal) => probe(connections, await read('facts', null, signal, STORE_WAIT_MS)),
    inspect: (signal) => read('inspect', { own: connections.ownTables }, signal, STORE_WAIT_MS),
    lock: sqliteLockStore(connections, session),
    journal: journalStore(session, sqliteDialect, options.names),
    history: historyStore(session, sqliteDialect, options.names),
    control: sqliteControlStore(connections, session),
    apply: applier,
    sessions: {
      blockers: () => (applier.mayWait ? connections.blockers() : Promise.resolve([])),
      // The locks of a dead run went with its processes.
      endOrphans: () => Promise.resolve([]),
    },
    verify: verifyGroup(reader, connections.ownTables),
    snapshot: new SqliteSnapshots(connections, reader, open),
    close: () => connections.close(),
  };
  try {
    await read('facts', null, options.signal, Math.max(options.connectTimeoutMs, 1));
  } catch (error) {
    await connections.close();
    throw error;
  }
  return driver;
};
