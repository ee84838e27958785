import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { HttpClient, HttpClientResponse } from '@actions/http-client';

/** No byte for so long, and the connection counts as dead. */
export const STALL_MS = 30_000;

/** Opens the toolkit's client, which knows the runner's proxy; its own retries are off. */
async function openClient(stallMs: number): Promise<HttpClient> {
  const { HttpClient } = await import('@actions/http-client');
  return new HttpClient('sluice', [], { allowRetries: false, socketTimeout: stallMs });
}

/**
 * The same failure without the address that it happened at: the query of a signed address is a key to the artifact, and
 * the toolkit quotes it.
 */
function withoutAddress(error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // In the middle of a body Node calls this “aborted”, which sounds as if we had done it.
  if (code === 'ECONNRESET') return new Error('the connection was closed in the middle');
  return new Error(text.replaceAll(/\?\S*/g, '') || code || 'the connection was lost');
}

/** Rejects with the signal's reason as soon as it is aborted. */
async function orAborted(work: Promise<HttpClientResponse>, signal: AbortSignal): Promise<HttpClientResponse> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A response that comes too late must not keep its connection.
    if (signal.aborted) work.then(({ message }) => message.destroy()).catch(() => {});
  }
}

/** What has come and nobody has taken yet may be so much; then the connection has to wait. */
const MOST_WAITING_BYTES = 2 * 1024 * 1024;

/**
 * Takes what comes as soon as it comes: a stream that fails drops what it still holds, and those bytes would have to be
 * sent again.
 */
class Intake {
  readonly #message: IncomingMessage;
  readonly #pieces: Buffer[] = [];
  readonly #timer: NodeJS.Timeout;
  #waiting = 0;
  #end: { readonly error: Error | null } | null = null;
  #news = Promise.withResolvers<void>();

  constructor(message: IncomingMessage, stallMs: number) {
    this.#message = message;
    this.#timer = setTimeout(() => {
      // While the reader is busy nothing can come.
      if (message.isPaused()) this.#timer.refresh();
      else this.stop(new Error(`no byte came for ${String(stallMs / 1000)} s`));
    }, stallMs);
    message.on('data', (piece: Buffer) => this.#take(piece));
    message.on('end', () => this.#finish(null));
    message.on('error', (error) => this.#finish(error));
    message.on('close', () => this.#finish(new Error('the connection was closed in the middle')));
  }

  #take(piece: Buffer): void {
    this.#timer.refresh();
    this.#pieces.push(piece);
    this.#waiting += piece.length;
    if (this.#waiting >= MOST_WAITING_BYTES) this.#message.pause();
    this.#news.resolve();
  }

  #finish(error: Error | null): void {
    this.#end ??= { error };
    this.#news.resolve();
  }

  /** Ends it with an error; what has come before is still handed out. */
  stop(error: Error): void {
    this.#finish(error);
    this.#message.destroy();
  }

  /** The next piece; null at the end. */
  async next(): Promise<Buffer | null> {
    while (this.#pieces.length === 0 && this.#end === null) {
      this.#news = Promise.withResolvers();
      await this.#news.promise;
    }
    const piece = this.#pieces.shift();
    if (piece === undefined) {
      if (this.#end?.error) throw this.#end.error;
      return null;
    }
    this.#waiting -= piece.length;
    if (this.#message.isPaused() && this.#waiting < MOST_WAITING_BYTES / 2) {
      this.#timer.refresh();
      this.#message.resume();
    }
    return piece;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#message.destroy();
  }
}

/** A request and what ends it. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: GET. */
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly stallMs?: number;
}

/** An answer; read its body or discard it. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /**
   * The body, piece by piece, until its end. Throws an error that names no address when the connection is lost, cut
   * short or stalls; the signal's reason when it is aborted.
   */
  body(): AsyncGenerator<Buffer, void>;
  discard(): void;
}

async function* readBody(message: IncomingMessage, intake: Intake, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  const onAbort = (): void => intake.stop(new Error('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      // Only the reading is guarded: what a consumer throws into this generator is not a fault of the connection.
      const piece = await intake.next().catch((error: unknown) => {
        signal.throwIfAborted();
        throw withoutAddress(error);
      });
      if (piece === null) break;
      yield piece;
    }
    if (!message.complete) throw new Error('the connection was closed in the middle');
  } finally {
    signal.removeEventListener('abort', onAbort);
    intake.close();
  }
}

/**
 * Sends a request and returns its answer as soon as it begins; redirects are followed.
 *
 * @throws Error that names no address; the signal's reason when it is aborted
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const { url, body, signal, stallMs = STALL_MS } = request;
  signal.throwIfAborted();
  const client = await openClient(stallMs);
  const headers = { ...request.headers };
  try {
    const work = body === undefined ? client.get(url, headers) : client.post(url, body, headers);
    const { message } = await orAborted(work, signal);
    // Before anything else is waited for: what has come already must not be lost with the connection.
    const intake = new Intake(message, stallMs);
    return {
      status: message.statusCode ?? 0,
      headers: message.headers,
      body: () => readBody(message, intake, signal),
      discard: () => intake.close(),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw withoutAddress(error);
  }
}

/** Reads a whole body that is known to be small, as text. */
export async function readText(answer: HttpAnswer): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of answer.body()) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
