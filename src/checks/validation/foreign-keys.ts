import { qualifiedName } from '../../checksum/table-name.ts';
import type { CheckResult } from '../../journal/entries.ts';
import { failed, few, passed, skipped } from '../result.ts';
import type { ValidationContext } from './context.ts';

const NAME = { id: 'foreign-keys', title: 'Foreign keys', expected: 'no row points to a parent that does not exist' };

/** No orphans behind any foreign key, also where the engine did not enforce it. */
export async function checkForeignKeys(context: ValidationContext): Promise<readonly CheckResult[]> {
  if (!context.settings.foreignKeys) return [skipped(NAME, 'switched off (validate.foreign-keys)')];
  const orphans = await context.driver.verify.orphans(context.limits.signal);
  if (orphans.length === 0) return [passed(NAME, 'no orphans')];
  const sentences = orphans.map(
    ({ table, constraint, parent, rows }) =>
      `${qualifiedName(table)}: ${String(rows)} rows without a parent in ${qualifiedName(parent)} (${constraint})`,
  );
  return [failed(NAME, 'DATA_001', few(sentences), 'Delete the orphaned rows or add their parents, in a migration.')];
}
