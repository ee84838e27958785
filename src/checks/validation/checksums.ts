import { qualifiedName } from '../../checksum/table-name.ts';
import type { CheckResult } from '../../journal/entries.ts';
import { failed, few, passed, skipped } from '../result.ts';
import { untouched, type ValidationContext } from './context.ts';

const NAME = {
  id: 'checksums',
  title: 'Checksums of untouched tables',
  expected: 'every table that no migration names has the content that it had before',
};

/** Tables that no migration names must have the very content of the baseline. */
export async function checkChecksums(context: ValidationContext): Promise<readonly CheckResult[]> {
  if (!context.settings.checksums) return [skipped(NAME, 'switched off (validate.checksums)')];
  if (context.baseline?.tables == null) return [skipped(NAME, 'there is no baseline to compare with')];
  const present = await context.present();
  const differing: string[] = [];
  let rows = 0;
  for (const before of untouched(context)) {
    const name = qualifiedName(before.table);
    const now = present.get(name);
    if (now?.checksum === before.checksum && now.rows === before.rows) rows += now.rows;
    else differing.push(name);
  }
  if (differing.length === 0) {
    return [
      passed(
        NAME,
        `${String(untouched(context).length)} tables with ${String(rows)} rows equal ${context.baseline.name}`,
      ),
    ];
  }
  return [
    failed(
      NAME,
      'DATA_001',
      `content differs from ${context.baseline.name}: ${few(differing)}`,
      'If the application writes during the migration, this is expected: stop it, or switch validate.checksums off. Otherwise compare the tables with the backup.',
    ),
  ];
}
