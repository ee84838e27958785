import type { Fence, StoreNames } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import type { SqlRunner, StoreDialect } from './session.ts';
import { tableName } from './tables.ts';

/** The only name in the lock table. */
export const RUN_LOCK = 'run';

/**
 * Extends the lease as a write of its own, so that the check commits or fails together with the
 * transaction around it. False when another owner has the lock.
 */
export async function extendLease(
  runner: SqlRunner,
  dialect: StoreDialect,
  names: StoreNames,
  fence: Fence,
): Promise<boolean> {
  const { affected } = await runner.query(
    `update ${tableName(dialect, names, 'lock')} set expires_at = ${dialect.nowPlus(dialect.placeholder(1))}` +
      ` where name = ${dialect.placeholder(2)} and owner = ${dialect.placeholder(3)}`,
    [fence.leaseMs, RUN_LOCK, fence.owner],
  );
  return affected > 0;
}

/** As {@link extendLease}; throws `LOCK_001` when the lease was lost. */
export async function requireLease(
  runner: SqlRunner,
  dialect: StoreDialect,
  names: StoreNames,
  fence: Fence,
): Promise<void> {
  if (await extendLease(runner, dialect, names, fence)) return;
  throw new SluiceError(
    'LOCK_001',
    'This run lost its lease on the database to another run; nothing more was written.',
    {
      fix: 'Look at `sluice status`: another run took over. When it has ended, run the command again.',
      details: { leaseLost: true },
    },
  );
}
