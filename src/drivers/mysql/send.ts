import type { FieldPacket, QueryError, ResultSetHeader } from 'mysql2';
import type { SqlRow } from '../sql/session.ts';
import type { Connected } from './connect.ts';

/** What a statement did, as the protocol tells. */
export interface Sent {
  /** Rows changed, over all of its results. */
  readonly affected: number;
  /** Rows returned, over all of its results. */
  readonly returned: number;
  /** How many warnings the server counted; null when it ended with rows, where the library does not say. */
  readonly warnings: number | null;
  /** Whether the session is in a transaction now; null as above. */
  readonly inTransaction: boolean | null;
}

/** Holds the rows back while their receiver has no room. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** SERVER_STATUS_IN_TRANS of the protocol. */
const IN_TRANSACTION = 1;

/**
 * Sends one statement and hands each row out as it comes, so that a large result needs no memory.
 * `byPosition`: columns are named `0`, `1`, … in their order, which their own names do not always tell.
 * Rejects with whatever the library reports, also when the connection breaks meanwhile.
 */
export function send(
  { connection }: Connected,
  sql: string,
  onRow: (row: SqlRow, flow: Flow) => void,
  byPosition = false,
): Promise<Sent> {
  const flow: Flow = { pause: () => connection.pause(), resume: () => connection.resume() };
  return new Promise((resolve, reject) => {
    let affected = 0;
    let returned = 0;
    let header: ResultSetHeader | null = null;
    let isHeader = false;
    let failure: QueryError | undefined;
    const settle = (action: () => void): void => {
      connection.off('error', broken);
      action();
    };
    // A statement in flight hears of a broken connection only through the connection.
    const broken = (error: Error): void => settle(() => reject(error));
    connection.on('error', broken);
    const query = connection.query({ sql, rowsAsArray: byPosition });
    query.on('fields', (fields: FieldPacket[] | undefined) => {
      isHeader = fields === undefined;
      header = null;
    });
    query.on('result', (result: SqlRow | ResultSetHeader) => {
      if (isHeader) {
        header = result as ResultSetHeader;
        affected += header.affectedRows;
      } else {
        returned += 1;
        onRow(result as SqlRow, flow);
      }
    });
    query.on('error', (error: QueryError) => {
      failure = error;
      // A connection closed before the statement could be sent ends no query.
      if (error.fatal) settle(() => reject(error));
    });
    query.on('end', () => {
      settle(() => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        const last = header;
        resolve({
          affected,
          returned,
          warnings: last === null ? null : last.warningStatus,
          inTransaction: last === null ? null : (last.serverStatus & IN_TRANSACTION) !== 0,
        });
      });
    });
  });
}
