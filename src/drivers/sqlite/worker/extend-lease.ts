import type Database from 'better-sqlite3';
import { RUN_LOCK } from '../../sql/fence.ts';
import { sqliteDialect } from '../dialect.ts';
import { quote } from '../quote.ts';

/** As `extendLease` of the stores, on a connection of the worker; false when the lock is another owner's. */
export function extendLease(
  database: Database.Database,
  lock: string,
  { owner, leaseMs }: { readonly owner: string; readonly leaseMs: number },
): boolean {
  const sql = `update ${quote(lock)} set expires_at = ${sqliteDialect.nowPlus(String(leaseMs))} where name = ? and owner = ?`;
  return database.prepare<[string, string]>(sql).run(RUN_LOCK, owner).changes > 0;
}
