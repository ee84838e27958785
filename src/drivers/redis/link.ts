import type { Redis } from 'ioredis';
import { SluiceError } from '../../errors.ts';
import type { Connected, Connector } from './connect.ts';
import { type Asked, connectionLost, noAnswer, replyError, timeIsUp } from './failure.ts';
import { type Argument, type ByteReply, type Command, type Reply, textReply } from './reply.ts';
import type { RedisScript } from './script.ts';
import type { ServerName } from './server-name.ts';

/** What bounds the wait for one reply. */
export interface Bounds {
  readonly signal?: AbortSignal;
  /** A limit that the user set: `TIME_001` beyond it; absent or 0 = only the limit of {@link REPLY_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
}

/** No reply for so long, and the connection is given up. */
const REPLY_TIMEOUT_MS = 60_000;

/**
 * A connection to the server as the rest of this folder sees it. It is opened when it is first used, and again when it
 * was lost; nothing is ever sent twice. Methods with `Buffer` in their name give strings as bytes, the others as UTF-8.
 *
 * All throw a `SluiceError`: `CONN_001` (with `details.commit === 'unknown'` when the connection was lost after
 * the command was sent), `PERM_001`, `MEM_001`, `TIME_001`, `LOCK_001` from a fenced script, and `SQL_001` for every
 * other answer that is an error. `details.reply` is the word that the server's answer began with: `WRONGTYPE`,
 * `BUSYKEY`, `ERR`.
 */
export interface RedisLink {
  readonly server: ServerName;
  call(...command: Command): Promise<Reply>;
  callBuffer(...command: Command): Promise<ByteReply>;
  /** Sends all at once; one reply each, in order; an answer that is an error stands in its place. */
  pipeline(commands: readonly Command[]): Promise<readonly (Reply | SluiceError)[]>;
  pipelineBuffer(commands: readonly Command[]): Promise<readonly (ByteReply | SluiceError)[]>;
  /** Runs a script by its hash, and by its text where the server does not know it yet. */
  script(script: RedisScript, keys: readonly (string | Buffer)[], args: readonly Argument[]): Promise<Reply>;
  scriptBuffer(script: RedisScript, keys: readonly (string | Buffer)[], args: readonly Argument[]): Promise<ByteReply>;
  /** The same connection under other bounds. */
  within(bounds: Bounds): RedisLink;
}

/** A link, and the connection below it. */
export interface OpenLink extends RedisLink {
  /** Ends the connection; safe to call twice. */
  close(): void;
}

/** What of ioredis' errors is an answer of the server; all others mean that the connection broke. */
function isReply(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

/** The connection below the links that share it. */
class Wire {
  readonly server: ServerName;
  readonly #connect: Connector;
  readonly #name: string;
  readonly #once: boolean;
  #wasOpen = false;
  #opening: Promise<Connected> | null = null;
  #open: Connected | null = null;
  #closed = false;

  constructor(connect: Connector, server: ServerName, name: string, once: boolean) {
    this.server = server;
    this.#connect = connect;
    this.#name = name;
    this.#once = once;
  }

  get id(): number | null {
    return this.#open?.id ?? null;
  }

  get protocol(): string | null {
    return this.#open?.protocol ?? null;
  }

  async #connection(signal: AbortSignal | undefined): Promise<Redis> {
    if (this.#closed) throw new Error('The database was closed.');
    if (this.#open !== null && this.#open.redis.status === 'ready') return this.#open.redis;
    if (this.#open !== null) this.#drop(this.#open);
    // What WATCH promised went with the connection.
    if (this.#once && this.#wasOpen) throw connectionLost(new Error('the connection ended'), this.server);
    // Not the signal of one caller: others may wait for the same connection. The connect timeout bounds it.
    this.#opening ??= this.#connect(this.#name, this.server.database).then(
      (connected) => {
        this.#opening = null;
        this.#wasOpen = true;
        if (this.#closed) connected.destroy();
        else this.#open = connected;
        return connected;
      },
      (error: unknown) => {
        this.#opening = null;
        throw error;
      },
    );
    const { redis } = await aborting(this.#opening, signal);
    return redis;
  }

  #drop(connected: Connected): void {
    connected.destroy();
    if (this.#open === connected) this.#open = null;
  }

  /** Sends through `use` and waits for what comes back, within the bounds. */
  async exchange<T>(asked: Asked, { signal, timeoutMs = 0 }: Bounds, use: (redis: Redis) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const redis = await this.#connection(signal);
    signal?.throwIfAborted();
    const limit = timeoutMs > 0 ? Math.min(timeoutMs, REPLY_TIMEOUT_MS) : REPLY_TIMEOUT_MS;
    const unknown = { commit: 'unknown' };
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(
        timeoutMs > 0 && timeoutMs <= REPLY_TIMEOUT_MS
          ? timeIsUp(limit, asked, unknown)
          : noAnswer(limit, asked, this.server, unknown),
      );
      if (this.#open?.redis === redis) this.#drop(this.#open);
    }, limit);
    try {
      return await aborting(Promise.race([use(redis), late]), signal);
    } catch (error) {
      if (isReply(error)) throw replyError(error.message, asked, this.server);
      if (signal?.aborted === true || error instanceof SluiceError) throw error;
      throw connectionLost(error, this.server, unknown);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#open !== null) this.#drop(this.#open);
  }
}

/** What the promise gives, or the signal's reason as soon as it is aborted. */
async function aborting<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  promise.catch(() => {});
  if (signal === undefined) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function linkOn(wire: Wire, bounds: Bounds): RedisLink {
  const { server } = wire;

  const callBuffer = ([name, ...args]: Command, what = name): Promise<ByteReply> =>
    // Upper case, because the library turns the replies of the names that it knows into objects.
    wire.exchange({ what }, bounds, (redis) => redis.callBuffer(name.toUpperCase(), ...args) as Promise<ByteReply>);

  const pipelineBuffer: RedisLink['pipelineBuffer'] = async (commands) => {
    if (commands.length === 0) return [];
    const asked = { what: commands[0]?.[0] ?? '' };
    const results = await wire.exchange(asked, bounds, async (redis) => {
      const pipeline = redis.pipeline();
      for (const [name, ...args] of commands) pipeline.callBuffer(name.toUpperCase(), ...args);
      const replies = (await pipeline.exec()) ?? [];
      const broken = replies.find(([error]) => error !== null && !isReply(error));
      if (broken?.[0]) throw broken[0];
      return replies;
    });
    return results.map(([error, reply], index) =>
      error === null
        ? (reply as ByteReply)
        : replyError(error.message, { what: commands[index]?.[0] ?? asked.what }, server),
    );
  };

  const scriptBuffer: RedisLink['scriptBuffer'] = async ({ name, lua, sha1 }, keys, args) => {
    const rest = [keys.length, ...keys, ...args] as const;
    try {
      return await callBuffer(['EVALSHA', sha1, ...rest], name);
    } catch (error) {
      if (!(error instanceof SluiceError) || error.details['reply'] !== 'NOSCRIPT') throw error;
      return callBuffer(['EVAL', lua, ...rest], name);
    }
  };

  return {
    server,
    call: async (...command) => textReply(await callBuffer(command)),
    callBuffer: (...command) => callBuffer(command),
    pipelineBuffer,
    pipeline: async (commands) =>
      (await pipelineBuffer(commands)).map((reply) => (reply instanceof SluiceError ? reply : textReply(reply))),
    script: async (script, keys, args) => textReply(await scriptBuffer(script, keys, args)),
    scriptBuffer,
    within: (other) => linkOn(wire, { ...bounds, ...other }),
  };
}

/** The links of one open database, each on a connection of its own. */
export class Links {
  readonly #connect: Connector;
  readonly #server: ServerName;
  readonly #wires = new Set<Wire>();

  constructor(connect: Connector, server: ServerName) {
    this.#connect = connect;
    this.#server = server;
  }

  /** The server's ids of the connections that are open now. */
  get ids(): ReadonlySet<number> {
    return new Set([...this.#wires].map((wire) => wire.id).filter((id) => id !== null));
  }

  /** The TLS protocol that was agreed on; null for plain connections. */
  get protocol(): string | null {
    return [...this.#wires].map((wire) => wire.protocol).find((protocol) => protocol !== null) ?? null;
  }

  /**
   * A link that the server shows under `name`, to the database of the URL when no other is named. `once`: when its
   * connection is lost it is not opened again, because what it holds (WATCH) would be gone unseen.
   */
  open(name: string, database = this.#server.database, once = false): OpenLink {
    const wire = new Wire(this.#connect, { ...this.#server, database }, name, once);
    this.#wires.add(wire);
    return {
      ...linkOn(wire, {}),
      close: () => {
        wire.close();
        this.#wires.delete(wire);
      },
    };
  }

  /** Ends all; safe to call twice. */
  close(): void {
    for (const wire of this.#wires) wire.close();
  }
}
