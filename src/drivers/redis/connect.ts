import { readFile } from 'node:fs/promises';
import { type ConnectionOptions, TLSSocket } from 'node:tls';
import { Redis } from 'ioredis';
import type { DatabaseUrl, OpenOptions } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { connectFailure } from './connect-failure.ts';
import { replyError } from './failure.ts';
import { type Argument, type ByteReply, textReply } from './reply.ts';
import { type ServerName, serverName, usesTls } from './server-name.ts';

/** An authenticated connection, turned to its database. */
export interface Connected {
  readonly redis: Redis;
  /** The server's id of it; null when the account may not ask. */
  readonly id: number | null;
  /** The TLS protocol; null for a plain connection. */
  readonly protocol: string | null;
  /** Closes the socket at once. */
  destroy(): void;
}

/** Opens connections to one server; `name` is what the server shows of them. */
export type Connector = (name: string, database: number, signal?: AbortSignal) => Promise<Connected>;

/** What {@link connector} needs of the run. */
export type ConnectOptions = Pick<OpenOptions, 'connectTimeoutMs'>;

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
 * What Node is told about TLS; null = plain. Redis cannot be asked whether it offers TLS, so `redis:` is plain
 * unless `sslmode` says otherwise; `rediss:` checks the chain and the name unless `sslmode` asks for less.
 */
async function tlsOptions(url: DatabaseUrl): Promise<ConnectionOptions | null> {
  const { scheme, tls, host } = url;
  if (scheme === 'rediss' && tls.mode === 'disable') {
    throw new SluiceError('CONF_001', 'The database URL begins with rediss: and has sslmode=disable.', {
      fix: 'Write redis: for a connection without TLS, or take sslmode out.',
    });
  }
  if (!usesTls(url)) {
    if (tls.rootCert === null || tls.mode === 'disable') return null;
    throw new SluiceError('CONF_001', 'The database URL has sslrootcert, but asks for no TLS.', {
      fix: 'Write rediss: in the database URL, or add sslmode=verify-full.',
    });
  }
  if (tls.mode === 'require') return { rejectUnauthorized: false };
  const named = tls.rootCert === null || tls.rootCert === 'system' ? null : tls.rootCert;
  return {
    rejectUnauthorized: true,
    ...(tls.mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    ...(named === null ? {} : { ca: await readRootCertificate(named) }),
    ...(host.startsWith('/') ? { servername: 'localhost' } : {}),
  };
}

/** The client library as nothing but a connection that speaks the protocol: no retries, no queue, no handshake of its own. */
function client({ host, port }: DatabaseUrl, tls: ConnectionOptions | null, connectTimeoutMs: number): Redis {
  return new Redis({
    ...(host.startsWith('/') ? { path: host } : { host: host === '' ? 'localhost' : host, port: port ?? 6379 }),
    ...(tls === null ? {} : { tls }),
    lazyConnect: true,
    protocol: 2,
    retryStrategy: null,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    disableClientInfo: true,
    noDelay: true,
    keepAlive: 10_000,
    // The limit over all of the handshake is kept here, and fires first.
    connectTimeout: connectTimeoutMs * 2,
  });
}

/** A name as CLIENT SETNAME takes it: printable, without spaces. */
function clientName(name: string): string {
  return name.replaceAll(/[^!-~]/gu, '_');
}

/**
 * Makes the function that opens connections to a URL.
 *
 * The function throws what {@link connectFailure} and {@link replyError} say, `CONF_001` for a root certificate that
 * cannot be read, and the signal's reason.
 */
export function connector(url: DatabaseUrl, { connectTimeoutMs }: ConnectOptions): Connector {
  async function logIn(redis: Redis, name: string, server: ServerName): Promise<number | null> {
    const ask = async (command: string, ...args: Argument[]): Promise<ByteReply | SluiceError> => {
      try {
        return (await redis.callBuffer(command, ...args)) as ByteReply;
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
        return replyError(error.message, { what: command }, server);
      }
    };
    const must = async (command: string, ...args: Argument[]): Promise<void> => {
      const reply = await ask(command, ...args);
      if (reply instanceof SluiceError) throw reply;
    };
    if (url.user !== '' || url.password !== '') {
      const reply = await ask('AUTH', ...(url.user === '' ? [] : [url.user]), url.password);
      // A server that knows no password lets everybody in, as with any other client.
      const needless = reply instanceof SluiceError && reply.message.includes('without any password configured');
      if (reply instanceof SluiceError && !needless) throw reply;
    }
    if (server.database !== 0) await must('SELECT', server.database);
    const named = await ask('CLIENT', 'SETNAME', clientName(name));
    if (named instanceof SluiceError && ['NOAUTH', 'WRONGPASS'].includes(String(named.details['reply']))) throw named;
    const id = await ask('CLIENT', 'ID');
    return id instanceof SluiceError ? null : Number(textReply(id));
  }

  return async (name, database, signal) => {
    signal?.throwIfAborted();
    const server = { ...serverName(url), database };
    const redis = client(url, await tlsOptions(url), connectTimeoutMs);
    let first: unknown = null;
    let reached = false;
    // Stays for good: an error that nobody listens to is printed by the library.
    redis.on('error', (error: unknown) => {
      first ??= error;
    });
    const destroy = (): void => {
      const stream = redis.stream as Redis['stream'] | undefined;
      // The library waits two seconds for the end of a stream, even of one that has ended.
      if (stream?.destroyed !== true) redis.disconnect();
      stream?.destroy();
    };
    const { promise: ended, reject: end } = Promise.withResolvers<never>();
    ended.catch(() => {});
    const timer = setTimeout(() => {
      const stream = redis.stream as Redis['stream'] | undefined;
      reached = stream?.remoteAddress !== undefined;
      end(Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }));
    }, connectTimeoutMs);
    const abort = (): void => end(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const work = (async () => {
        await redis.connect();
        return logIn(redis, name, server);
      })();
      work.catch(() => {});
      const id = await Promise.race([work, ended]);
      const { stream } = redis;
      return { redis, id, protocol: stream instanceof TLSSocket ? stream.getProtocol() : null, destroy };
    } catch (error) {
      destroy();
      signal?.throwIfAborted();
      throw connectFailure(error instanceof SluiceError ? error : (first ?? error), {
        server,
        connectTimeoutMs,
        reached,
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  };
}
