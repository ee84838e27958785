import { randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { Chunks } from './chunks.ts';
import type { Encryption } from './encryption.ts';
import { CHUNK_BYTES, ChunkSealer, NONCE_BYTES } from './payload.ts';

/** Encrypts what passes through into one age file. */
export class Encrypt extends Transform {
  readonly #encryption: Encryption;
  readonly #chunks = new Chunks(CHUNK_BYTES);
  #sealer: ChunkSealer | null = null;

  constructor(encryption: Encryption, highWaterMark: number) {
    super({ highWaterMark });
    this.#encryption = encryption;
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#seal(bytes).then((sealed) => callback(null, sealed), callback);
  }

  override _flush(callback: TransformCallback): void {
    this.#begun().then((sealer) => {
      for (const piece of sealer.seal(this.#chunks.last(), true)) this.push(piece);
      callback();
    }, callback);
  }

  async #seal(bytes: Buffer): Promise<Buffer> {
    const sealer = await this.#begun();
    const pieces: Buffer[] = [];
    for (const chunk of this.#chunks.add(bytes)) pieces.push(...sealer.seal(chunk, false));
    // One piece for the disk, instead of three for each chunk.
    return Buffer.concat(pieces);
  }

  /** The header goes out before the first chunk. */
  async #begun(): Promise<ChunkSealer> {
    if (this.#sealer !== null) return this.#sealer;
    const { header, key } = await this.#encryption.newFile();
    const nonce = randomBytes(NONCE_BYTES);
    this.push(header);
    this.push(nonce);
    this.#sealer = new ChunkSealer(key, nonce);
    return this.#sealer;
  }
}
