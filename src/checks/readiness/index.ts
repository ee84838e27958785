import type { CheckResult } from '../../journal/entries.ts';
import type { ReadinessCheck, ReadinessContext } from './context.ts';
import { checkClientPrograms } from './client-programs.ts';
import { checkConnection } from './connection.ts';
import { checkConnections } from './connections.ts';
import { checkDiskSpace } from './disk-space.ts';
import { checkEnvironmentVariables } from './environment-variables.ts';
import { checkEvictionPolicy } from './eviction-policy.ts';
import { checkFileSystem } from './file-system.ts';
import { checkHalfApplied } from './half-applied.ts';
import { checkHeldLocks } from './held-locks.ts';
import { checkInvalidIndexes } from './invalid-indexes.ts';
import { checkKeyspace } from './keyspace.ts';
import { checkLongTransactions } from './long-transactions.ts';
import { checkMemoryHeadroom } from './memory-headroom.ts';
import { checkPendingMigrations } from './pending-migrations.ts';
import { checkPersistence } from './persistence.ts';
import { checkPrivileges } from './privileges.ts';
import { checkReadOnly } from './read-only.ts';
import { checkReplicationLag } from './replication-lag.ts';
import { checkRunLock } from './run-lock.ts';
import { checkSchemaDrift } from './schema-drift.ts';
import { checkServerVersion } from './server-version.ts';
import { checkUnknownFacts } from './unknown-facts.ts';
import { checkWayBack } from './way-back.ts';

/** The readiness checks, by the name that `checks` selects them with; in the order they run. */
export const READINESS_CHECKS: Readonly<Record<string, ReadinessCheck>> = {
  connection: checkConnection,
  'server-version': checkServerVersion,
  'environment-variables': checkEnvironmentVariables,
  'read-only': checkReadOnly,
  privileges: checkPrivileges,
  'file-system': checkFileSystem,
  'client-programs': checkClientPrograms,
  'disk-space': checkDiskSpace,
  'memory-headroom': checkMemoryHeadroom,
  'eviction-policy': checkEvictionPolicy,
  persistence: checkPersistence,
  keyspace: checkKeyspace,
  connections: checkConnections,
  'long-transactions': checkLongTransactions,
  'replication-lag': checkReplicationLag,
  'held-locks': checkHeldLocks,
  'pending-migrations': checkPendingMigrations,
  'way-back': checkWayBack,
  'schema-drift': checkSchemaDrift,
  'half-applied': checkHalfApplied,
  'invalid-indexes': checkInvalidIndexes,
  'run-lock': checkRunLock,
  'not-checked': checkUnknownFacts,
};

/** Runs the selected checks, all when nothing is selected; every one runs, whatever the others found. */
export async function runReadiness(
  context: ReadinessContext,
  selected: readonly string[] | null,
  each: (check: CheckResult) => Promise<void>,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [name, check] of Object.entries(READINESS_CHECKS)) {
    if (selected !== null && !selected.includes(name)) continue;
    context.signal.throwIfAborted();
    for (const result of await check(context)) {
      results.push(result);
      await each(result);
    }
  }
  return results;
}
