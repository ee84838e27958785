import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What {@link ProxyOptions.inspect} decides about a piece of the conversation. */
export type Verdict = 'pass' | 'cut' | 'stall';

/** How to set a proxy up. */
export interface ProxyOptions {
  /**
   * Looks at every piece before it is passed on. `cut` = it is dropped and this connection reset; `stall` = it and
   * all that follows on any connection waits for `resume`. So a COMMIT can reach the server while its answer is lost.
   */
  readonly inspect?: (piece: Buffer, from: 'client' | 'server') => Verdict;
}

/** A TCP proxy on 127.0.0.1 in front of a server. */
export interface Proxy {
  readonly port: number;
  /** The server's URL, through the proxy. */
  url(serverUrl: string): string;
  /** Resets all open connections; new ones pass. */
  cut(): void;
  /** Resets all open connections and each new one, until `resume`. */
  refuse(): void;
  /** Passes nothing on in either direction, and keeps all connections open, until `resume`. */
  stall(): void;
  resume(): void;
  /** Connections open now. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Starts a proxy to the host and port of `serverUrl`. */
export async function startProxy(serverUrl: string, options: ProxyOptions = {}): Promise<Proxy> {
  const { hostname, port: serverPort } = new URL(serverUrl);
  const pairs = new Set<readonly [Socket, Socket]>();
  let refusing = false;
  let stalled = false;

  const each = (action: (socket: Socket) => void): void => {
    for (const pair of pairs) pair.forEach(action);
  };
  const stall = (): void => {
    stalled = true;
    each((socket) => socket.pause());
  };
  const cut = (): void => each((socket) => socket.resetAndDestroy());

  const listener = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (client) => {
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ host: hostname, port: Number(serverPort), allowHalfOpen: true });
    const pair = [client, server] as const;
    pairs.add(pair);
    const forward = (from: Socket, to: Socket, name: 'client' | 'server'): void => {
      from.on('data', (piece: Buffer) => {
        const verdict = options.inspect?.(piece, name) ?? 'pass';
        if (verdict === 'cut') {
          pair.forEach((socket) => socket.resetAndDestroy());
          return;
        }
        if (verdict === 'stall') {
          stall();
          // Kept for `resume`, and not looked at again.
          held.push(() => to.write(piece));
          return;
        }
        if (!to.write(piece)) {
          from.pause();
          to.once('drain', () => {
            if (!stalled) from.resume();
          });
        }
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    };
    forward(client, server, 'client');
    forward(server, client, 'server');
    if (!stalled) client.resume();
    else server.pause();
  });
  const held: (() => void)[] = [];
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;

  return {
    port,
    url(url) {
      const through = new URL(url);
      const { protocol, username, password, pathname, search } = through;
      return `${protocol}//${username}:${password}@127.0.0.1:${port}${pathname}${search}`;
    },
    cut,
    refuse() {
      refusing = true;
      cut();
    },
    stall,
    resume() {
      refusing = false;
      stalled = false;
      for (const write of held.splice(0)) write();
      each((socket) => socket.resume());
    },
    get connections() {
      return pairs.size;
    },
    async close() {
      listener.close();
      cut();
      await once(listener, 'close');
    },
  };
}
