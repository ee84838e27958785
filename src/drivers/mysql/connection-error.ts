import { SluiceError, type ErrorCode } from '../../errors.ts';
import { type ServerError, serverError } from './server-error.ts';

/** What is said about the server in messages: never the password, nor the URL. */
export interface ServerName {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

interface Explanation {
  readonly code?: ErrorCode;
  readonly sentence: string;
  readonly fix: string;
}

function byNumber(errno: number, { host, port, user, database }: ServerName): Explanation | null {
  const at = `${host}:${port}`;
  switch (errno) {
    case 1045:
    case 1698:
      return {
        sentence: `The server at ${at} refused the user "${user}" or the password.`,
        fix: 'Check user and password of the database URL, that the account may log in from this host, and whether it demands TLS; special characters in the password have to be percent-encoded.',
      };
    case 1044:
      return {
        code: 'PERM_001',
        sentence: `The user "${user}" has no access to the database "${database}" on ${at}.`,
        fix: `GRANT the account privileges ON the database, or correct the database URL.`,
      };
    case 1049:
      return {
        sentence: `The database "${database}" does not exist on ${at}.`,
        fix: 'Create the database, or correct its name in the database URL.',
      };
    case 1040:
    case 1203:
    case 1226:
      return {
        sentence: `The server at ${at} has no free connection for the user "${user}".`,
        fix: 'Close idle connections, or raise max_connections (max_user_connections of the account); Sluice needs up to six.',
      };
    case 1129:
    case 1130:
      return {
        sentence: `The server at ${at} does not let this host in.`,
        fix: "Create the account for this host (or '%'); a host blocked for errors is freed by FLUSH HOSTS.",
      };
    case 3159:
      return {
        sentence: `The server at ${at} accepts encrypted connections only.`,
        fix: 'Take sslmode=disable out of the database URL.',
      };
    case 1251:
    case 2059:
      return {
        sentence: `The account "${user}" on ${at} uses a login method that Sluice does not know.`,
        fix: 'Give the account caching_sha2_password or mysql_native_password.',
      };
    default:
      return null;
  }
}

const CERTIFICATE =
  /^(?:ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL|ERR_SSL)/;

function byCode(code: string, message: string, { host, port, user }: ServerName): Explanation | null {
  const at = `${host}:${port}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || /does not match certificate's altnames/.test(message)) {
    return {
      sentence: `The certificate of ${at} is not made out to the host name "${host}".`,
      fix: 'Connect by a name that the certificate holds, or use sslmode=verify-ca.',
    };
  }
  if (CERTIFICATE.test(code) || (code === 'HANDSHAKE_SSL_ERROR' && /certificate/i.test(message))) {
    return {
      sentence: `The certificate of ${at} is not trusted.`,
      fix: "Name the authority's certificate with sslrootcert in the database URL.",
    };
  }
  switch (code) {
    case 'HANDSHAKE_NO_SSL_SUPPORT':
      return {
        sentence: `The server at ${at} offers no TLS, and the database URL demands it.`,
        fix: 'Switch TLS on in the server, or use sslmode=disable where the network is trusted.',
      };
    case 'HANDSHAKE_SSL_ERROR':
      return {
        sentence: `No encrypted connection to ${at} could be agreed on.`,
        fix: "Check the server's TLS versions and its certificate.",
      };
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
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return {
        sentence: `The server at ${at} cannot be reached from here (${code}).`,
        fix: 'Check firewalls, private networks and the address in the database URL.',
      };
    case 'AUTH_SWITCH_PLUGIN_ERROR':
      return {
        sentence: `The account "${user}" on ${at} uses a login method that Sluice does not know.`,
        fix: 'Give the account caching_sha2_password or mysql_native_password.',
      };
    default:
      return null;
  }
}

/** The error with a code of its own: Node wraps it when it tried several addresses, the client library when TLS failed. */
function telling(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return telling(error.errors[0]);
  return error;
}

/** Why no connection could be opened, as `CONN_001` (`PERM_001` for a database closed to the account) with its fix. */
export function connectFailure(thrown: unknown, server: ServerName): SluiceError {
  const error = serverError(telling(thrown));
  const known =
    (error.errno === null ? null : byNumber(error.errno, server)) ??
    (error.code === null ? null : byCode(error.code, error.message, server));
  const sentence =
    known?.sentence ?? `No connection to ${server.host}:${server.port}: ${error.message.replace(/\.$/, '')}.`;
  return new SluiceError(known?.code ?? 'CONN_001', sentence, {
    cause: error,
    ...(known === null ? {} : { fix: known.fix }),
    details: { errno: error.errno, sqlState: error.sqlState },
  });
}

/** A connection that was there and broke; `details.commit` is added where a write was under way. */
export function connectionLost(
  cause: ServerError | undefined,
  server: ServerName,
  details: Readonly<Record<string, unknown>> = {},
): SluiceError {
  return new SluiceError('CONN_001', `The connection to ${server.host}:${server.port} was lost.`, {
    cause,
    fix: 'Check the server and the network between, then run the command again: it looks first what had happened.',
    details: { ...details, lost: true },
  });
}
