import { open, type FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { Meter } from './meter.ts';

/**
 * How much a stream keeps waiting. Buffers that wait longer outlive the quick collections of garbage, and then pile up
 * to 64 MiB before the slow one frees them; more in the queue gains no speed.
 */
export const QUEUE_BYTES = 128 * 1024;

/**
 * Writes a new file, mode 0600, and measures it. `finish` means that the disk has it: the file was flushed with fsync
 * and closed.
 */
export class FileWriter extends Writable {
  readonly meter = new Meter();
  readonly #path: string;
  #file: FileHandle | null = null;

  constructor(path: string) {
    super({ highWaterMark: QUEUE_BYTES, decodeStrings: true });
    this.#path = path;
  }

  override _construct(callback: (error?: Error | null) => void): void {
    open(this.#path, 'wx', 0o600).then((file) => {
      this.#file = file;
      callback();
    }, callback);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#writeAll(chunk).then(() => callback(), callback);
    // Afterwards, so that writing and hashing go on at the same time.
    this.meter.update(chunk);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#flush().then(() => callback(), callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#close().then(
      () => callback(error),
      (closing: unknown) => callback(error ?? (closing as Error)),
    );
  }

  /** A write may take fewer bytes than given, as on a disk that is nearly full. */
  async #writeAll(chunk: Buffer): Promise<void> {
    let offset = 0;
    while (offset < chunk.length) {
      const { bytesWritten } = await this.#handle().write(chunk, offset);
      offset += bytesWritten;
    }
  }

  async #flush(): Promise<void> {
    await this.#handle().sync();
    await this.#close();
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  #handle(): FileHandle {
    if (this.#file === null) throw new Error('The file is not open.');
    return this.#file;
  }
}
