import type { SqlRow } from '../../sql/session.ts';
import { OF_DATABASE } from '../inspect/programs.ts';
import { column } from '../inspect/reader.ts';
import { quoteTable } from '../quote.ts';
import type { Held } from '../session.ts';

/** A trigger with all that creates it again. */
export interface SavedTrigger {
  readonly name: string;
  readonly statement: string;
  readonly sqlMode: string;
  readonly characterSet: string;
  readonly collation: string;
}

/** The triggers of a database; those of one table and event in the order in which they run. */
export async function saveTriggers(held: Held, database: string): Promise<readonly SavedTrigger[]> {
  const { rows } = await held.query(
    'select trigger_name as name from information_schema.triggers where ' +
      `${OF_DATABASE} order by event_object_table, event_manipulation, action_timing, action_order`,
    [database, database],
  );
  const saved: SavedTrigger[] = [];
  for (const row of rows) {
    const name = column(row, 'name') ?? '';
    const { rows: shown } = await held.query(`show create trigger ${quoteTable({ schema: database, name })}`);
    const definition: SqlRow = shown[0] ?? {};
    saved.push({
      name,
      statement: column(definition, 'SQL Original Statement') ?? '',
      sqlMode: column(definition, 'sql_mode') ?? '',
      characterSet: column(definition, 'character_set_client') ?? 'utf8mb4',
      collation: column(definition, 'collation_connection') ?? 'utf8mb4_general_ci',
    });
  }
  return saved;
}

/**
 * Drops triggers, the last of each event first, so that recreating the dropped ones restores their order.
 * `onDropped` hears of each.
 */
export async function dropTriggers(
  held: Held,
  database: string,
  triggers: readonly SavedTrigger[],
  onDropped: (trigger: SavedTrigger) => void,
): Promise<void> {
  for (const trigger of triggers.toReversed()) {
    await held.query(`drop trigger if exists ${quoteTable({ schema: database, name: trigger.name })}`, [], {
      timeoutMs: 0,
    });
    onDropped(trigger);
  }
}

/**
 * Creates triggers again, each as it was: mode, character set and collation are part of a trigger. One that was
 * written by a client of another character set than UTF-8 keeps its text, and is recorded as written in UTF-8.
 */
export async function recreateTriggers(held: Held, triggers: readonly SavedTrigger[]): Promise<void> {
  for (const { statement, sqlMode, characterSet, collation } of triggers) {
    await held.query(
      `set names ${characterSet.startsWith('utf8') ? `${characterSet} collate ${collation}` : 'utf8mb4'}`,
    );
    await held.query(`set session sql_mode = '${sqlMode.replaceAll("'", '')}'`);
    await held.run(statement, undefined, { timeoutMs: 0 });
  }
  await held.query('set names utf8mb4');
  await held.query("set session sql_mode = ''");
}
