import { column } from '../inspect/reader.ts';
import { literal, quoteTable } from '../quote.ts';
import { SCRATCH_MARK } from '../scratch-names.ts';
import type { Held } from '../session.ts';

/** What a database of the user's holds. */
export interface GivenContent {
  /** Everything in it was restored by a proof. */
  readonly marked: boolean;
  /** Without the mark, and without what goes with a table. */
  readonly objects: readonly { readonly kind: string; readonly name: string }[];
}

/** By this the mark is told from a table that is only called so. */
const MARK_COMMENT = 'Sluice proves backups here: whatever is in this database is dropped.';

/** Dropping large tables takes its time. */
const DROP_TIMEOUT_MS = 10 * 60_000;

/** Lists what a database holds. */
export async function contentOf(held: Held, database: string): Promise<GivenContent> {
  const { rows } = await held.query(
    "select case table_type when 'VIEW' then 'view' when 'SEQUENCE' then 'sequence' else 'table' end as kind," +
      ' table_name as name, table_comment as comment from information_schema.tables where table_schema = ?' +
      ' union all select lower(routine_type), routine_name, null from information_schema.routines where routine_schema = ?' +
      " union all select 'event', event_name, null from information_schema.events where event_schema = ?",
    [database, database, database],
  );
  const objects = rows.map((row) => ({
    kind: column(row, 'kind') ?? '',
    name: column(row, 'name') ?? '',
    isMark: column(row, 'name') === SCRATCH_MARK && column(row, 'comment') === MARK_COMMENT,
  }));
  return { marked: objects.some(({ isMark }) => isMark), objects: objects.filter(({ isMark }) => !isMark) };
}

const markIn = (database: string): string => quoteTable({ schema: database, name: SCRATCH_MARK });

/** Marks a database: whoever finds the mark, and nobody who uses it, may drop everything. */
export async function setMark(held: Held, database: string, runId: string): Promise<void> {
  await held.query(
    `create table if not exists ${markIn(database)} (run_id varchar(190) not null, at timestamp not null)` +
      ` character set utf8mb4 comment '${MARK_COMMENT}'`,
  );
  await held.query(`delete from ${markIn(database)}`);
  await held.query(`insert into ${markIn(database)} values (left(${literal(runId)}, 190), current_timestamp)`);
}

/** Drops everything but the mark. */
export async function dropContent(held: Held, database: string): Promise<void> {
  await held.query('set session foreign_key_checks = 0');
  for (const { kind, name } of (await contentOf(held, database)).objects) {
    const options = { timeoutMs: DROP_TIMEOUT_MS };
    await held.query(`drop ${kind} if exists ${quoteTable({ schema: database, name })}`, [], options);
  }
}

/** Takes the mark off an empty database. */
export async function dropMark(held: Held, database: string): Promise<void> {
  await held.query(`drop table if exists ${markIn(database)}`);
}
