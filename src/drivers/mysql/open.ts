import type { DatabaseUrl, Driver, OpenOptions, StoreNames } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { controlStore, historyStore, journalStore, lockStore } from '../sql/stores.ts';
import { applier } from './applier.ts';
import { connector, serverName } from './connect.ts';
import { mysqlDialect } from './dialect.ts';
import { explained } from './failure.ts';
import { probe } from './facts/probe.ts';
import { readSchema } from './inspect/inspect.ts';
import { looker as makeLooker } from './looker.ts';
import { tagOf } from './orphans.ts';
import { readServerInfo } from './server-info.ts';
import { Session } from './session.ts';
import { sessionGroup, Sessions } from './sessions.ts';
import { snapshotGroup } from './snapshot/snapshot.ts';
import { storeSession } from './store-session.ts';
import { mysqlTraits } from './traits.ts';
import { verifyGroup } from './verify.ts';

/** What differs when a database was restored by Sluice itself. */
export interface ScratchOrigin {
  /** The database that the dump was taken from: text in it may name it. */
  readonly database: string;
  /** Events that are off here, so that they do nothing to the scratch database, and on in the dump. */
  readonly eventsHeldBack: ReadonlySet<string>;
}

/** Where Sluice's tables are; MySQL has no schemas inside a database. */
function storeNames(names: StoreNames, database: string): StoreNames {
  if (names.schema !== null && names.schema !== database) {
    throw new SluiceError(
      'CONF_001',
      `migrations.schema is "${names.schema}", but MySQL and MariaDB keep no schemas inside a database.`,
      {
        fix: 'Leave migrations.schema out, or set it to the name of the database.',
      },
    );
  }
  return { schema: database, prefix: names.prefix };
}

/** Opens a database: connects, logs in, reads the version. Everything else waits until it is needed. */
export async function openMysql(
  url: DatabaseUrl,
  options: OpenOptions,
  origin: ScratchOrigin | null = null,
): Promise<Driver> {
  if (url.database === '') {
    throw new SluiceError('CONF_001', 'The database URL names no database.', {
      fix: 'Put the name of the database after the host: mysql://user@host:3306/name.',
    });
  }
  const { clock } = options;
  const server = serverName(url);
  const connect = connector(url, options);

  // The first connection tells whose server it is, and then serves to look at the others.
  const common = 'set names utf8mb4';
  const lookSession = new Session({
    connect,
    server,
    clock,
    overseer: null,
    setUp: async (run) => void (await run(common)),
  });
  const look = makeLooker(lookSession, server);
  let info;
  try {
    info = await lookSession.exclusive(
      (held) =>
        explained('Reading the version', server, () => readServerInfo(async (sql) => (await held.query(sql)).rows)),
      options.signal,
    );
  } catch (error) {
    lookSession.destroy();
    throw error;
  }
  const { mariadb, database } = info;
  const engine = mariadb ? 'mariadb' : 'mysql';
  let names: StoreNames;
  try {
    names = storeNames(options.names, database);
  } catch (error) {
    lookSession.destroy();
    throw error;
  }

  const sessions = new Sessions(connect, server, clock, mariadb);
  const own = (): ReadonlySet<number> =>
    new Set([...sessions.ids, ...(lookSession.id === null ? [] : [lookSession.id])]);
  const stores = storeSession(sessions.working(look), server);
  const applySession = sessions.applying(database, look);
  const reader = sessions.reading(look);
  const apply = applier({
    session: applySession,
    stores,
    server,
    names,
    tag: tagOf(options.runId),
    maxAllowedPacket: info.maxAllowedPacket,
    mariadb,
  });
  const verifyParts = {
    server,
    database,
    names,
    openReader: () => sessions.reading(look, { once: true }),
    reader,
    rules: sessions.working(look, { setUp: async (run) => void (await run(common)) }),
  };

  const inspect: Driver['inspect'] = (signal) =>
    explained('Reading the schema', server, () =>
      readSchema({
        query: (sql, values) =>
          explained('Reading the schema', server, () =>
            reader.exclusive(async (held) => (await held.query(sql, values, { signal })).rows, signal),
          ),
        database,
        ownNames: origin === null ? [database] : [database, origin.database],
        eventsHeldBack: origin?.eventsHeldBack ?? new Set(),
        mariadb,
        names,
      }),
    );

  return {
    engine,
    traits: mysqlTraits,
    inspect,
    probe: (signal) =>
      probe(
        {
          engine,
          serverVersion: info.version,
          database,
          names,
          local: ['localhost', '127.0.0.1', '::1'].includes(server.host) || server.host.startsWith('/'),
          looker: look,
          own,
          query: (sql, values) =>
            explained('Asking the server for facts', server, () =>
              reader.exclusive(async (held) => (await held.query(sql, values, { signal })).rows, signal),
            ),
        },
        signal,
      ),
    lock: lockStore(stores, mysqlDialect, names),
    journal: journalStore(stores, mysqlDialect, names),
    history: historyStore(stores, mysqlDialect, names),
    control: controlStore(stores, mysqlDialect, names),
    apply,
    sessions: sessionGroup({ looker: look, database, options, own, inFlight: apply.inFlight }),
    verify: verifyGroup(verifyParts),
    snapshot: snapshotGroup({
      ...{ url, options, info, server, names, sessions, looker: look, stores, inspect, verifyParts },
      openScratch: (at, eventsHeldBack) =>
        openMysql(at, { ...options, names: { ...options.names, schema: null } }, { database, eventsHeldBack }),
    }),
    async close() {
      await sessions.close();
      await lookSession.close();
    },
  };
}
