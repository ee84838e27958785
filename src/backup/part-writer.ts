import { type Readable, Writable } from 'node:stream';
import { relay } from '../relay.ts';
import type { Encryption } from './age/encryption.ts';
import { FileWriter, QUEUE_BYTES } from './file-writer.ts';
import { Meter } from './meter.ts';
import { encodeSteps } from './transforms.ts';

/** How a part was stored; see `BackupPart`. */
export interface StoredPart {
  readonly plainSha256: string;
  readonly plainBytes: number;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * The stream a driver writes one part to: measured, compressed, encrypted, measured again, written. `finish` comes only once the
 * disk has the file. A failure behind it (a full disk, say) destroys it with that failure. A write is called back once
 * the chunk has been used up: its owner may fill the buffer again.
 */
export class PartWriter extends Writable {
  readonly #plain = new Meter();
  readonly #head: Writable;
  readonly #file: FileWriter;
  readonly #stored: Promise<void>;
  readonly #onBytes: (bytes: number) => void;

  /**
   * @param encryption null = the part is stored as plain zstd
   * @param onBytes called with the plain bytes so far, after each chunk
   * @param onFailure called at most once, with a failure that began here and not with the driver
   */
  constructor(
    path: string,
    encryption: Encryption | null,
    onBytes: (bytes: number) => void,
    onFailure: (error: unknown) => void,
  ) {
    super({ highWaterMark: QUEUE_BYTES, decodeStrings: true });
    this.#onBytes = onBytes;
    this.#file = new FileWriter(path);
    const steps = encodeSteps(encryption);
    this.#head = steps[0];
    const targets = [...steps.slice(1), this.#file];
    this.#stored = Promise.all(targets.map((target, index) => relay(steps[index] as Readable, target))).then(() => {});
    this.#stored.catch((error: unknown) => {
      if (this.destroyed) return;
      onFailure(error);
      this.destroy(error as Error);
    });
  }

  /** Bytes taken from the driver so far. */
  get plainBytes(): number {
    return this.#plain.bytes;
  }

  /** How it was stored; null until `finish`. */
  get result(): StoredPart | null {
    if (!this.writableFinished) return null;
    return {
      plainSha256: this.#plain.sha256(),
      plainBytes: this.#plain.bytes,
      sha256: this.#file.meter.sha256(),
      bytes: this.#file.meter.bytes,
    };
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#take(chunk, callback);
  }

  /** Programs write through pipes in pieces of 64 KiB; what has piled up is compressed in one go, in half the time. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this.#take(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#head.end();
    this.#stored.then(() => callback(), callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#file.closed) {
      callback(error);
      return;
    }
    // The folder can be removed only once the file is closed.
    this.#file.once('close', () => callback(error));
    this.#head.destroy();
    this.#file.destroy();
  }

  #take(chunk: Buffer, callback: () => void): void {
    // Called back when the chunk has been used up. When a later step fails, destroy() answers the pending write.
    this.#head.write(chunk, (error) => {
      if (error == null) callback();
    });
    // Afterwards, so that compression, on its own thread, and hashing go on at the same time.
    this.#plain.update(chunk);
    this.#onBytes(this.#plain.bytes);
  }
}
