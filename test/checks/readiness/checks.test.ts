import { describe, expect, it } from '@jest/globals';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import type { Facts, KeyspaceFacts } from '../../../src/driver.ts';
import { checkClientPrograms } from '../../../src/checks/readiness/client-programs.ts';
import { checkConnection } from '../../../src/checks/readiness/connection.ts';
import { checkConnections } from '../../../src/checks/readiness/connections.ts';
import type { ReadinessCheck, ReadinessContext } from '../../../src/checks/readiness/context.ts';
import { checkEnvironmentVariables } from '../../../src/checks/readiness/environment-variables.ts';
import { checkEvictionPolicy } from '../../../src/checks/readiness/eviction-policy.ts';
import { checkHalfApplied } from '../../../src/checks/readiness/half-applied.ts';
import { checkHeldLocks } from '../../../src/checks/readiness/held-locks.ts';
import { checkInvalidIndexes } from '../../../src/checks/readiness/invalid-indexes.ts';
import { checkKeyspace } from '../../../src/checks/readiness/keyspace.ts';
import { checkLongTransactions } from '../../../src/checks/readiness/long-transactions.ts';
import { checkMemoryHeadroom } from '../../../src/checks/readiness/memory-headroom.ts';
import { checkPendingMigrations } from '../../../src/checks/readiness/pending-migrations.ts';
import { checkPersistence } from '../../../src/checks/readiness/persistence.ts';
import { checkPrivileges } from '../../../src/checks/readiness/privileges.ts';
import { checkReadOnly } from '../../../src/checks/readiness/read-only.ts';
import { checkReplicationLag } from '../../../src/checks/readiness/replication-lag.ts';
import { checkRunLock } from '../../../src/checks/readiness/run-lock.ts';
import { checkSchemaDrift } from '../../../src/checks/readiness/schema-drift.ts';
import { checkServerVersion } from '../../../src/checks/readiness/server-version.ts';
import { checkUnknownFacts } from '../../../src/checks/readiness/unknown-facts.ts';
import { fingerprint } from '../../../src/plan/fingerprint.ts';
import type { PartialFile } from '../../../src/plan/types.ts';
import { partial, partials, script } from '../../plan/fixtures.ts';
import { context, FACTS, KEYSPACE } from './fixtures.ts';

/** Results in short: `status code observed`. */
type Rows = readonly (readonly [string, Partial<Facts>, readonly string[]])[];
type ContextRows = readonly (readonly [string, Partial<ReadinessContext>, readonly string[]])[];

async function inShort(check: ReadinessCheck, of: ReadinessContext): Promise<readonly string[]> {
  const results = await check(of);
  for (const { status, fix, expected, title } of results) {
    expect([title, expected]).not.toContain('');
    // Whatever is not as it should be says what to do, and nothing else does.
    expect(fix !== '').toBe(status === 'fail' || status === 'warn');
  }
  return results.map(({ status, code, observed }) => [status, ...(code === null ? [] : [code]), observed].join(' '));
}

/** Has a check look at servers, by their facts. */
function byFacts(check: ReadinessCheck, rows: Rows): void {
  it.each(rows)('%s', async (_title, facts, expected) => {
    expect(await inShort(check, context({}, facts))).toEqual(expected);
  });
}

function byContext(check: ReadinessCheck, rows: ContextRows): void {
  it.each(rows)('%s', async (_title, changes, expected) => {
    expect(await inShort(check, context(changes))).toEqual(expected);
  });
}

const SESSION = { pid: 7, user: 'app', query: 'update leads', ageMs: 61_400, certain: true };
const seven = Array.from({ length: 7 }, (_, index) => ({ ...SESSION, pid: index + 1, query: null, table: 'leads' }));

describe('connection', () => {
  const plain: Partial<Facts> = { tls: { used: false, protocol: null } };
  const connected = 'pass postgresql 15.4, database app';

  it.each<[string, Partial<Facts>, string, string]>([
    ['encrypted', {}, 'db.example.com', 'pass TLSv1.3'],
    ['encrypted in an unknown way', { tls: { used: true, protocol: null } }, 'db.example.com', 'pass encrypted'],
    ['without a network', { tls: null }, 'db.example.com', 'skip this engine has no network'],
    ['in the clear', plain, 'db.example.com', 'warn CONN_001 not encrypted'],
    ['in the clear to a name that looks like an address', plain, '127.example.com', 'warn CONN_001 not encrypted'],
    ['in the clear to another address', plain, '10.127.0.1', 'warn CONN_001 not encrypted'],
    ['in the clear on this machine', plain, 'localhost', 'pass not encrypted, on this machine'],
    ['in the clear on this machine by address', plain, '127.0.0.1', 'pass not encrypted, on this machine'],
    ['in the clear on this machine by another address', plain, '127.1.2.3', 'pass not encrypted, on this machine'],
    ['in the clear on this machine by IPv6', plain, '::1', 'pass not encrypted, on this machine'],
    ['in the clear through a socket', plain, '/run/postgresql', 'pass not encrypted, on this machine'],
    ['in the clear through the default socket', plain, '', 'pass not encrypted, on this machine'],
  ])('%s', async (_title, facts, host, tls) => {
    const url = { ...parseDatabaseUrl('postgres://app@db.example.com/app'), host };
    expect(await inShort(checkConnection, context({ url }, facts))).toEqual([connected, tls]);
  });
});

