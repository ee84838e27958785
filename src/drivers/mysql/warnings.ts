import type { SqlRow } from '../sql/session.ts';
import type { Held } from './session.ts';
import { withoutData } from './server-error.ts';

/**
 * Empties the server's list of warnings. It lasts until a statement that reads a table: without this, those
 * of an earlier statement would be taken for the warnings of a `SELECT 1`.
 */
export async function clearWarnings(held: Held): Promise<void> {
  await held.query('select 1 from information_schema.engines limit 0');
}

/** The server's warnings about the statement before; notes are none. */
export async function readWarnings(held: Held): Promise<readonly string[]> {
  const { rows } = await held.query('show warnings');
  return rows
    .filter((row) => row['Level'] !== 'Note')
    .map((row) => `${String(row['Level'])} ${String(row['Code'])}: ${withoutData(String(row['Message']))}`);
}

/**
 * What a row of OPTIMIZE, REPAIR, CHECK and ANALYZE TABLE complains about: these report failures as rows.
 * Null for any other row.
 */
export function complaintOf(row: SqlRow): string | null {
  const kind = row['Msg_type'];
  if (typeof kind !== 'string' || !/^(?:warning|error)$/i.test(kind)) return null;
  return `${kind} about ${String(row['Table'])}: ${String(row['Msg_text'])}`;
}
