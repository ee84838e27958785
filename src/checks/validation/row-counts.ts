import { qualifiedName } from '../../checksum/table-name.ts';
import type { CheckResult } from '../../journal/entries.ts';
import { failed, few, passed, skipped } from '../result.ts';
import { untouched, type ValidationContext } from './context.ts';

const NAME = {
  id: 'row-counts',
  title: 'Row counts of untouched tables',
  expected: 'every table that no migration names has as many rows as before',
};

/** Tables that no migration names must exist and have as many rows as in the baseline. */
export async function checkRowCounts(context: ValidationContext): Promise<readonly CheckResult[]> {
  if (!context.settings.rowCounts) return [skipped(NAME, 'switched off (validate.row-counts)')];
  if (context.baseline?.tables == null) return [skipped(NAME, 'there is no baseline to compare with')];
  const present = await context.present();
  const differing: string[] = [];
  for (const { table, rows } of untouched(context)) {
    const name = qualifiedName(table);
    const now = present.get(name);
    if (now === undefined) differing.push(`${name}: ${String(rows)} rows before, the table is gone`);
    else if (now.rows !== rows) differing.push(`${name}: ${String(rows)} rows before, ${String(now.rows)} now`);
  }
  const compared = untouched(context).length;
  if (differing.length === 0) return [passed(NAME, `${String(compared)} tables as in ${context.baseline.name}`)];
  return [
    failed(
      NAME,
      'DATA_001',
      few(differing),
      'If the application writes during the migration, this is expected: stop it, or switch validate.row-counts off. Otherwise restore the tables from the backup.',
    ),
  ];
}
