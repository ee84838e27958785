import type { Facts, KeyspaceFacts } from '../../../src/driver.ts';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import type { ReadinessContext } from '../../../src/checks/readiness/context.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { migration, migrationSet, source } from '../../plan/fixtures.ts';

/** A server that nothing is wrong with. */
export const FACTS: Facts = {
  engine: 'postgresql',
  serverVersion: '15.4',
  serverVersionParts: [15, 4],
  supported: { minimum: '13', ok: true },
  database: 'app',
  tls: { used: true, protocol: 'TLSv1.3' },
  sizeBytes: 1000,
  serverDiskFreeBytes: 10_000,
  readOnly: false,
  connections: { used: 5, limit: 100 },
  privileges: [{ name: 'CREATE on schema public', granted: true, neededFor: 'migrate', fix: 'grant …' }],
  longTransactions: [],
  replication: null,
  heldLocks: [],
  invalidIndexes: [],
  tools: [],
  unknown: [],
};

/** Keys that nothing is wrong with. */
export const KEYSPACE: KeyspaceFacts = {
  databases: [{ database: 0, keys: 10, expiring: 2 }],
  memory: { usedBytes: 1_000_000, limitBytes: 10_000_000, machineBytes: 100_000_000, policy: 'noeviction' },
  persistence: {
    snapshots: true,
    appendOnly: false,
    lastSaveAt: '2026-01-02T03:04:05.000Z',
    unsaved: 3,
    failure: null,
    busy: null,
  },
  bigKeys: { sampled: 10, keys: 10, largest: [{ database: 0, key: 'a', type: 'string', bytes: 56 }] },
};

/** Where nothing is wrong. */
export function context(changes: Partial<ReadinessContext> = {}, facts: Partial<Facts> = {}): ReadinessContext {
  return {
    facts: { ...FACTS, ...facts },
    url: parseDatabaseUrl('postgres://app@db.example.com/app'),
    env: {},
    requiredEnv: [],
    schema: { objects: [], tables: [] },
    plan: { plan: buildPlan(source({ migrations: migrationSet(migration('1')) })), error: null },
    wayBack: { obstacles: [], backup: 'open' },
    state: { runs: [], partial: new Map() },
    holder: null,
    lastFingerprint: null,
    directories: { migrations: '/nowhere', backups: '/', logs: '/', temporary: '/' },
    signal: new AbortController().signal,
    ...changes,
  };
}
