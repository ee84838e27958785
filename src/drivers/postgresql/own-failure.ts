import { SluiceError } from '../../errors.ts';
import { sqlStateOf } from './connection-error.ts';

/** The server's own words; without DETAIL, which may quote rows. */
function serverMessage(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}

/** Failures that mean the same whoever's statement it was; null for all others. */
export function commonFailure(error: unknown, details: Readonly<Record<string, unknown>>): SluiceError | null {
  const sqlState = sqlStateOf(error);
  if (sqlState === null) return null;
  const options = { cause: error, details: { ...details, sqlState } };
  const message = serverMessage(error);
  switch (sqlState) {
    case '42501':
      return new SluiceError('PERM_001', `PostgreSQL refused for want of a privilege: ${message}.`, options);
    case '25006':
      return new SluiceError('PERM_001', `The database takes no writes: ${message}.`, {
        ...options,
        fix: 'Connect to the primary server, and check default_transaction_read_only of the database and the role.',
      });
    case '53100':
      return new SluiceError('DISK_001', `PostgreSQL has no disk space left: ${message}.`, {
        ...options,
        fix: 'Free space on the volume of the database server, then run the command again.',
      });
    case '53200':
      return new SluiceError('MEM_001', `PostgreSQL is out of memory: ${message}.`, {
        ...options,
        fix: 'Lower work_mem or maintenance_work_mem, or give the database server more memory.',
      });
    default:
      return null;
  }
}

/** A failure of one of Sluice's own queries, on its tables or the catalogs; what is not expected stays as it is. */
export function ownFailure(error: unknown): unknown {
  if (error instanceof SluiceError) return error;
  switch (sqlStateOf(error)) {
    case '55P03':
    case '40P01':
      return new SluiceError('LOCK_002', `Sluice could not get a lock for its own work: ${serverMessage(error)}.`, {
        cause: error,
        fix: 'Find the session that holds a lock on the table, wait for it or end it, then run the command again.',
      });
    case '57014':
      return new SluiceError('TIME_001', `A query of Sluice's own was cancelled: ${serverMessage(error)}.`, {
        cause: error,
        fix: 'Check the load of the database server, then run the command again.',
      });
    default:
      return commonFailure(error, {}) ?? error;
  }
}
