import { SluiceError } from '../../errors.ts';
import type { SqlSession } from '../sql/session.ts';
import type { ServerName } from './connection-error.ts';
import { explained, failure } from './failure.ts';
import { ServerError } from './server-error.ts';
import type { Session } from './session.ts';

const DOING = 'Reading or writing the tables of Sluice';

/** The stores' own connection; each query, and each transaction, has it to itself. */
export function storeSession(session: Session, server: ServerName): SqlSession {
  return {
    query: (sql, values) => explained(DOING, server, () => session.exclusive((held) => held.query(sql, values))),
    inTransaction: (work) =>
      session.exclusive(async (held) => {
        try {
          await held.query('start transaction');
          const result = await work(held);
          try {
            await held.query('commit');
          } catch (thrown) {
            throw failure(thrown, { server, doing: DOING, statement: null, limits: null, mayBeDone: true });
          }
          return result;
        } catch (thrown) {
          if (held.lost === null) await held.query('rollback').catch(() => held.destroy('The rollback failed.'));
          throw failure(thrown, { server, doing: DOING, statement: null, limits: null, mayBeDone: false });
        }
      }),
    isDuplicate(error) {
      const errno =
        error instanceof SluiceError ? error.details['errno'] : error instanceof ServerError ? error.errno : null;
      // The table exists; the key exists.
      return errno === 1050 || errno === 1062;
    },
  };
}
