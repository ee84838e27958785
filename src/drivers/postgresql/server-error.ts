import pg from 'pg';

/**
 * Classes of SQLSTATE whose DETAIL names objects only. Elsewhere it quotes the values of rows: "Key
 * (email)=(…) already exists".
 */
const DETAIL_WITHOUT_ROWS = /^(?:2B|42|40P01|55)/;

/** A server's error, reduced to what may be shown. */
export interface ServerError {
  readonly sqlState: string;
  readonly message: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** Character (not octet, not UTF-16 unit) of the statement, from 1. */
  readonly position: number | null;
  /** The line of COPY's rows that failed, from 1. */
  readonly copyLine: number | null;
}

/** Reads a server's error; null when it is none. */
export function serverError(error: unknown): ServerError | null {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return null;
  const { code, message, detail, hint, position, where } = error;
  const copyLine = /^COPY .*?, line (\d+)/.exec(where ?? '')?.[1];
  return {
    sqlState: code,
    message: message.replace(/\.$/, ''),
    detail: detail !== undefined && DETAIL_WITHOUT_ROWS.test(code) ? detail : null,
    hint: hint ?? null,
    position: position === undefined ? null : Number(position),
    copyLine: copyLine === undefined ? null : Number(copyLine),
  };
}

/** Takes what may quote rows out of an error that will be the cause of another, and so could be printed. */
export function withoutRows(error: unknown): unknown {
  const reduced = serverError(error);
  if (reduced === null) return error;
  const bare = Object.assign(new Error(reduced.message), { code: reduced.sqlState, severity: 'ERROR' });
  bare.name = 'PostgresError';
  return bare;
}
