import { userInfo } from 'node:os';
import pg from 'pg';
import type { DatabaseUrl } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { connectFailure, type ServerName } from './connection-error.ts';
import { Link } from './link.ts';
import { tlsPlan, type TlsPlan } from './tls.ts';

const DEFAULT_PORT = 5432;

/** After this long without traffic the system asks whether the other side is still there, in ms. */
const KEEPALIVE_AFTER_MS = 30_000;

/** Where and as whom to connect, with the defaults filled in. */
export interface Target {
  readonly server: ServerName;
  readonly password: string;
  readonly tls: TlsPlan;
  readonly connectTimeoutMs: number;
}

/** Takes the target out of a URL. @throws SluiceError `CONF_001` when its root certificate cannot be read */
export async function targetOf(url: DatabaseUrl, connectTimeoutMs: number): Promise<Target> {
  const user = url.user === '' ? userInfo().username : url.user;
  const host = url.host === '' ? 'localhost' : url.host.replace(/^\[(.*)\]$/, '$1');
  return {
    server: {
      host,
      port: url.port ?? DEFAULT_PORT,
      user,
      database: url.database === '' ? user : url.database,
      hasPassword: url.password !== '',
    },
    password: url.password,
    tls: await tlsPlan({ ...url, host }),
    connectTimeoutMs,
  };
}

/** The same server, another database. */
export function withDatabase(target: Target, database: string): Target {
  return { ...target, server: { ...target.server, database } };
}

/** The client library says it only in words; the test with a plain server keeps them true. */
const NO_TLS = 'The server does not support SSL connections';

/**
 * Opens a connection; with TLS if the server offers it and the URL does not say otherwise.
 *
 * @throws SluiceError `CONN_001` with a fix for the case
 * @throws the signal's reason when it is aborted before the connection is ready
 */
export async function connect(target: Target, applicationName: string, signal?: AbortSignal): Promise<Link> {
  const { tls, server } = target;
  try {
    return await attempt(target, tls.ssl, applicationName, signal);
  } catch (error) {
    const refusedTls = error instanceof Error && error.message === NO_TLS;
    if (!refusedTls || !tls.mayBePlain) throw refusedTls ? withoutTls(error, server) : failure(error, target, signal);
  }
  try {
    return await attempt(target, false, applicationName, signal);
  } catch (error) {
    throw failure(error, target, signal);
  }
}

async function attempt(
  { server, password, connectTimeoutMs }: Target,
  ssl: TlsPlan['ssl'],
  applicationName: string,
  signal: AbortSignal | undefined,
): Promise<Link> {
  signal?.throwIfAborted();
  const client = new pg.Client({
    host: server.host,
    port: server.port,
    user: server.user,
    database: server.database,
    // A function, because an empty text would make the library look into PGPASSWORD and ~/.pgpass.
    password: () => password,
    ssl,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_AFTER_MS,
  });
  let serverVersion = '';
  client.connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<string, string>) => {
    if (parameterName === 'server_version') serverVersion = parameterValue ?? '';
  });
  // A failing socket may report twice; the first report is the rejection of connect().
  const ignore = (): void => {};
  client.on('error', ignore);
  const abort = (): void => void client.connection.stream.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    signal?.throwIfAborted();
  } catch (error) {
    client.connection.stream.destroy();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  const link = new Link(client, { server, serverVersion });
  client.off('error', ignore);
  return link;
}

function withoutTls(cause: Error, { host, port }: ServerName): SluiceError {
  return new SluiceError(
    'CONN_001',
    `PostgreSQL at ${host}:${String(port)} offers no TLS, but the database URL demands it.`,
    {
      cause,
      fix: 'Turn TLS on in the server (ssl = on), or use sslmode=disable where the network is trusted.',
    },
  );
}

function failure(error: unknown, { server, connectTimeoutMs }: Target, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return signal.reason;
  if (error instanceof Error && error.message === 'timeout expired') {
    return new SluiceError(
      'CONN_001',
      `PostgreSQL at ${server.host}:${String(server.port)} did not answer within ${String(connectTimeoutMs)} ms.`,
      { cause: error, fix: 'Check firewalls, private networks and the address in the database URL.' },
    );
  }
  return connectFailure(error, server);
}
