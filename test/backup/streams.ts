import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '../../src/clock.ts';
import { type BackupRequest, createBackup } from '../../src/backup/create.ts';
import type { StoredBackup } from '../../src/backup/stored-backup.ts';
import type { DumpFacts, SnapshotGroup } from '../../src/driver.ts';

/** What a dump consists of: its parts, each a run of chunks. */
export type Parts = Readonly<Record<string, Iterable<Uint8Array> | AsyncIterable<Uint8Array>>>;

/** Says of streams what a driver would say of a database. */
export const dumped: DumpFacts = {
  tool: { program: 'streams', version: '1.0' },
  snapshot: '00000003-0000001B-1',
  guarantee: 'The streams are the whole truth.',
  tables: [
    { table: { schema: 'public', name: 'города' }, rows: 3, checksum: '12:34' },
    { table: { name: 'leads' }, rows: 0, checksum: '0:0' },
  ],
  schema: {
    objects: [
      { kind: 'table', name: 'leads', definition: { columns: [{ name: 'id', type: 'bigint' }] } },
      { kind: 'table', name: 'public.города', definition: { columns: ['имя'] } },
    ],
    tables: [{ name: 'leads' }, { schema: 'public', name: 'города' }],
  },
};

/** Writes the parts to the sink one after the other, as a driver does. */
export function writing(parts: Parts, facts: DumpFacts = dumped): Pick<SnapshotGroup, 'dump'> {
  return {
    async dump(_mode, sink, signal) {
      for (const [name, chunks] of Object.entries(parts)) {
        await pipeline(Readable.from(chunks, { objectMode: false }), sink.open(name), { signal });
      }
      return facts;
    },
  };
}

/** A request that needs only what the test is about. */
export function request(directory: string, changes: Partial<BackupRequest> = {}): BackupRequest {
  return {
    driver: { engine: 'sqlite', snapshot: writing({ main: [Buffer.from('one row'), Buffer.from('another')] }) },
    facts: { engine: 'sqlite', serverVersion: '3.50.0', database: '/data/leads.db', sizeBytes: 1_000_000 },
    directory,
    mode: 'full',
    environment: 'production',
    encryption: null,
    runId: 'run-1',
    workflowRun: null,
    planDigest: null,
    retentionDays: null,
    sluiceVersion: '0.1.0',
    applied: ['1', '2'],
    clock: systemClock,
    signal: new AbortController().signal,
    progress: () => {},
    ...changes,
  };
}

/** A small backup of streams. */
export function backUp(directory: string, parts?: Parts, changes: Partial<BackupRequest> = {}): Promise<StoredBackup> {
  const driver = parts === undefined ? {} : { driver: { engine: 'sqlite', snapshot: writing(parts) } as const };
  return createBackup(request(directory, { ...driver, ...changes }));
}
