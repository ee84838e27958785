/**
 * The mark by which a later run finds sessions that a dead run left in the server: a named lock of the
 * server, held by the session that changes the database. `IS_USED_LOCK` tells the id of its holder, no
 * matter which account asks. Several names, because the next run marks its own session while a dead
 * one's still holds the first.
 */
import { createHash } from 'node:crypto';
import type { SqlRow } from '../sql/session.ts';

const SLOTS = 8;

/** Short and without the characters that names may not hold. */
export function databaseTag(database: string): string {
  return createHash('sha256').update(database).digest('hex').slice(0, 16);
}

function markerName(database: string, slot: number): string {
  return `sluice:${databaseTag(database)}:${slot}`;
}

/** Marks the session as one that works on the database; without effect where the server has no such locks. */
export async function takeMarker(run: (sql: string) => Promise<readonly SqlRow[]>, database: string): Promise<void> {
  for (let slot = 0; slot < SLOTS; slot++) {
    const [row] = await run(`select get_lock('${markerName(database, slot)}', 0) as got`);
    if (Number(row?.['got']) === 1) return;
  }
}

/** An assignment of SET that marks the session of a client program: the first free name of all. */
export function markerAssignment(database: string): string {
  const attempts = Array.from({ length: SLOTS }, (_, slot) => `get_lock('${markerName(database, slot)}', 0) = 1`);
  return `@sluice_mark = (${attempts.join(' or ')})`;
}

/** Ids of the sessions that carry a mark of the database. */
export async function markedSessions(
  run: (sql: string) => Promise<readonly SqlRow[]>,
  database: string,
): Promise<readonly number[]> {
  const columns = Array.from(
    { length: SLOTS },
    (_, slot) => `is_used_lock('${markerName(database, slot)}') as h${slot}`,
  );
  const [row] = await run(`select ${columns.join(', ')}`);
  const ids = Object.values(row ?? {}).flatMap((id) => (id === null ? [] : [Number(id)]));
  return [...new Set(ids)];
}
