import type { IncomingMessage } from 'node:http';
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
  const safe = text.replaceAll(/\?\S*/g, '');
  return new Error(safe === '' ? code || 'the connection was lost' : safe);
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

/** A request and what ends it. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: GET. */
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly stallMs?: number;
}

/**
 * Sends a request and returns its answer, whose body is still to be read; redirects are followed.
 *
 * @throws Error that names no address; the signal's reason when it is aborted
 */
export async function send(request: HttpRequest): Promise<IncomingMessage> {
  const { url, body, signal, stallMs = STALL_MS } = request;
  signal.throwIfAborted();
  const client = await openClient(stallMs);
  const headers = { ...request.headers };
  try {
    const work = body === undefined ? client.get(url, headers) : client.post(url, body, headers);
    return (await orAborted(work, signal)).message;
  } catch (error) {
    signal.throwIfAborted();
    throw withoutAddress(error);
  }
}

/**
 * Reads an answer's body, piece by piece, until its end.
 *
 * @throws Error that names no address when the connection is lost, cut short or stalls; the signal's reason when it is
 *   aborted
 */
export async function* readBody(
  message: IncomingMessage,
  signal: AbortSignal,
  stallMs = STALL_MS,
): AsyncGenerator<Buffer, void> {
  let stalled = false;
  const timer = setTimeout(() => {
    stalled = true;
    message.destroy();
  }, stallMs);
  const onAbort = (): void => void message.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const pieces = message[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    for (;;) {
      // Only the reading is guarded: what a consumer throws into this generator is not a fault of the connection.
      const next = await pieces.next().catch((error: unknown) => {
        signal.throwIfAborted();
        throw stalled ? new Error(`no byte came for ${String(stallMs / 1000)} s`) : withoutAddress(error);
      });
      if (next.done === true) break;
      timer.refresh();
      yield next.value;
    }
    signal.throwIfAborted();
    if (!message.complete) throw new Error('the connection was closed in the middle');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    message.destroy();
  }
}
