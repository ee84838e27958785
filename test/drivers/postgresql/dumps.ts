import { PassThrough, Readable, Writable } from 'node:stream';
import type { BackupMode, DumpFacts, DumpSink, DumpSource, Driver } from '../../../src/driver.ts';
import { NEVER } from './fixture.ts';

/** A dump in memory. */
export interface MemoryDump {
  readonly facts: DumpFacts;
  readonly source: DumpSource;
  readonly bytes: Buffer;
}

/** Collects parts in memory. */
export class MemorySink implements DumpSink {
  readonly parts = new Map<string, Buffer>();

  open(part: string): Writable {
    const pieces: Buffer[] = [];
    return new Writable({
      write(piece: Buffer, _, done) {
        // Whoever wrote it may use its memory again.
        pieces.push(Buffer.from(piece));
        done();
      },
      final: (done) => {
        this.parts.set(part, Buffer.concat(pieces));
        done();
      },
    });
  }
}

/** A source over bytes. */
export function sourceOf(bytes: Buffer, mode: BackupMode): DumpSource {
  return { parts: ['database.dump'], mode, open: () => Readable.from(chunks(bytes), { objectMode: false }) };
}

/** A source that fails after some of its bytes. */
export function breakingSource(bytes: Buffer, mode: BackupMode, failure: Error): DumpSource {
  return {
    parts: ['database.dump'],
    mode,
    open() {
      const stream = new PassThrough();
      stream.write(bytes);
      // Not before the reader has taken what there is.
      stream.once('drain', () => stream.destroy(failure));
      setImmediate(() => stream.destroy(failure));
      return stream;
    },
  };
}

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}

/** The driver's group of backups, which PostgreSQL always has. */
export function snapshotOf(driver: Driver): NonNullable<Driver['snapshot']> {
  if (driver.snapshot === undefined) throw new Error('The driver has no backups.');
  return driver.snapshot;
}

/** Dumps into memory. */
export async function takeDump(driver: Driver, mode: BackupMode = 'full', signal = NEVER): Promise<MemoryDump> {
  const sink = new MemorySink();
  const facts = await snapshotOf(driver).dump(mode, sink, signal);
  const bytes = sink.parts.get('database.dump');
  if (bytes === undefined || sink.parts.size !== 1) throw new Error(`Parts: ${[...sink.parts.keys()].join(', ')}`);
  return { facts, source: sourceOf(bytes, mode), bytes };
}
