import type { Clock } from '../../clock.ts';
import { SluiceError } from '../../errors.ts';
import type { SqlResult, SqlRow, SqlRunner } from '../sql/session.ts';
import type { Connected, Connector } from './connect.ts';
import { connectionLost, type ServerName } from './connection-error.ts';
import { bind } from './quote.ts';
import { type Flow, send, type Sent } from './send.ts';
import { ServerError, serverError } from './server-error.ts';

/** Acts on a session from another one. */
export interface Overseer {
  /** Ends the statement that runs there. */
  killQuery(id: number): Promise<void>;
  /** False when the server has no such session, or it waits for its client. */
  isBusy(id: number): Promise<boolean>;
}

/** What a session is made of. */
export interface SessionOptions {
  readonly connect: Connector;
  readonly server: ServerName;
  readonly clock: Clock;
  /** Null: statements that must end are ended by closing the connection. */
  readonly overseer: Overseer | null;
  /** Opened once only: what it stands for (a snapshot, a named lock) goes with the connection. */
  readonly once?: boolean;
  /** Runs on each new connection, before anything else. */
  setUp(run: (sql: string) => Promise<readonly SqlRow[]>): Promise<void>;
}

/** How long a query may take. */
export interface QueryOptions {
  /** Aborting ends the statement on the server; the signal's reason is thrown. */
  readonly signal?: AbortSignal;
  /** In ms; 0 = no limit. Default: {@link QUERY_TIMEOUT_MS}, or no limit where a signal is given. */
  readonly timeoutMs?: number;
  /** Columns are named by their position: `0`, `1`, … */
  readonly byPosition?: boolean;
}

/** A statement was ended because its time was up. */
export class TimeIsUp extends Error {
  constructor() {
    super('The time limit of the statement ran out.');
    this.name = 'TimeIsUp';
  }
}

/** For the small queries of Sluice itself. */
const QUERY_TIMEOUT_MS = 30_000;
/** How long a statement may take to end after KILL QUERY; an ALTER throws away what it copied. */
const END_TIMEOUT_MS = 60_000;
/** How often a statement in flight is looked at from outside. */
const WATCH_MS = 10_000;
/** After how many looks in vain a connection counts as lost: its answer may just be on its way. */
const MISSED_LOOKS = 3;

/** One connection for as long as somebody has it to himself; never reconnects. */
export class Held implements SqlRunner {
  readonly #connected: Connected;
  readonly #options: SessionOptions;
  /** The server's id of this connection. */
  readonly id: number;
  #lost: ServerError | null = null;
  #failPending: ((error: ServerError) => void) | null = null;

  constructor(connected: Connected, options: SessionOptions) {
    this.#connected = connected;
    this.#options = options;
    this.id = connected.connection.threadId ?? 0;
    connected.connection.on('error', (error) => this.#lose(serverError(error)));
    connected.connection.on('end', () =>
      this.#lose(
        new ServerError('The server closed the connection.', { errno: null, sqlState: null, code: null, lost: true }),
      ),
    );
  }

  /** Why the connection is gone; null while it is there. */
  get lost(): ServerError | null {
    return this.#lost;
  }

  /** Closes the connection at once, and fails what is in flight. */
  destroy(why = 'The connection was closed.'): void {
    this.#connected.destroy();
    this.#lose(new ServerError(why, { errno: null, sqlState: null, code: 'CLOSED', lost: true }));
  }

