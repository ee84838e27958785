import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { DumpSink } from '../driver.ts';
import type { Encryption } from './age/encryption.ts';
import { slug } from './identifier.ts';
import type { BackupPart } from './manifest.ts';
import { PartWriter } from './part-writer.ts';
import { storedSuffix } from './transforms.ts';

/** Called as a part grows, with its plain bytes so far. */
export type PartProgress = (event: { readonly part: string; readonly bytes: number }) => void;

const PROGRESS_BYTES = 1024 * 1024;

/** Numbered, so that no two parts share a file on any file system, whatever their names are. */
function fileName(index: number, part: string, suffix: string): string {
  return `${String(index + 1).padStart(4, '0')}-${slug(part) || 'part'}${suffix}`;
}

/** Writes a dump's parts to files in one folder. */
export class PartSink implements DumpSink {
  readonly #directory: string;
  readonly #encryption: Encryption | null;
  readonly #progress: PartProgress;
  readonly #parts: { readonly name: string; readonly file: string; readonly writer: PartWriter }[] = [];
  #failure: { readonly error: unknown } | null = null;

  /** @param encryption null = the parts are stored as plain zstd */
  constructor(directory: string, encryption: Encryption | null, progress: PartProgress) {
    this.#directory = directory;
    this.#encryption = encryption;
    this.#progress = progress;
  }

  /** The first failure of a file; drivers tend to wrap it, or to report the program that it stopped. */
  get failure(): { readonly error: unknown } | null {
    return this.#failure;
  }

  /** Bytes that the driver has handed over so far. */
  get plainBytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.writer.plainBytes, 0);
  }

  open(name: string): Writable {
    if (this.#parts.some((part) => part.name === name)) throw new Error(`The part ${name} was opened twice.`);
    const file = fileName(this.#parts.length, name, storedSuffix(this.#encryption !== null));
    let told = 0;
    const onBytes = (bytes: number): void => {
      if (bytes - told < PROGRESS_BYTES) return;
      told = bytes;
      this.#progress({ part: name, bytes });
    };
    const writer = new PartWriter(join(this.#directory, file), this.#encryption, onBytes, (error) => {
      this.#failure ??= { error };
    });
    // A failure is remembered above; without a listener it would end the process when the driver is not listening yet.
    writer.on('error', () => {});
    writer.once('finish', () => this.#progress({ part: name, bytes: writer.plainBytes }));
    this.#parts.push({ name, file, writer });
    return writer;
  }

  /**
   * The parts, in the order in which they were opened.
   *
   * @throws Error when the driver left one unfinished, or wrote none at all
   */
  finished(): readonly BackupPart[] {
    if (this.#parts.length === 0) throw new Error('The dump has no part.');
    return this.#parts.map(({ name, file, writer }) => {
      const { result } = writer;
      if (result === null) throw new Error(`The dump ended before its part ${name} was finished.`);
      return { name, file, ...result };
    });
  }

  /** Gives up what is still open; resolves when every file is closed. */
  async abandon(): Promise<void> {
    await Promise.all(
      this.#parts.map(async ({ writer }) => {
        if (writer.closed) return;
        const closed = new Promise<void>((resolve) => writer.once('close', resolve));
        writer.destroy();
        await closed;
      }),
    );
  }
}
