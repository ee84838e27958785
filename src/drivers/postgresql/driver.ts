import type { DatabaseUrl, Driver, LockStore, OpenDriver, OpenOptions, StoreNames } from '../../driver.ts';
import { controlStore, historyStore, journalStore, lockStore } from '../sql/stores.ts';
import type { SqlSession } from '../sql/session.ts';
import { PostgresApplier } from './applier.ts';
import { type Target, targetOf } from './connect.ts';
import { type OwnTables, readSchema } from './inspect.ts';
import { probe } from './probe.ts';
import { ControlRelay } from './control-relay.ts';
import { quoteIdentifier } from './quote.ts';
import { Readers } from './readers.ts';
import { Session, versionParts } from './session.ts';
import { sessionGroup } from './sessions.ts';
import { snapshotGroup } from './snapshot.ts';
import { storeDialect } from './store-dialect.ts';
import { storesSession } from './stores-session.ts';
import { postgresqlTraits } from './traits.ts';
import { verifyGroup } from './verify.ts';

/**
 * Opens PostgreSQL. One connection is made at once, for Sluice's own tables; the others when they are needed: the one
 * that applies, the one that looks at sessions, and those that read.
 *
 * @throws SluiceError `CONN_001` with a fix for the case; `CONF_001` when the root certificate cannot be read
 */
export const open: OpenDriver = async (url, options) =>
  openOn(await targetOf(url, options.connectTimeoutMs), url.tls, options, options.names.schema);

/**
 * @param ownSchema - the schema that was configured for Sluice's tables; null when they live in the user's own
 */
async function openOn(
  target: Target,
  tls: DatabaseUrl['tls'],
  options: OpenOptions,
  ownSchema: string | null,
): Promise<Driver> {
  const { runId, clock, signal, temporaryDirectory } = options;
  const stores = new Session(target, 'stores', runId);
  const { serverVersion, userSchema } = await stores.use(async (link) => {
    const { rows } = await link.query('select pg_catalog.current_schema() as schema');
    const schema = rows[0]?.['schema'];
    return { serverVersion: link.serverVersion, userSchema: typeof schema === 'string' ? schema : 'public' };
  }, signal);

  // Resolved once: a migration may change the search_path, Sluice's tables stay where they are.
  const names = { ...options.names, schema: options.names.schema ?? userSchema };
  const own: OwnTables = { names, ownSchema };
  const look = new Session(target, 'look', runId);
  const apply = new Session(target, 'apply', runId);
  const canceller = { clock, look };
  const readers = new Readers(target, runId, canceller);
  const relay = new ControlRelay(names, runId, clock);
  const applier = new PostgresApplier({ ...canceller, session: apply, names, relay });
  const sqlSession = storesSession(stores);
  const scratches = new Set<string>();

  return {
    engine: 'postgresql',
    traits: postgresqlTraits,
    probe: (probeSignal) => probe({ readers, own, userSchema }, probeSignal),
    inspect: (inspectSignal) => readers.read({ signal: inspectSignal }, (link) => readSchema(link, own)),
    lock: withSchema(lockStore(sqlSession, storeDialect, names), sqlSession, names),
    journal: journalStore(sqlSession, storeDialect, names),
    history: historyStore(sqlSession, storeDialect, names),
    control: relay.over(controlStore(sqlSession, storeDialect, names)),
    apply: applier,
    sessions: sessionGroup({ look, apply, clock, inFlight: () => applier.inFlight }),
    verify: verifyGroup(readers, own),
    snapshot: snapshotGroup({
      target,
      tls,
      readers,
      look,
      own,
      runId,
      clock,
      temporaryDirectory,
      serverMajor: versionParts(serverVersion)[0] ?? 0,
      scratches,
      openOn: (other, otherTls, otherSignal) =>
        openOn(other, otherTls, { ...options, names, signal: otherSignal }, ownSchema),
    }),
    async close() {
      await Promise.all([apply.close(), readers.close(), stores.close(), look.close()]);
    },
  };
}

/** Creates the schema of Sluice's tables before the tables; other runs may be doing the same. */
function withSchema(
  lock: LockStore,
  session: SqlSession,
  { schema }: StoreNames & { readonly schema: string },
): LockStore {
  return {
    ...lock,
    async acquire(owner, leaseMs) {
      // Asked first, because CREATE SCHEMA wants a privilege even when the schema is there.
      const { rows } = await session.query('select 1 from pg_catalog.pg_namespace where nspname = $1', [schema]);
      if (rows.length === 0) {
        await session.query(`create schema if not exists ${quoteIdentifier(schema)}`).catch((error: unknown) => {
          if (!session.isDuplicate(error)) throw error;
        });
      }
      return lock.acquire(owner, leaseMs);
    },
  };
}
