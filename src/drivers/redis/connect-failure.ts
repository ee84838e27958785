import { SluiceError } from '../../errors.ts';
import type { ServerName } from './server-name.ts';

/** How far the attempt had come. */
export interface Attempt {
  readonly server: ServerName;
  readonly connectTimeoutMs: number;
  /** The network's connection was there. */
  readonly reached: boolean;
}

interface Explanation {
  readonly sentence: string;
  readonly fix: string;
}

const CERTIFICATE =
  /^(?:ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL_X509)/u;

/** Answers to TLS that are no TLS. */
const NO_TLS =
  /^(?:ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|ERR_SSL_HTTP_REQUEST|ERR_SSL_UNEXPECTED_MESSAGE)$/u;

function noTls(at: string): Explanation {
  return {
    sentence: `The server at ${at} does not answer in TLS, and the database URL demands it.`,
    fix: 'Use the port on which the server offers TLS (tls-port), or redis:// where the network is trusted.',
  };
}

function onlyTls(at: string): Explanation {
  return {
    sentence: `The server at ${at} ended the connection before it answered.`,
    fix: 'If it speaks TLS on this port, write rediss:// in the database URL. Otherwise check that a Redis server listens there, its protected mode and its client limit.',
  };
}

function member(error: unknown, name: 'code' | 'message'): string {
  const value = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : null;
  return typeof value === 'string' ? value : '';
}

function byCode(code: string, message: string, { server, reached, connectTimeoutMs }: Attempt): Explanation {
  const { host, tls } = server;
  const at = `${host}:${String(server.port)}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      sentence: `The certificate of ${at} is not made out to the host name "${host}".`,
      fix: 'Connect by a name that the certificate holds, or use sslmode=verify-ca.',
    };
  }
  if (CERTIFICATE.test(code)) {
    return {
      sentence: `The certificate of ${at} is not trusted (${code}).`,
      fix: "Name the authority's certificate with sslrootcert in the database URL.",
    };
  }
  if (/ALERT_(?:CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)|ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED/u.test(code)) {
    return {
      sentence: `The server at ${at} demands a certificate of its clients, which Sluice does not send.`,
      fix: 'Set `tls-auth-clients no` (or `optional`) on the server.',
    };
  }
  if (NO_TLS.test(code)) return noTls(at);
  if (code.startsWith('ERR_SSL_')) {
    return {
      sentence: `No encrypted connection to ${at} could be agreed on (${code}).`,
      fix: "Check the server's TLS versions and its certificate.",
    };
  }
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
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
    case 'ETIMEDOUT':
      if (reached && tls) return noTls(at);
      return {
        sentence: reached
          ? `The server at ${at} accepted the connection, but did not answer within ${String(connectTimeoutMs)} ms.`
          : `The server at ${at} cannot be reached from here (no answer within ${String(connectTimeoutMs)} ms).`,
        fix: reached
          ? 'Look what keeps the server busy; if it speaks TLS on this port, write rediss:// in the database URL.'
          : 'Check firewalls, private networks and the address in the database URL.',
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        sentence: `The server at ${at} cannot be reached from here (${code}).`,
        fix: 'Check firewalls, private networks and the address in the database URL.',
      };
    default:
      break;
  }
  // The client library's words for bytes that are no Redis protocol, such as a TLS alert, and for an early end.
  if (
    /protocol error|unknown RESP type|connection is closed/iu.test(message) ||
    code === 'ECONNRESET' ||
    code === 'EPIPE'
  )
    return tls ? noTls(at) : onlyTls(at);
  return {
    sentence: `No connection to ${at}: ${message === '' ? code : message.replace(/\.$/u, '')}.`,
    fix: 'Check host, port, credentials and that the runner may reach the server, then run the command again.',
  };
}

/** The error with a code of its own: Node wraps it when it tried several addresses. */
function telling(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? telling(error.errors[0]) : error;
}

/** Why no connection could be opened, as `CONN_001` with its fix. */
export function connectFailure(thrown: unknown, attempt: Attempt): SluiceError {
  if (thrown instanceof SluiceError) return thrown;
  const error = telling(thrown);
  const code = member(error, 'code');
  const { sentence, fix } = byCode(code, member(error, 'message'), attempt);
  return new SluiceError('CONN_001', sentence, {
    cause: error instanceof Error ? new Error(code === '' ? error.message : `${code}: ${error.message}`) : undefined,
    fix,
  });
}