describe('server-version', () => {
  byFacts(checkServerVersion, [
    ['supported', {}, ['pass 15.4']],
    ['too old', { serverVersion: '9.6', supported: { minimum: '13', ok: false } }, ['warn CONN_001 9.6']],
  ]);
});

describe('environment-variables', () => {
  byContext(checkEnvironmentVariables, [
    ['none are required', {}, ['skip required-env names none']],
    ['all are set', { requiredEnv: ['A', 'B'], env: { A: 'secret', B: '0' } }, ['pass 2 set']],
    [
      'some are not, or empty',
      { requiredEnv: ['A', 'B', 'C'], env: { A: 'secret', B: '' } },
      ['fail CONF_001 not set: B, C'],
    ],
  ]);
});

describe('read-only', () => {
  byFacts(checkReadOnly, [
    ['writable', {}, ['pass writable']],
    ['read-only', { readOnly: true }, ['fail PERM_001 read-only']],
  ]);
});

describe('privileges', () => {
  const privilege = {
    name: 'SELECT on leads',
    granted: false,
    neededFor: 'validate',
    fix: 'grant select on leads to app',
  };
  byFacts(checkPrivileges, [
    ['all granted', {}, ['pass 1 privileges tried, all granted']],
    [
      'two missing',
      { privileges: [...FACTS.privileges, privilege, { ...privilege, name: 'LOCK on leads' }] },
      ['fail PERM_001 missing: SELECT on leads', 'fail PERM_001 missing: LOCK on leads'],
    ],
  ]);

  it('gives the statement that grants it, and what it is for', () => {
    expect(checkPrivileges(context({}, { privileges: [privilege] }))).toMatchObject([
      { fix: 'grant select on leads to app', expected: 'SELECT on leads, for validate' },
    ]);
  });
});

describe('client-programs', () => {
  const tool = { program: 'pg_dump', path: '/usr/bin/pg_dump', version: '15.4', problem: null, fix: 'apt install x' };
  byFacts(checkClientPrograms, [
    ['none needed', {}, ['skip this engine needs none']],
    [
      'one fits, one does not',
      { tools: [tool, { ...tool, program: 'pg_restore', problem: 'too old' }] },
      ['pass 15.4 at /usr/bin/pg_dump', 'fail TOOL_001 too old'],
    ],
    [
      'a version that is not told',
      { tools: [{ ...tool, version: null }] },
      ['pass unknown version at /usr/bin/pg_dump'],
    ],
  ]);
});

describe('connections', () => {
  byFacts(checkConnections, [
    ['no limit', { connections: null }, ['skip this engine has no limit']],
    ['plenty', {}, ['pass 5 of 100 used']],
    ['exactly nine tenths', { connections: { used: 90, limit: 100 } }, ['pass 90 of 100 used']],
    ['nearly all', { connections: { used: 91, limit: 100 } }, ['warn CONN_001 91 of 100 used']],
    ['four left', { connections: { used: 96, limit: 100 } }, ['warn CONN_001 96 of 100 used']],
    ['three left', { connections: { used: 97, limit: 100 } }, ['fail CONN_001 97 of 100 used']],
    ['a small server with four left', { connections: { used: 2, limit: 6 } }, ['pass 2 of 6 used']],
  ]);
});

describe('long-transactions', () => {
  byFacts(checkLongTransactions, [
    ['none', {}, ['pass none']],
    ['one', { longTransactions: [SESSION] }, ['warn LOCK_002 pid 7 (app) for 61 s: update leads']],
    ['nobody’s', { longTransactions: [{ ...SESSION, user: null, query: null }] }, ['warn LOCK_002 pid 7 for 61 s']],
    [
      'many',
      { longTransactions: seven },
      [
        'warn LOCK_002 pid 1 (app) for 61 s, pid 2 (app) for 61 s, pid 3 (app) for 61 s, pid 4 (app) for 61 s, pid 5 (app) for 61 s and 2 more',
      ],
    ],
  ]);
});

