import type { Socket } from 'node:net';
import { malformedReply } from './sync-failure.ts';

/** The longest line that a server answers with. */
const MAX_LINE = 4096;

const NOTHING = Buffer.alloc(0);
const NEWLINE = 0x0a;

/** Reads a socket that is no longer read by anybody else. The waits are bounded by `limit`, and ended by the signal. */
export class SocketReader {
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Buffer, undefined>;
  readonly #idleTimeoutMs: number;
  readonly #late: () => Error;
  readonly #signal: AbortSignal | undefined;
  #rest = NOTHING as Buffer;

  constructor(
    socket: Socket,
    limit: { readonly idleTimeoutMs: number; readonly late: () => Error; readonly signal?: AbortSignal },
  ) {
    this.#socket = socket;
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    this.#idleTimeoutMs = limit.idleTimeoutMs;
    this.#late = limit.late;
    this.#signal = limit.signal;
  }

  /** The next bytes, as many as came; null = the other side has closed. */
  async read(): Promise<Buffer | null> {
    if (this.#rest.length > 0) {
      const rest = this.#rest;
      this.#rest = NOTHING;
      return rest;
    }
    this.#signal?.throwIfAborted();
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(this.#late()), this.#idleTimeoutMs);
    const abort = (): void => reject(this.#signal?.reason);
    this.#signal?.addEventListener('abort', abort, { once: true });
    const next = this.#chunks.next();
    next.catch(() => {});
    try {
      const { value } = await Promise.race([next, ended]);
      return value ?? null;
    } catch (error) {
      this.#socket.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener('abort', abort);
    }
  }

  /** The next line that is not empty: servers send empty ones while they prepare; null = the other side has closed. */
  async line(): Promise<string | null> {
    let line = NOTHING as Buffer;
    for (;;) {
      const bytes = await this.read();
      if (bytes === null) return null;
      const end = bytes.indexOf(NEWLINE);
      line = Buffer.concat([line, end < 0 ? bytes : bytes.subarray(0, end)]);
      if (line.length > MAX_LINE) throw malformedReply();
      if (end < 0) continue;
      this.#rest = bytes.subarray(end + 1);
      const text = line.toString('latin1').replace(/\r$/u, '');
      if (text !== '') return text;
      line = NOTHING;
    }
  }
}