  /** Says good-bye, so that the server need not find out. */
  async end(): Promise<void> {
    if (this.#lost !== null) return;
    this.#lose(
      new ServerError('The connection was closed.', { errno: null, sqlState: null, code: 'CLOSED', lost: true }),
    );
    const { connection } = this.#connected;
    const patience = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => {
        connection.end(() => resolve());
      }),
      this.#options.clock.sleep(2_000, patience.signal).catch(() => {}),
    ]);
    patience.abort();
    this.#connected.destroy();
  }

  /**
   * Runs one statement and hands out its rows.
   *
   * @throws ServerError the server's or the connection's; {@link TimeIsUp}; the signal's reason
   */
  async run(
    sql: string,
    onRow: (row: SqlRow, flow: Flow) => void = () => {},
    options: QueryOptions = {},
  ): Promise<Sent> {
    const { signal } = options;
    signal?.throwIfAborted();
    if (this.#lost !== null) throw this.#lost;
    const { clock } = this.#options;
    const timeoutMs = options.timeoutMs ?? (signal === undefined ? QUERY_TIMEOUT_MS : 0);
    const done = new AbortController();
    let ended: 'aborted' | 'time is up' | null = null;
    const ending: { work: Promise<void> | null } = { work: null };
    const end = (why: 'aborted' | 'time is up'): void => {
      ended ??= why;
      ending.work ??= this.#endStatement(done.signal);
      // Held-back rows would hold back the word that the statement has ended.
      this.#connected.connection.resume();
    };
    const onAbort = (): void => end('aborted');
    signal?.addEventListener('abort', onAbort, { once: true });
    if (timeoutMs > 0) {
      void clock.sleep(timeoutMs, done.signal).then(
        () => end('time is up'),
        () => {},
      );
    }
    if (timeoutMs === 0) void this.#watch(done.signal);
    try {
      return await Promise.race([
        send(this.#connected, sql, onRow, options.byPosition),
        new Promise<never>((_resolve, reject) => {
          this.#failPending = reject;
        }),
      ]);
    } catch (thrown) {
      const error = serverError(thrown);
      if (error.lost) this.#lose(error);
      if (ended === 'aborted') signal?.throwIfAborted();
      if (ended === 'time is up') throw new TimeIsUp();
      throw error;
    } finally {
      this.#failPending = null;
      signal?.removeEventListener('abort', onAbort);
      done.abort();
      // Otherwise a KILL QUERY still on its way would hit the next statement.
      await ending.work;
    }
  }

  /** As {@link run} with bound values, rows collected; meant for small results. */
  async query(
    sql: string,
    values: readonly (string | number | null)[] = [],
    options: QueryOptions = {},
  ): Promise<SqlResult> {
    const rows: SqlRow[] = [];
    const { affected } = await this.run(bind(sql, values), (row) => rows.push(row), options);
    return { rows, affected };
  }

  #lose(error: ServerError): void {
    this.#lost ??= error;
    this.#failPending?.(this.#lost);
  }

  /** Ends the statement in flight: kindly, then by closing the connection. */
  async #endStatement(done: AbortSignal): Promise<void> {
    const { overseer, clock } = this.#options;
    if (overseer === null) {
      this.destroy();
      return;
    }
    try {
      await overseer.killQuery(this.id);
    } catch {
      this.destroy();
      return;
    }
    void clock.sleep(END_TIMEOUT_MS, done).then(
      () => this.destroy(),
      () => {},
    );
  }

  /** Finds out when the server's answer can no longer come: the connection hangs, and TCP does not notice. */
  async #watch(done: AbortSignal): Promise<void> {
    const { overseer, clock } = this.#options;
    if (overseer === null) return;
    try {
      for (let missed = 0; missed < MISSED_LOOKS;) {
        await clock.sleep(WATCH_MS, done);
        missed = (await overseer.isBusy(this.id).catch(() => false)) ? 0 : missed + 1;
      }
    } catch {
      return; // The statement has ended.
    }
    if (!done.aborted)
      this.destroy('The server has ended the statement or the session, but its answer did not arrive.');
  }
}

/** A connection that is opened when it is needed, given to one piece of work at a time, and opened again when it broke in between. */
export class Session {
  readonly #options: SessionOptions;
  #held: Held | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** The server's id of the connection; null when there is none. */
  get id(): number | null {
    return this.#held === null || this.#held.lost !== null ? null : this.#held.id;
  }

  /** Nobody can use it any more. */
  get closed(): boolean {
    return this.#closed && this.id === null;
  }

  /**
   * Gives the connection to `work` alone; others wait until it is done.
   *
   * @throws SluiceError `CONN_001` when the connection cannot be opened; else what `work` throws
   */
  async exclusive<T>(work: (held: Held) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.#tail.then(async () => work(await this.#open(signal)));
    this.#tail = turn.catch(() => {});
    return turn;
  }

  /** Ends the connection, once the work under way is done; safe to call twice. */
  async close(): Promise<void> {
    this.#closed = true;
    const closing = this.#tail.then(() => this.#held?.end());
    this.#tail = closing.catch(() => {});
    await closing;
  }

  /** Closes the connection at once; what is in flight fails. */
  destroy(): void {
    this.#held?.destroy();
  }

  async #open(signal: AbortSignal | undefined): Promise<Held> {
    if (this.#held !== null && this.#held.lost === null) return this.#held;
    const { connect, server, setUp } = this.#options;
    if (this.#closed) throw new SluiceError('CONN_001', 'The database was closed already.');
    if (this.#options.once === true && this.#held?.lost) throw connectionLost(this.#held.lost, server);
    const held = new Held(await connect(signal), this.#options);
    try {
      await setUp(async (sql) => (await held.query(sql)).rows);
    } catch (error) {
      held.destroy();
      if (error instanceof ServerError && error.lost) throw connectionLost(error, server);
      throw error;
    }
    this.#held = held;
    return held;
  }
}
