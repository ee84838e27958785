import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type pg from 'pg';
import { SluiceError } from '../../errors.ts';
import { connectionLost, endsSession, type ServerName, sqlStateOf } from './connection-error.ts';
import { Conversation, type Request, type Step, StepError, type StepResult } from './conversation.ts';

/** How long Sluice waits for an answer to a query of its own, in ms. */
const OWN_QUERY_TIMEOUT_MS = 60_000;

/** How long a goodbye may take before the socket is closed without one, in ms. */
const GOODBYE_MS = 2_000;

/** What an open connection says about itself. */
export interface LinkFacts {
  readonly server: ServerName;
  /** The server's `server_version`: `15.18 (Debian 15.18-0+deb12u1)`. */
  readonly serverVersion: string;
}

/** A message of the server that is no error. */
export interface Notice {
  readonly severity: string;
  readonly message: string;
}

/**
 * One open connection. Every method rejects with the server's own error (see `sqlStateOf`), or with `CONN_001`
 * once the connection is gone; it never opens another one.
 */
export class Link {
  readonly server: ServerName;
  readonly serverVersion: string;
  readonly #client: pg.Client;
  #lostBy: unknown;
  #lost = false;
  #ended = false;
  #onNotice: ((notice: Notice) => void) | undefined;

  constructor(client: pg.Client, facts: LinkFacts) {
    this.#client = client;
    this.server = facts.server;
    this.serverVersion = facts.serverVersion;
    client.on('error', (error) => this.#lose(error));
    client.on('end', () => this.#lose(undefined));
    client.on('notice', ({ severity, message }) => {
      this.#onNotice?.({ severity: severity ?? '', message: message ?? '' });
    });
  }

  /** The connection is gone. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Our port of the TCP connection; null on a Unix socket. */
  get localPort(): number | null {
    return (socketOf(this.#client) as Partial<Socket>).localPort ?? null;
  }

  /** The server has a transaction open on it, failed or not. */
  get inTransaction(): boolean {
    return this.#client.getTransactionStatus() !== 'I';
  }

  /** Bound query; the answer may take `timeoutMs`, 0 = as long as it likes. */
  async query(text: string, values: Step['values'] = [], timeoutMs = OWN_QUERY_TIMEOUT_MS): Promise<StepResult> {
    const [result] = await this.steps([{ text, values }], timeoutMs);
    return result as StepResult;
  }

  /** Several bound queries in one round trip; after a failure the rest is skipped. Rejects with a {@link StepError}'s cause. */
  async steps(steps: readonly Step[], timeoutMs = OWN_QUERY_TIMEOUT_MS): Promise<readonly StepResult[]> {
    try {
      return await this.converse({ kind: 'steps', steps }, timeoutMs);
    } catch (error) {
      throw error instanceof StepError ? error.cause : error;
    }
  }

  /** Several statements without values in one simple query. */
  async simple(text: string, timeoutMs = OWN_QUERY_TIMEOUT_MS): Promise<readonly StepResult[]> {
    try {
      return await this.converse({ kind: 'simple', text, keepRows: true }, timeoutMs);
    } catch (error) {
      throw error instanceof StepError ? error.cause : error;
    }
  }

  /**
   * Sends a request; a failure of the server is a {@link StepError}, so that the failing step is known.
   *
   * @param ahead - a simple query of its own that is sent in the same packet before the request; the request is run
   *   even when this one fails, and then the connection is given up
   */
  async converse(
    request: Request,
    timeoutMs: number,
    onNotice?: (notice: Notice) => void,
    ahead?: string,
  ): Promise<readonly StepResult[]> {
    if (this.#lost) throw connectionLost(this.#lostBy, this.server);
    const conversation = new Conversation(request);
    const first =
      ahead === undefined
        ? undefined
        : new Conversation({ kind: 'simple', text: ahead, keepRows: false }).followedBy(conversation);
    const guard =
      timeoutMs === 0
        ? undefined
        : setTimeout(() => this.destroy(new Error(`No answer within ${String(timeoutMs)} ms.`)), timeoutMs);
    this.#onNotice = onNotice;
    try {
      if (first !== undefined) this.#client.query(first);
      this.#client.query(conversation);
      await Promise.allSettled([first?.done, conversation.done]);
      await first?.done.catch((error: unknown) => {
        const cause = error instanceof StepError ? error.cause : error;
        this.destroy(cause);
        throw connectionLost(cause, this.server);
      });
      return await conversation.done;
    } catch (error) {
      throw this.#judge(error);
    } finally {
      clearTimeout(guard);
      this.#onNotice = undefined;
    }
  }

  /** Closes the socket at once; whatever is in flight rejects with `CONN_001`. */
  destroy(reason: unknown): void {
    this.#lose(reason);
    socketOf(this.#client).destroy();
  }

  /** Says goodbye; safe to call twice. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#lose(undefined);
    const guard = setTimeout(() => socketOf(this.#client).destroy(), GOODBYE_MS);
    try {
      await this.#client.end();
    } finally {
      clearTimeout(guard);
    }
  }

  #lose(reason: unknown): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#lostBy = reason;
  }

  #judge(error: unknown): unknown {
    if (error instanceof SluiceError) return error;
    const cause = error instanceof StepError ? error.cause : error;
    const sqlState = sqlStateOf(cause);
    if (sqlState !== null && !endsSession(sqlState)) return error;
    // A killed backend may say so before its socket closes.
    this.destroy(cause);
    return connectionLost(this.#lostBy ?? cause, this.server, sqlState === null ? {} : { sqlState });
  }
}

function socketOf(client: pg.Client): Duplex {
  return client.connection.stream;
}
