import { readFile } from 'node:fs/promises';
import { connect as connectSocket, type Socket } from 'node:net';
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2';
import type { DatabaseUrl, OpenOptions } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { connectFailure, type ServerName } from './connection-error.ts';

/** An authenticated connection, and the socket below it. */
export interface Connected {
  readonly connection: Connection;
  /** Closes the socket at once: the client library's own `destroy` waits for a peer that may be gone. */
  destroy(): void;
}

/** Opens connections of one kind, all to the same place. */
export type Connector = (signal?: AbortSignal) => Promise<Connected>;

/** What {@link connector} needs of the run. */
export type ConnectOptions = Pick<OpenOptions, 'connectTimeoutMs' | 'runId'>;

/** The server as messages name it. */
export function serverName(url: DatabaseUrl): ServerName {
  return {
    host: url.host === '' ? 'localhost' : url.host,
    port: url.port ?? 3306,
    user: url.user,
    database: url.database,
  };
}

async function readRootCertificate(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new SluiceError('CONF_001', `The root certificate ${path} of the database URL cannot be read.`, {
      cause,
      fix: 'Correct `sslrootcert` in the database URL.',
    });
  }
}

/**
 * What the client library is told about TLS; null = plain. `require` encrypts without asking who answers,
 * `verify-ca` checks the chain, `verify-full` the host's name too, and the default takes TLS if it is offered.
 */
async function tlsOptions({ tls, host }: DatabaseUrl): Promise<NonNullable<ConnectionOptions['ssl']> | null> {
  // A socket of this machine's file system never leaves it.
  if (tls.mode === 'disable' || host.startsWith('/')) return null;
  if (tls.mode === 'default' || tls.mode === 'require') return { rejectUnauthorized: false };
  const named = tls.rootCert === null || tls.rootCert === 'system' ? null : tls.rootCert;
  return {
    rejectUnauthorized: true,
    verifyIdentity: tls.mode === 'verify-full',
    ...(named === null ? {} : { ca: await readRootCertificate(named) }),
  };
}

function openSocket({ host, port }: ServerName): Socket {
  if (host.startsWith('/')) return connectSocket(host);
  const socket = connectSocket(port, host);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 10_000);
  // Node checks a certificate against this name. It sets it for names only; for an address it would
  // check the name `localhost` instead, and accept the certificate of another machine.
  return Object.assign(socket, { _host: host });
}

interface Attempt {
  readonly url: DatabaseUrl;
  readonly server: ServerName;
  readonly options: ConnectOptions;
  readonly ssl: NonNullable<ConnectionOptions['ssl']> | null;
  readonly signal: AbortSignal | undefined;
}

/** One attempt to log in. */
function logIn({ url, server, options, ssl, signal }: Attempt): Promise<Connected> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(server);
    const connection = createConnection({
      // mysql2 hands its options to the factory; the socket is ours already.
      stream: () => socket,
      host: server.host,
      user: url.user,
      password: url.password,
      database: url.database,
      charset: 'UTF8MB4_GENERAL_CI',
      connectTimeout: options.connectTimeoutMs,
      multipleStatements: false,
      // A server must not be able to ask this machine for its files; and the library's own taste for
      // IGNORE_SPACE would change how statements are read, and be stored with routines and triggers.
      flags: ['-LOCAL_FILES', '-IGNORE_SPACE'],
      connectAttributes: { program_name: `sluice/${options.runId}` },
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      jsonStrings: true,
      ...(ssl === null ? {} : { ssl }),
    });
    const destroy = (): void => {
      connection.destroy();
      socket.destroy();
    };
    const settle = (action: () => void): void => {
      signal?.removeEventListener('abort', abort);
      action();
    };
    const abort = (): void => {
      settle(() => reject(signal?.reason as Error));
      destroy();
    };
    signal?.addEventListener('abort', abort, { once: true });
    // Stays for good: an error that nobody listens to would end the process. The session looks at its own.
    connection.on('error', (error: Error) => {
      settle(() => reject(error));
      destroy();
    });
    connection.connect((error) => {
      if (error === null) {
        settle(() => resolve({ connection, destroy }));
        return;
      }
      settle(() => reject(error));
      destroy();
    });
  });
}

/**
 * Makes the function that opens connections to a URL.
 *
 * The function throws what {@link connectFailure} says, `CONF_001` for a root certificate that cannot be read,
 * and the signal's reason.
 */
export function connector(url: DatabaseUrl, options: ConnectOptions): Connector {
  const server = serverName(url);
  let plainOnly = false;
  return async (signal) => {
    signal?.throwIfAborted();
    const ssl = plainOnly ? null : await tlsOptions(url);
    try {
      return await logIn({ url, server, options, ssl, signal });
    } catch (error) {
      signal?.throwIfAborted();
      const refused = (error as { readonly code?: unknown }).code === 'HANDSHAKE_NO_SSL_SUPPORT';
      if (!refused || url.tls.mode !== 'default') throw connectFailure(error, server);
    }
    try {
      const connected = await logIn({ url, server, options, ssl: null, signal });
      plainOnly = true;
      return connected;
    } catch (error) {
      signal?.throwIfAborted();
      throw connectFailure(error, server);
    }
  };
}
