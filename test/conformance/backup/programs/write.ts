/**
 * Writes to a database until SIGTERM: `node write.ts <engine> <url> <number of this writer>`. Money moves between
 * accounts, accounts are opened and closed, transfers are noted and forgotten; what all accounts hold stays the same, and
 * so does the sum of the tallies less the number of transfers. Says `writing` once it has begun.
 */
import Database from 'better-sqlite3';
import type { TestDatabase, TestEngine } from '../../../support/databases.ts';
import { openSession } from '../../../support/session.ts';

const [engine = '', url = '', number = '0'] = process.argv.slice(2);
const writer = Number(number);

let ended = false;
process.once('SIGTERM', () => {
  ended = true;
});

interface Session {
  /** Runs a transaction; false when it was rolled back because another one was in its way. */
  run(statements: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}

function onSqlite(): Session {
  const database = new Database(url.replace(/^sqlite:/u, ''), { timeout: 30_000 });
  return {
    async run(statements) {
      database.exec('begin immediate');
      for (const statement of statements) database.exec(statement);
      database.exec('commit');
      // A signal is seen between two transactions.
      await new Promise((resolve) => setImmediate(resolve));
      return true;
    },
    close: () => Promise.resolve(void database.close()),
  };
}

/** Deadlock, serialization failure, lock wait timeout. */
const IN_THE_WAY = new Set(['40P01', '40001', 'ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD']);

async function onServer(): Promise<Session> {
  const session = await openSession({ engine: engine as TestEngine, url } as TestDatabase);
  return {
    async run(statements) {
      try {
        await session.query('begin');
        for (const statement of statements) await session.query(statement);
        await session.query('commit');
        return true;
      } catch (error) {
        if (!IN_THE_WAY.has(String((error as { code?: unknown }).code))) throw error;
        await session.query('rollback');
        return false;
      }
    },
    close: () => session.close(),
  };
}

/** The statements of the n-th transaction. Accounts of this writer's own are numbered from 1000 on. */
function transaction(round: number): readonly string[] {
  const id = writer * 1_000_000 + round;
  const own = writer * 1_000_000 + 1000 + round;
  const [giver, taker] = [(round * 7 + writer) % 40, (round * 13 + 5) % 40];
  const amount = 1 + (round % 9);
  switch (round % 4) {
    case 0:
      return [
        `update accounts set balance = balance - ${String(amount)} where id = ${String(giver)}`,
        `update accounts set balance = balance + ${String(amount)} where id = ${String(taker)}`,
        `insert into transfers (id, giver, taker, amount) values (${String(id)}, ${String(giver)}, ${String(taker)}, ${String(amount)})`,
        `update tallies set transfers = transfers + 1 where id = ${String(writer)}`,
      ];
    case 1:
      return [
        `update accounts set balance = balance - ${String(amount)} where id = ${String(giver)}`,
        `insert into accounts (id, balance) values (${String(own)}, ${String(amount)})`,
      ];
    case 2:
      return [
        `update accounts set balance = balance + (${String(1 + ((round - 1) % 9))}) where id = ${String(taker)}`,
        `delete from accounts where id = ${String(own - 1)}`,
      ];
    default:
      // The transfer three transactions ago.
      return round % 8 === 3
        ? [
            `delete from transfers where id = ${String(id - 3)}`,
            `update tallies set transfers = transfers - 1 where id = ${String(writer)}`,
          ]
        : [`update transfers set amount = amount + 1 where id = ${String(id - 3)}`];
  }
}

const session = engine === 'sqlite' ? onSqlite() : await onServer();
for (let round = 0; !ended; round += 1) {
  if (round === 1) process.stdout.write('writing\n');
  while (!(await session.run(transaction(round))));
}
await session.close();
