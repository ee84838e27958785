import { SluiceError } from '../../errors.ts';

/** What is said about the server in messages: never the user's password, nor the URL. */
export interface ServerName {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** The URL holds a password. */
  readonly hasPassword: boolean;
}

/** The SQLSTATE of a server's error, also below errors of our own; null when it is none. */
export function sqlStateOf(error: unknown): string | null {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    const code: unknown = (current as { readonly code?: unknown }).code;
    const severity: unknown = (current as { readonly severity?: unknown }).severity;
    // Node's own errors have a `code` too, but no severity.
    if (typeof code === 'string' && typeof severity === 'string') return code;
  }
  return null;
}

/** True when the server's error also ends the session: shutdown, a killed backend, a broken protocol, idle limits. */
export function endsSession(sqlState: string): boolean {
  return sqlState.startsWith('08') || ['57P01', '57P02', '57P03', '57P05', '25P03', '25P04'].includes(sqlState);
}

interface Explanation {
  readonly sentence: string;
  readonly fix: string;
}

function bySqlState(sqlState: string, server: ServerName): Explanation | null {
  const { host, port, user, database } = server;
  const at = `${host}:${String(port)}`;
  switch (sqlState) {
    case '28P01':
      return {
        sentence: `PostgreSQL at ${at} refused the password of the user "${user}".`,
        fix: 'Check user and password of the database URL; special characters in the password have to be percent-encoded.',
      };
    case '28000':
      return {
        sentence: `PostgreSQL at ${at} does not let the user "${user}" in from here.`,
        fix: 'Check that the role exists and may log in, and that pg_hba.conf allows this host, database and TLS mode.',
      };
    case '3D000':
      return {
        sentence: `The database "${database}" does not exist on ${at}.`,
        fix: 'Create the database, or correct its name in the database URL.',
      };
    case '42501':
      return {
        sentence: `The user "${user}" may not connect to the database "${database}" on ${at}.`,
        fix: `GRANT CONNECT ON DATABASE to the user, then run the command again.`,
      };
    case '53300':
      return {
        sentence: `PostgreSQL at ${at} has no free connection: too many clients are connected already.`,
        fix: 'Close idle connections, raise max_connections, or connect past the pool of the application; Sluice needs up to six.',
      };
    case '57P03':
      return {
        sentence: `PostgreSQL at ${at} is starting up or shutting down.`,
        fix: 'Wait until the server accepts connections, then run the command again.',
      };
    default:
      return null;
  }
}

const TLS_CODES = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL)/;

function byNodeCode(code: string, server: ServerName): Explanation | null {
  const { host, port } = server;
  const at = `${host}:${String(port)}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      sentence: `The certificate of ${at} is not made out to the host name "${host}".`,
      fix: 'Connect by a name that the certificate holds, or use sslmode=verify-ca.',
    };
  }
  if (TLS_CODES.test(code)) {
    return {
      sentence: `The certificate of ${at} is not trusted (${code}).`,
      fix: "Name the authority's certificate with sslrootcert in the database URL.",
    };
  }
  switch (code) {
    case 'ECONNREFUSED':
      return {
        sentence: `Nothing answers at ${at}: the connection was refused.`,
        fix: 'Check that the server runs and listens on this address and port.',
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        sentence: `The host name "${host}" cannot be resolved.`,
        fix: 'Correct the host in the database URL, or check the name server of the runner.',
      };
    case 'ENOENT':
    case 'EACCES':
      return {
        sentence: `There is no PostgreSQL socket that can be opened in ${host}.`,
        fix: 'Correct the host in the database URL.',
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return {
        sentence: `The host ${at} cannot be reached from here (${code}).`,
        fix: 'Check firewalls, private networks and the address in the database URL.',
      };
    default:
      return null;
  }
}

/** The code of a network error; of the first one where Node tried several addresses. */
function nodeCode(error: unknown): string | null {
  const code: unknown = (error as { readonly code?: unknown }).code;
  if (typeof code === 'string') return code;
  return error instanceof AggregateError && error.errors.length > 0 ? nodeCode(error.errors[0]) : null;
}

/** Why no connection could be opened, as `CONN_001` with a fix for the case. */
export function connectFailure(error: unknown, server: ServerName): SluiceError {
  const sqlState = sqlStateOf(error);
  const code = nodeCode(error);
  const known =
    (sqlState === null ? null : bySqlState(sqlState, server)) ?? (code === null ? null : byNodeCode(code, server));
  if (known === null) {
    if (sqlState === null && code === null && !server.hasPassword) {
      return new SluiceError(
        'CONN_001',
        `PostgreSQL at ${server.host}:${String(server.port)} asks for a password, and the database URL has none.`,
        {
          cause: error,
          fix: 'Put the password into the environment variable that holds the database URL.',
        },
      );
    }
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    return new SluiceError(
      'CONN_001',
      `No connection to PostgreSQL at ${server.host}:${String(server.port)}: ${reason}.`,
      {
        cause: error,
      },
    );
  }
  return new SluiceError('CONN_001', known.sentence, {
    cause: error,
    fix: known.fix,
    ...(sqlState === null ? {} : { details: { sqlState } }),
  });
}

/** A connection that was there and broke. */
export function connectionLost(
  cause: unknown,
  server: ServerName,
  details: Readonly<Record<string, unknown>> = {},
): SluiceError {
  return new SluiceError(
    'CONN_001',
    `The connection to PostgreSQL at ${server.host}:${String(server.port)} was lost.`,
    {
      cause,
      fix: 'Check the server and the network between, then run the command again: it looks first what had happened.',
      details: { ...details, lost: true },
    },
  );
}
