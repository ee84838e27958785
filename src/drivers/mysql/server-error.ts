/**
 * What a server's error says, read once: its number, its SQLSTATE and its message without data.
 * The client library's own error is never handed on: it carries the whole statement.
 */

/** An error of the server or of the connection, safe to print. */
export class ServerError extends Error {
  /** The server's number; null for failures of the connection itself. */
  readonly errno: number | null;
  readonly sqlState: string | null;
  /** Node's or the client library's code: `ECONNRESET`, `PROTOCOL_CONNECTION_LOST`. */
  readonly code: string | null;
  /** The session is gone, and with it all that it had not committed. */
  readonly lost: boolean;

  constructor(message: string, facts: Pick<ServerError, 'errno' | 'sqlState' | 'code' | 'lost'>) {
    super(message);
    this.name = 'ServerError';
    this.errno = facts.errno;
    this.sqlState = facts.sqlState;
    this.code = facts.code;
    this.lost = facts.lost;
  }
}

/** Errors by which the server says that it ends the session: shutdown, killed, packets out of order, idle limits. */
const SESSION_ENDED = new Set([
  1053, 1079, 1080, 1152, 1153, 1156, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 3169, 4031,
]);

/** The data in the messages of the server, and what stands there instead; names of keys and columns stay. */
const DATA_IN_MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/Duplicate entry '.*' for key/s, "Duplicate entry '…' for key"],
  [/, record '.*' would lead/s, ", record '…' would lead"],
  // 1366, 1292, 1411, 1525: Incorrect integer value: '…' for column …; Truncated incorrect DOUBLE value: '…'
  [/\bvalue:? '.*'(?= for (?:column|function)\b|$)/s, "value '…'"],
  // 1690: DOUBLE value is out of range in '(…)'
  [/is out of range in '.*'$/s, "is out of range in '…'"],
  // 1526, 1493: Table has no partition for value …
  [/no partition for value .*$/s, 'no partition for value …'],
  // 3140, 4038: Invalid JSON text: "…" at position 1 in value for column
  [/Invalid JSON text: ".*" at position/s, 'Invalid JSON text: "…" at position'],
  // 3854, 1977: Cannot convert string '…' from utf8mb4 to latin1
  [/(convert string|character string:) '.*?'/gis, "$1 '…'"],
  // 1300: Invalid utf8mb4 character string: '…' is caught above; 1416, 3055: geometry and spatial values carry none.
];

/** Cuts data out of a server's message; a rejected value may be anything, even a secret. */
export function withoutData(message: string): string {
  return DATA_IN_MESSAGES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), message);
}

function member(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** Reads whatever the client library threw. */
export function serverError(error: unknown): ServerError {
  if (error instanceof ServerError) return error;
  const errno = member(error, 'errno');
  const sqlState = member(error, 'sqlState');
  const code = member(error, 'code');
  const message = member(error, 'sqlMessage') ?? member(error, 'message');
  // Node's own errors have an errno too: negative, and without SQLSTATE.
  const number = typeof errno === 'number' && errno > 0 ? errno : null;
  return new ServerError(withoutData(typeof message === 'string' && message !== '' ? message : String(code ?? error)), {
    errno: number,
    sqlState: typeof sqlState === 'string' && sqlState !== '' ? sqlState : null,
    code: typeof code === 'string' ? code : null,
    lost: number === null ? true : SESSION_ENDED.has(number),
  });
}
