import type { Canceller } from './cancel.ts';
import { cancelOnAbort } from './cancel.ts';
import { connect, type Target } from './connect.ts';
import { STABLE_TEXT } from './inspect.ts';
import type { Link } from './link.ts';
import { ownFailure } from './own-failure.ts';
import { sessionName, setUp, versionParts } from './session.ts';

/** How a reading transaction is opened. */
export interface ReadOptions {
  readonly signal: AbortSignal;
  /** A snapshot exported by another transaction, to see exactly what that one sees. */
  readonly snapshot?: string;
  /** More settings, each with `set local`. */
  readonly settings?: readonly string[];
}

/** A transaction that reads one state of the database. */
export interface Reading {
  readonly link: Link;
  /** Ends the transaction; safe to call twice. */
  end(): Promise<void>;
}

/** Connections that read schema and data, each in a read-only transaction with one snapshot. */
export class Readers {
  readonly #target: Target;
  readonly #runId: string;
  readonly #canceller: Canceller;
  readonly #idle: Link[] = [];
  readonly #busy = new Set<Link>();
  #closed = false;

  constructor(target: Target, runId: string, canceller: Canceller) {
    this.#target = target;
    this.#runId = runId;
    this.#canceller = canceller;
  }

  /**
   * Opens a read-only transaction with one snapshot, whose texts do not depend on settings of the server, role or
   * database. Aborting the signal cancels what it has in flight.
   */
  async open({ signal, snapshot, settings = [] }: ReadOptions): Promise<Reading> {
    signal.throwIfAborted();
    const link = await this.#take(signal);
    this.#busy.add(link);
    const end = async (): Promise<void> => {
      if (!this.#busy.delete(link)) return;
      await this.#giveBack(link);
    };
    try {
      const results = await link.simple(
        [
          'begin isolation level repeatable read read only',
          ...(snapshot === undefined
            ? []
            : [`set transaction snapshot '${snapshot.replaceAll(/[^0-9A-Fa-f-]/g, '')}'`]),
          STABLE_TEXT,
          ...settings.map((setting) => `set local ${setting}`),
          'select pg_catalog.pg_backend_pid() as pid',
        ].join('; '),
      );
      const pid = Number(results.at(-1)?.rows[0]?.['pid']);
      const watch = cancelOnAbort(signal, link, () => pid, this.#canceller);
      return {
        link,
        async end() {
          await watch.stop();
          await end();
        },
      };
    } catch (error) {
      await end();
      throw readFailure(error, signal);
    }
  }

  /** Calls `work` in such a transaction. */
  async read<T>(options: ReadOptions, work: (link: Link) => Promise<T>): Promise<T> {
    const reading = await this.open(options);
    try {
      return await work(reading.link);
    } catch (error) {
      throw readFailure(error, options.signal);
    } finally {
      await reading.end();
    }
  }

  /** Ends every connection; what is in flight fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((link) => link.end()));
  }

  async #take(signal: AbortSignal): Promise<Link> {
    if (this.#closed) throw new Error('The database connection was closed already.');
    for (let link = this.#idle.pop(); link !== undefined; link = this.#idle.pop()) if (!link.lost) return link;
    const link = await connect(this.#target, sessionName('read', this.#runId), signal);
    try {
      await link.simple(setUp('read', versionParts(link.serverVersion)[0] ?? 0));
      return link;
    } catch (error) {
      link.destroy(error);
      throw ownFailure(error);
    }
  }

  async #giveBack(link: Link): Promise<void> {
    if (!link.lost && link.inTransaction) await link.simple('rollback').catch((error: unknown) => link.destroy(error));
    if (link.lost) return;
    if (this.#idle.length === 0 && !this.#closed) this.#idle.push(link);
    else await link.end();
  }
}

/** What a failed read means: the signal's reason when it was aborted. */
export function readFailure(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : ownFailure(error);
}
