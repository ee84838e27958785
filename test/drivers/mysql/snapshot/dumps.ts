import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { scratchPrefixOf } from '../../../../src/drivers/mysql/scratch-names.ts';
import type { TestDatabase } from '../../../support/databases.ts';
import type { BackupMode, DumpSink, DumpSource } from '../../../../src/driver.ts';

/** A dump in memory. */
export interface MemoryDump {
  readonly sink: DumpSink;
  /** Names of the parts whose stream has finished. */
  readonly finished: readonly string[];
  text(part: string): string;
  source(mode?: BackupMode): DumpSource;
  /** Writes the parts to a folder. */
  save(folder: string): Promise<void>;
}

/** Makes a sink that keeps what it is given. */
export function memoryDump(): MemoryDump {
  const parts = new Map<string, Buffer[]>();
  const finished: string[] = [];
  return {
    finished,
    sink: {
      open(part) {
        const chunks: Buffer[] = [];
        parts.set(part, chunks);
        return new Writable({
          highWaterMark: 1024,
          // Never in the same turn, so that writers meet a full stream.
          write(chunk: Buffer, _encoding, done) {
            chunks.push(Buffer.from(chunk));
            setImmediate(done);
          },
          final(done) {
            finished.push(part);
            done();
          },
        });
      },
    },
    text: (part) => Buffer.concat(parts.get(part) ?? []).toString('utf8'),
    source: (mode = 'full') => ({
      mode,
      parts: [...parts.keys()],
      open: (part) => Readable.from(parts.get(part) ?? []),
    }),
    async save(folder) {
      await mkdir(folder, { recursive: true });
      for (const [part, chunks] of parts) await writeFile(join(folder, part), Buffer.concat(chunks));
    },
  };
}

/** Scratch databases that were made for a database and are still there. */
export function scratchDatabases(database: TestDatabase): Promise<readonly unknown[]> {
  return database.query(`show databases like '${scratchPrefixOf(database.name).replaceAll('_', '\\_')}%'`);
}
