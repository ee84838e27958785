import { Readable, Writable } from 'node:stream';
import type { BackupMode, DumpFacts, DumpSink, DumpSource, Driver, SnapshotGroup } from '../../../../src/driver.ts';
import { NEVER } from '../open.ts';

/** A dump that is kept in memory. */
export interface StoredDump {
  readonly facts: DumpFacts;
  readonly file: Buffer;
  readonly source: DumpSource;
}

/** Hands out the bytes of a file as a backup does. */
export function sourceOf(file: Buffer, mode: BackupMode = 'full'): DumpSource {
  return {
    parts: ['dump.rdb'],
    mode,
    open: () =>
      Readable.from(
        (function* pieces(): Generator<Buffer> {
          for (let at = 0; at < file.length; at += 100_000) yield file.subarray(at, at + 100_000);
        })(),
        { objectMode: false },
      ),
  };
}

/** The snapshot group of a driver. */
export function groupOf({ snapshot }: Driver): SnapshotGroup {
  if (snapshot === undefined) throw new Error('the driver makes no backups');
  return snapshot;
}

/** Dumps through the group. */
export async function dumpOf(driver: Driver, mode: BackupMode = 'full'): Promise<StoredDump> {
  const chunks: Buffer[] = [];
  const sink: DumpSink = {
    open: () =>
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          chunks.push(Buffer.from(chunk));
          done();
        },
      }),
  };
  const facts = await groupOf(driver).dump(mode, sink, NEVER);
  const file = Buffer.concat(chunks);
  return { facts, file, source: sourceOf(file, mode) };
}
