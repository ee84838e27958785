import type { Limits, TableDigest, TableRef, VerifyGroup } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';
import { whileBusy } from './busy-wait.ts';
import { type Connections, STORE_WAIT_MS } from './connections.ts';
import { EventQueue } from './event-queue.ts';
import { explain, SqliteFailure } from './failure.ts';
import type { CallOptions } from './host.ts';
import type { Operation, Operations } from './protocol.ts';

/** Requests that loop over rows or pages in JavaScript, and so can be stopped in a thread. */
const SCANS: ReadonlySet<Operation> = new Set(['digests', 'dump'] satisfies Operation[]);

/** Reads much, in a worker that can be stopped, from one unchanging state of the database. */
export class Reader {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** Sends one request; a database that is locked when the reading begins is waited for. */
  call<K extends Operation>(
    operation: K,
    request: Operations[K]['request'],
    options: CallOptions<Operations[K]['event']> & { readonly signal: AbortSignal },
  ): Promise<Operations[K]['response']> {
    const { own, scan, read } = this.#connections;
    const host = SCANS.has(operation) ? scan : read;
    const wait = this.#connections.busyWait(STORE_WAIT_MS, options.signal);
    return own.hold('read', () => whileBusy(wait, () => host.call(operation, request, options)));
  }

  /** The error that a failed reading becomes. */
  explain(error: unknown): unknown {
    return explain(error, this.#connections.path, 'DATA_001');
  }
}

/** Reads the data; changes nothing. */
export function verifyGroup(reader: Reader, ownTables: readonly string[]): VerifyGroup {
  async function* digests(
    tables: readonly TableRef[],
    checksums: boolean,
    signal: AbortSignal,
  ): AsyncIterable<TableDigest> {
    const names = tables.map(({ name }) => name).filter((name) => !ownTables.includes(name.toLowerCase()));
    const queue = new EventQueue<TableDigest>();
    const stop = new AbortController();
    const reading = reader.call(
      'digests',
      { tables: names, checksums },
      { signal: AbortSignal.any([signal, stop.signal]), onEvent: (digest) => queue.push(digest) },
    );
    try {
      yield* queue.until(reading);
    } catch (error) {
      throw reader.explain(error);
    } finally {
      // Whoever leaves the loop early needs no more.
      stop.abort();
      await reading.catch(() => {});
    }
  }

  return {
    digests: (tables, signal) => digests(tables, true, signal),
    counts: (tables, signal) => digests(tables, false, signal),
    async orphans(signal) {
      try {
        return await reader.call('orphans', null, { signal });
      } catch (error) {
        throw reader.explain(error);
      }
    },
    scalar: (query, limits) => scalar(reader, query, limits),
  };
}

async function scalar(reader: Reader, query: string, { signal, statementTimeoutMs }: Limits): Promise<string | null> {
  const refused = (why: string, cause?: unknown): SluiceError =>
    new SluiceError('CONF_001', `The query cannot be used as a rule: ${why}: ${query.slice(0, 200)}`, {
      cause,
      fix: 'Write one SELECT that returns exactly one row.',
    });
  try {
    const answer = await reader.call('scalar', { sql: query }, { signal, timeoutMs: statementTimeoutMs });
    if (answer.kind === 'refused') throw refused(answer.why);
    return answer.value;
  } catch (error) {
    const isQuery =
      error instanceof SqliteFailure &&
      (error.code === null || /^SQLITE_(?:ERROR|READONLY|MISMATCH|RANGE)/.test(error.code));
    throw isQuery ? refused(error.message, error) : reader.explain(error);
  }
}
