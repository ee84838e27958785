import { Transform, type TransformCallback } from 'node:stream';
import { Chunks } from './chunks.ts';
import type { Keyring } from './keyring.ts';
import { CHUNK_BYTES, ChunkOpener, NONCE_BYTES, TAG_BYTES } from './payload.ts';

/** No header is longer: a file that has no end of one must not fill the memory. */
export const LONGEST_HEADER_BYTES = 1024 * 1024;

/** The file was encrypted to recipients whose identities are not at hand. */
export class ForOthersError extends Error {
  constructor() {
    super('The file was encrypted to other recipients.');
    this.name = 'ForOthersError';
  }
}

/** Where the header ends; -1 when that is not to be seen yet. Its last line is the only one that begins with dashes. */
export function endOfHeader(bytes: Buffer): number {
  const lastLine = bytes.indexOf('\n---');
  const end = lastLine === -1 ? -1 : bytes.indexOf('\n', lastLine + 1);
  return end === -1 ? -1 : end + 1;
}

/**
 * Decrypts one age file; each piece that comes out is what was encrypted, but only the end says that nothing is missing.
 *
 * It fails with {@link ForOthersError} when no key fits, and with another error when the file was changed.
 */
export class Decrypt extends Transform {
  readonly #keys: Keyring;
  readonly #chunks = new Chunks(CHUNK_BYTES + TAG_BYTES);
  #head: Buffer = Buffer.alloc(0);
  #opener: ChunkOpener | null = null;

  constructor(keys: Keyring, highWaterMark: number) {
    super({ highWaterMark });
    this.#keys = keys;
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#take(bytes).then(() => callback(), callback);
  }

  override _flush(callback: TransformCallback): void {
    try {
      if (this.#opener === null) throw new Error('The encrypted file ends within its header.');
      this.push(this.#opener.open(this.#chunks.last(), true));
      callback();
    } catch (error) {
      callback(error as Error);
    }
  }

  async #take(bytes: Buffer): Promise<void> {
    const payload = this.#opener === null ? await this.#begin(bytes) : bytes;
    if (this.#opener === null) return;
    for (const chunk of this.#chunks.add(payload)) this.push(this.#opener.open(chunk, false));
  }

  /** Collects the header and the nonce; returns what follows them. */
  async #begin(bytes: Buffer): Promise<Buffer> {
    this.#head = Buffer.concat([this.#head, bytes]);
    const end = endOfHeader(this.#head);
    if (end === -1 && this.#head.length > LONGEST_HEADER_BYTES) throw new Error('The encrypted file has no header.');
    const payload = end + NONCE_BYTES;
    if (end === -1 || this.#head.length < payload) return Buffer.alloc(0);
    const key = await this.#keys.fileKey(this.#head.subarray(0, end));
    if (key === null) throw new ForOthersError();
    this.#opener = new ChunkOpener(key, this.#head.subarray(end, payload));
    const rest = this.#head.subarray(payload);
    this.#head = Buffer.alloc(0);
    return rest;
  }
}
