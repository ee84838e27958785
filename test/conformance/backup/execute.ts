import type { TestDatabase } from '../../support/databases.ts';
import { openSession } from '../../support/session.ts';

/** Runs statements on one connection, with the account of the database's URL. */
export async function execute(database: TestDatabase, statements: readonly string[]): Promise<void> {
  if (database.engine === 'sqlite') {
    for (const statement of statements) await database.query(statement);
    return;
  }
  const session = await openSession(database);
  try {
    for (const statement of statements) await session.query(statement);
  } finally {
    await session.close();
  }
}
