import type { Session } from './session.ts';

/** What a reading session starts from: one state of all InnoDB tables, read-only, UTC, text in UTF-8. */
const STATEMENTS = [
  'set session transaction isolation level repeatable read',
  'start transaction with consistent snapshot, read only',
] as const;

/** Settings under which stored values print the same on every server. */
export const READING_SETTINGS: readonly string[] = [
  'set names utf8mb4',
  "set session sql_mode = '', session time_zone = '+00:00', session sql_quote_show_create = 1, session wait_timeout = 28800",
];

/** Opens the snapshot on a session that nobody else uses; it lasts until the session is closed. */
export async function openSnapshot(session: Session, signal: AbortSignal): Promise<void> {
  await session.exclusive(async (held) => {
    for (const statement of STATEMENTS) await held.query(statement);
  }, signal);
}