describe('replication-lag', () => {
  const primary = { role: 'primary', detail: '2 replicas' } as const;
  byFacts(checkReplicationLag, [
    ['none', {}, ['skip no replication']],
    [
      'a replica',
      { replication: { role: 'replica', lagMs: 0, detail: 'of db1' } },
      ['fail CONN_001 this server is a replica: of db1'],
    ],
    ['unknown lag', { replication: { ...primary, lagMs: null } }, ['skip the lag is not known: 2 replicas']],
    ['at the limit', { replication: { ...primary, lagMs: 30_000 } }, ['pass 30.0 s: 2 replicas']],
    ['above it', { replication: { ...primary, lagMs: 30_060 } }, ['warn TIME_001 30.1 s: 2 replicas']],
  ]);
});

describe('held-locks', () => {
  byFacts(checkHeldLocks, [
    ['none', {}, ['pass none']],
    ['one', { heldLocks: [{ ...SESSION, table: 'leads' }] }, ['warn LOCK_002 leads by pid 7: update leads']],
    [
      'many',
      { heldLocks: seven },
      ['warn LOCK_002 leads by pid 1, leads by pid 2, leads by pid 3, leads by pid 4, leads by pid 5 and 2 more'],
    ],
  ]);
});

describe('pending-migrations', () => {
  const { plan } = context();
  byContext(checkPendingMigrations, [
    ['one', {}, [`pass 1: 1_name.up.sql; plan ${plan.plan?.digest ?? ''}`]],
    ['none', { plan: { plan: { ...(plan.plan ?? fail()), steps: [] }, error: null } }, ['pass nothing is pending']],
    [
      'no plan',
      { plan: { plan: null, error: { code: 'DRIFT_001', message: 'edited', causes: [], fix: 'put it back' } } },
      ['fail DRIFT_001 edited'],
    ],
  ]);

  function fail(): never {
    throw new Error('there is no plan');
  }
});

describe('schema-drift', () => {
  const now = fingerprint({ objects: [], tables: [] }).fingerprint;
  byContext(checkSchemaDrift, [
    ['nobody knows', {}, ['skip no run has recorded the schema yet']],
    ['unchanged', { lastFingerprint: now }, ['pass unchanged']],
    [
      'changed',
      { lastFingerprint: '0123456789abcdef' },
      [`warn DRIFT_001 the schema was changed outside of migrations (0123456789ab then, ${now.slice(0, 12)} now)`],
    ],
  ]);
});

describe('half-applied', () => {
  const up = script('1.up.sql', ['a', 'b']);
  const state = (...files: readonly PartialFile[]): Partial<ReadinessContext> => ({
    state: { runs: [], partial: partials(...files) },
  });
  byContext(checkHalfApplied, [
    ['none', {}, ['pass none']],
    ['only begun', state(partial('1', up, 0)), ['pass none']],
    [
      'applied in part, and taken back in part',
      state(partial('1', up, 1), partial('2', up, 1, { direction: 'down' })),
      [
        'fail SQL_001 1.up.sql: 1 statement(s), at line 1, was applied by run run-1',
        'fail SQL_001 1.up.sql: 1 statement(s), at line 1, was taken back by run run-1',
      ],
    ],
    [
      'a statement of which nobody knows',
      state(partial('1', up, 0, { inFlight: { statement: 0, line: 1, hash: 'h', schemaBefore: 's', failed: false } })),
      [
        'fail SQL_001 1.up.sql: no statement was applied by run run-1; the statement at line 1 was begun and is looked up before it is run again',
      ],
    ],
  ]);

  it('says which command goes on', async () => {
    const results = await checkHalfApplied(
      context(state(partial('1', up, 1), partial('2', up, 1, { direction: 'down' }))),
    );
    expect(results.map(({ fix }) => /sluice \w+/u.exec(fix)?.[0])).toEqual(['sluice migrate', 'sluice rollback']);
  });
});

describe('invalid-indexes', () => {
  const index = { index: 'i', table: 'leads', fix: 'drop index i' };
  byFacts(checkInvalidIndexes, [
    ['none', {}, ['pass none']],
    [
      'two',
      { invalidIndexes: [index, { ...index, index: 'j' }] },
      ['fail SQL_001 i on leads is INVALID', 'fail SQL_001 j on leads is INVALID'],
    ],
  ]);
});

describe('run-lock', () => {
  const holder = { owner: 'ci', acquiredAt: '2026-01-01', expiresAt: '2026-01-02', expired: false };
  byContext(checkRunLock, [
    ['free', {}, ['pass free']],
    ['held', { holder }, ['fail LOCK_001 held by ci, since 2026-01-01']],
    [
      'left behind',
      { holder: { ...holder, expired: true } },
      ['warn LOCK_001 left behind by ci, since 2026-01-01; the lease expired at 2026-01-02'],
    ],
  ]);
});

describe('not-checked', () => {
  byFacts(checkUnknownFacts, [
    ['all is known', {}, []],
    ['one is not', { unknown: [{ fact: 'replication', why: 'not allowed' }] }, ['skip not allowed']],
  ]);
});

