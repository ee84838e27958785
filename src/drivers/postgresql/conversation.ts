import type { Duplex } from 'node:stream';
import type { Connection, Submittable } from 'pg';
import type { SqlResult } from '../sql/session.ts';
import { copyChunks } from './copy-chunks.ts';
import { parseValue, type Row } from './values.ts';

/** A statement with its bound values. */
export interface Step {
  readonly text: string;
  readonly values?: readonly (string | number | null)[];
  /** Its rows are not wanted, so that the server need not describe them. */
  readonly rowless?: true;
}

/** What a statement answered. */
export interface StepResult extends SqlResult {
  readonly rows: readonly Row[];
  /** The command's tag: `INSERT`, `CREATE TABLE`. */
  readonly command: string;
  /** The count of the tag; null when it has none. */
  readonly count: number | null;
  /** Names of the columns; of two with one name the row holds the first. */
  readonly columns: readonly string[];
}

/** What is sent: one simple query (text protocol, any kind of statement), or bound steps that one Sync closes. */
export type Request =
  | { readonly kind: 'simple'; readonly text: string; readonly copyData?: string; readonly keepRows: boolean }
  | {
      readonly kind: 'steps';
      readonly steps: readonly Step[];
      readonly mostRows?: number;
      /** The server is told to send its answers up to here before it goes on to the next step. */
      readonly early?: { readonly steps: number; readonly answered: (results: readonly StepResult[]) => void };
    };

/** What the steps before the failing one had answered; so the failing one is known. */
export class StepError extends Error {
  readonly results: readonly StepResult[];

  constructor(results: readonly StepResult[], cause: unknown) {
    super(`Step ${String(results.length + 1)} failed.`, { cause });
    this.name = 'StepError';
    this.results = results;
  }

  /** How many steps had been answered. */
  get completed(): number {
    return this.results.length;
  }
}

/** The messages of the client library's connection that its types leave out. */
interface Wire extends Omit<Connection, 'parse' | 'bind' | 'describe' | 'execute'> {
  readonly stream: Duplex;
  parse(message: { text: string }): void;
  bind(message: { values: readonly (string | null)[] }): void;
  describe(message: { type: 'P' }): void;
  execute(message: Record<string, never>): void;
  flush(): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/**
 * One request and all of its answers. The client library's own query class keeps every row in memory and refuses
 * `COPY … FROM STDIN`; this one counts rows unless they are wanted, feeds COPY from the statement's data, and
 * sends several bound statements in one round trip. After an error the server skips the remaining steps, so a
 * COMMIT at the end of a failed batch is never run.
 */
export class Conversation implements Submittable {
  readonly done: Promise<readonly StepResult[]>;
  readonly #request: Request;
  readonly #results: StepResult[] = [];
  readonly #resolve: (results: readonly StepResult[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #mostRows: number;
  #fields: RowDescription['fields'] = [];
  #rows: Row[] = [];
  #failed = false;
  #sent = false;
  #next: Conversation | null = null;

  constructor(request: Request) {
    this.#request = request;
    if (request.kind === 'simple') this.#mostRows = request.keepRows ? Infinity : 0;
    else this.#mostRows = request.mostRows ?? Infinity;
    const { promise, resolve, reject } = Promise.withResolvers<readonly StepResult[]>();
    this.done = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Sends `next` in the same packet behind this one; it has to be the connection's next conversation. */
  followedBy(next: Conversation): this {
    this.#next = next;
    return this;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    this.#send(wire);
    if (this.#next !== null) this.#next.#send(wire);
    wire.stream.uncork();
  }

  #send(wire: Wire): void {
    if (this.#sent) return;
    this.#sent = true;
    if (this.#request.kind === 'simple') {
      wire.query(this.#request.text);
      return;
    }
    const { steps, early } = this.#request;
    for (const [index, { text, values = [], rowless }] of steps.entries()) {
      if (index === early?.steps) wire.flush();
      wire.parse({ text });
      wire.bind({ values: values.map((value) => (value === null ? null : String(value))) });
      if (rowless !== true) wire.describe({ type: 'P' });
      wire.execute({});
    }
    wire.sync();
  }

  handleRowDescription({ fields }: RowDescription): void {
    this.#fields = fields;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#fields.length === 0 || this.#rows.length >= this.#mostRows) return;
    const row: Record<string, Row[string]> = {};
    this.#fields.forEach(({ name, dataTypeID }, index) => {
      const text = fields[index] ?? null;
      if (!(name in row)) row[name] = text === null ? null : parseValue(dataTypeID, text);
    });
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const match = /^(\D*?)(?: \d+)*?(?: (\d+))?$/.exec(text);
    const count = match?.[2] === undefined ? null : Number(match[2]);
    this.#results.push({
      rows: this.#rows,
      affected: count ?? 0,
      command: match?.[1] ?? text,
      count,
      columns: this.#fields.map(({ name }) => name),
    });
    this.#rows = [];
    this.#fields = [];
    this.#tell();
  }

  handleEmptyQuery(): void {
    this.#results.push({ rows: [], affected: 0, command: '', count: null, columns: [] });
    this.#tell();
  }

  #tell(): void {
    if (this.#request.kind !== 'steps') return;
    const { early } = this.#request;
    if (early?.steps === this.#results.length) early.answered(this.#results);
  }

  handleCopyInResponse(connection: Connection): void {
    const wire = connection as unknown as Wire;
    const data = this.#request.kind === 'simple' ? this.#request.copyData : undefined;
    if (data === undefined) wire.sendCopyFail('the file holds no rows for this COPY');
    else void this.#copy(wire, data);
  }

  async #copy(wire: Wire, data: string): Promise<void> {
    for (const chunk of copyChunks(data)) {
      // After an error the server ignores what else comes; a closed socket never drains.
      if (this.#failed || !wire.stream.writable) return;
      wire.sendCopyFromChunk(chunk);
      if (wire.stream.writableNeedDrain) await drained(wire.stream);
    }
    if (!this.#failed) wire.endCopyFrom();
  }

  /** Rows of COPY … TO STDOUT have nowhere to go. */
  handleCopyData(): void {}

  handlePortalSuspended(): void {}

  handleError(error: unknown): void {
    this.#failed = true;
    this.#reject(new StepError(this.#results, error));
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#results);
  }
}

/** Resolves when the stream takes more, or is closed. */
async function drained(stream: Duplex): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once('drain', resolve).once('close', resolve);
  await promise;
  stream.off('drain', resolve).off('close', resolve);
}
