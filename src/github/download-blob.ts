import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import { SluiceError } from '../errors.ts';
import { diskError } from './disk-error.ts';
import { type HttpAnswer, send, STALL_MS } from './http.ts';
import { FinalAnswer, isWorthRetrying, type Patience, waitBeforeRetry } from './patience.ts';

/** When a download is given up. */
export interface DownloadLimits extends Patience {
  /** No byte for so long, and the connection counts as dead. */
  readonly stallMs: number;
  /** The whole download may take so long. */
  readonly totalMs: number;
}

/** A job on a hosted runner ends after six hours anyway. */
export const DOWNLOAD_LIMITS: DownloadLimits = {
  failures: 8,
  longestWaitMs: 30_000,
  stallMs: STALL_MS,
  totalMs: 6 * 60 * 60 * 1000,
};

/** What to download, and to where. */
export interface BlobRequest {
  /** A fresh address for each attempt: a signed one is good for minutes only. */
  readonly address: () => Promise<string>;
  /** A new file, mode 0600. */
  readonly path: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly limits: DownloadLimits;
  /** Called before each further attempt. */
  readonly onRetry: (reason: string, bytes: number) => void;
}

/** What was downloaded. */
export interface DownloadedBlob {
  readonly bytes: number;
  /** SHA-256 (hex) of all of it. */
  readonly sha256: string;
}

/** The part of a blob that is on disk: a prefix of it, and the digest of that prefix. */
class Prefix {
  readonly #file: FileHandle;
  readonly #path: string;
  #hash: Hash = createHash('sha256');
  bytes = 0;
  /** Size of the whole; null while it is unknown. */
  total: number | null = null;
  /** Names the content, so that pieces of two different ones are never joined; null when the server gives no strong one. */
  tag: string | null = null;

  constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  get isWhole(): boolean {
    return this.total !== null && this.bytes === this.total;
  }

  async append(piece: Buffer): Promise<void> {
    try {
      for (let at = 0; at < piece.length;) {
        const { bytesWritten } = await this.#file.write(piece, at, piece.length - at, this.bytes + at);
        at += bytesWritten;
      }
    } catch (error) {
      throw diskError(error, this.#path);
    }
    this.#hash.update(piece);
    this.bytes += piece.length;
  }

  async startOver(): Promise<void> {
    await this.#file.truncate(0);
    this.#hash = createHash('sha256');
    this.bytes = 0;
    this.total = null;
    this.tag = null;
  }

  async finish(): Promise<DownloadedBlob> {
    try {
      await this.#file.sync();
    } catch (error) {
      throw diskError(error, this.#path);
    }
    return { bytes: this.bytes, sha256: this.#hash.digest('hex') };
  }
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text);
  return text !== undefined && text !== '' && Number.isSafeInteger(value) ? value : null;
}

/** Asks for what is missing. `If-Range` makes the server send all of it when the content is another one by now. */
function headersFor({ bytes, tag }: Prefix): Record<string, string> {
  if (bytes === 0) return {};
  return { range: `bytes=${String(bytes)}-`, ...(tag === null ? {} : { 'if-range': tag }) };
}

/** Where the answer's body belongs; starts over when it does not follow on what is there. */
async function place({ status, headers }: HttpAnswer, prefix: Prefix): Promise<void> {
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '');
  if (status === 206 && range !== null) {
    const total = Number(range[2]);
    if (Number(range[1]) === prefix.bytes && (prefix.total === null || prefix.total === total)) {
      prefix.total = total;
      return;
    }
  }
  if (status === 200) {
    await prefix.startOver();
    prefix.total = numberOf(headers['content-length']);
    prefix.tag = headers.etag?.startsWith('"') === true ? headers.etag : null;
    return;
  }
  if (status === 206 || status === 416) {
    await prefix.startOver();
    throw new Error('the store answered with another part than the one that was asked for');
  }
  const sentence = `the store answered with HTTP status ${String(status)}`;
  if (status === 404 || status === 410) throw new FinalAnswer(sentence, status);
  // Also 403: an address that has expired. The next attempt gets a fresh one.
  throw new Error(sentence);
}

/** One connection: takes what comes until the end or a failure. */
async function fetchRest({ address, signal, limits }: BlobRequest, prefix: Prefix): Promise<void> {
  const answer = await send({ url: await address(), headers: headersFor(prefix), signal, stallMs: limits.stallMs });
  try {
    await place(answer, prefix);
    for await (const piece of answer.body()) await prefix.append(piece);
  } finally {
    answer.discard();
  }
  if (prefix.total !== null && prefix.bytes !== prefix.total)
    throw new Error('the connection was closed in the middle');
}

async function fetchAll(request: BlobRequest, prefix: Prefix): Promise<void> {
  const { clock, signal, limits, onRetry } = request;
  const startedAt = clock.monotonic();
  let furthest = 0;
  let failures = 0;
  for (;;) {
    try {
      await fetchRest(request, prefix);
      return;
    } catch (error) {
      signal.throwIfAborted();
      // The connection was lost after the last byte.
      if (prefix.isWhole && prefix.bytes > 0) return;
      if (!isWorthRetrying(error)) throw error;
      failures = prefix.bytes > furthest ? 1 : failures + 1;
      furthest = Math.max(furthest, prefix.bytes);
      const late = clock.monotonic() - startedAt > limits.totalMs;
      if (late || failures >= limits.failures) throw givenUp(error, prefix, failures, late, limits);
      onRetry(error instanceof Error ? error.message : String(error), prefix.bytes);
      await waitBeforeRetry(failures, limits, clock, signal);
    }
  }
}

function givenUp(
  error: unknown,
  { bytes, total }: Prefix,
  failures: number,
  late: boolean,
  { totalMs }: DownloadLimits,
): SluiceError {
  const far = `${String(bytes)} of ${total === null ? 'an unknown number of' : String(total)} bytes`;
  return new SluiceError(
    'ART_001',
    late
      ? `The download took longer than ${String(Math.round(totalMs / 60_000))} min and was given up after ${far}.`
      : `The download broke off after ${far}, and ${String(failures)} attempts to go on failed.`,
    { cause: error, fix: 'Check the connection between the runner and the artifact store, then run the step again.' },
  );
}

/**
 * Downloads a blob into a new file. A connection that breaks off is gone on with where it broke, by range requests, as
 * long as something is gained now and then.
 *
 * @throws SluiceError `ART_001` when it is given up, `DISK_001` or `PERM_001` when the file cannot be written;
 *   {@link FinalAnswer} when the blob is not there; the signal's reason when it is aborted
 */
export async function downloadBlob(request: BlobRequest): Promise<DownloadedBlob> {
  const file = await open(request.path, 'wx', 0o600).catch((error: unknown) => {
    throw diskError(error, request.path);
  });
  try {
    const prefix = new Prefix(file, request.path);
    await fetchAll(request, prefix);
    return await prefix.finish();
  } finally {
    await file.close();
  }
}