describe('a server that keeps all in memory', () => {
  const memory = (changes: Partial<KeyspaceFacts['memory']>): Partial<Facts> => ({
    keyspace: { ...KEYSPACE, memory: { ...KEYSPACE.memory, ...changes } },
  });
  const persistence = (changes: Partial<KeyspaceFacts['persistence']>): Partial<Facts> => ({
    keyspace: { ...KEYSPACE, persistence: { ...KEYSPACE.persistence, ...changes } },
  });

  describe('memory headroom', () => {
    byFacts(checkMemoryHeadroom, [
      ['tables', {}, []],
      ['room enough', memory({}), ['pass 1.0 MB of 10.0 MB used (10 %)']],
      ['nine tenths', memory({ usedBytes: 9_000_000 }), ['pass 9.0 MB of 10.0 MB used (90 %)']],
      ['nearly full', memory({ usedBytes: 9_100_000 }), ['warn MEM_001 9.1 MB of 10.0 MB used (91 %)']],
      ['full', memory({ usedBytes: 10_000_000 }), ['fail MEM_001 10.0 MB of 10.0 MB used (100 %)']],
      ['no limit', memory({ limitBytes: null }), ['pass 1.0 MB of 100.0 MB used (1 %), no maxmemory']],
      [
        'no limit, half of the machine',
        memory({ limitBytes: null, usedBytes: 51_000_000 }),
        ['warn MEM_001 51.0 MB of 100.0 MB used (51 %), no maxmemory'],
      ],
      ['nothing known', memory({ limitBytes: null, machineBytes: null }), ['pass 1.0 MB used, no maxmemory']],
    ]);
  });

  describe('eviction policy', () => {
    byFacts(checkEvictionPolicy, [
      ['tables', {}, []],
      ['none', memory({}), ['pass noeviction']],
      [
        'one that has no limit to begin at',
        memory({ policy: 'allkeys-lru', limitBytes: null }),
        ['pass allkeys-lru, but there is no maxmemory at which it would begin'],
      ],
      [
        'any key',
        memory({ policy: 'allkeys-lru' }),
        ['warn MEM_001 allkeys-lru: it may drop any key, Sluice’s lock and journal among them'],
      ],
      [
        'keys that expire',
        memory({ policy: 'volatile-ttl' }),
        ['warn MEM_001 volatile-ttl: it may drop keys that expire'],
      ],
    ]);
  });

  describe('persistence', () => {
    const saved = 'last saved at 2026-01-02T03:04:05.000Z, 3 writes since';
    byFacts(checkPersistence, [
      ['tables', {}, []],
      ['snapshots', persistence({}), [`pass snapshots; ${saved}`]],
      [
        'both, and one being saved',
        persistence({ appendOnly: true, busy: 'saving a snapshot' }),
        [`pass append-only file and snapshots; ${saved}; it is saving a snapshot`],
      ],
      ['not known', persistence({ snapshots: null }), [`pass snapshots: not known; ${saved}`]],
      ['never saved', persistence({ lastSaveAt: null }), ['pass snapshots; never saved']],
      ['none', persistence({ snapshots: false }), ['warn DISK_001 none']],
      [
        'one that failed',
        persistence({ failure: 'the last snapshot could not be saved' }),
        [`warn DISK_001 the last snapshot could not be saved; snapshots; ${saved}`],
      ],
    ]);
  });

  describe('keys', () => {
    const big = { database: 3, key: 'b"', type: 'hash', bytes: 16_000_001 };
    byFacts(checkKeyspace, [
      ['tables', {}, []],
      [
        'small ones',
        { keyspace: KEYSPACE },
        ['pass db0: 10, 2 expiring', 'pass the largest of a sample of 10 of 10 keys: "a" in db0 (string, 56 bytes)'],
      ],
      [
        'a big one',
        { keyspace: { ...KEYSPACE, bigKeys: { sampled: 500, keys: 9000, largest: [big] } } },
        ['pass db0: 10, 2 expiring', 'warn MEM_001 of a sample of 500 of 9000 keys: "b\\"" in db3 (hash, 16.0 MB)'],
      ],
      [
        'none',
        { keyspace: { ...KEYSPACE, databases: [], bigKeys: { sampled: 0, keys: 0, largest: [] } } },
        ['pass none', 'skip there are no keys'],
      ],
      [
        'no sample',
        { keyspace: { ...KEYSPACE, bigKeys: { sampled: 0, keys: 9, largest: [] } } },
        ['pass db0: 10, 2 expiring', 'skip no sample could be taken'],
      ],
    ]);
  });

  it.each([checkLongTransactions, checkHeldLocks, checkInvalidIndexes])('has no %p to look at', async (check) => {
    expect((await inShort(check, context({}, { keyspace: KEYSPACE })))[0]).toMatch(/^skip an engine without/u);
  });
});
