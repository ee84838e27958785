import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupMode, DumpFacts, DumpSink, SchemaObject } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { isOwnKey, type OwnKeys } from '../own-keys.ts';
import type { RdbEntry } from '../rdb/entries.ts';
import { readRdb } from '../rdb/reader.ts';
import { rewriteRdb } from '../rdb/rewrite.ts';
import { connectionName } from '../sessions.ts';
import { libraryObject } from './libraries.ts';
import { DUMP_PART, type SnapshotParts } from './parts.ts';
import { dumpByScan } from './scan-dump.ts';
import { requestSnapshot } from './sync.ts';
import { isReplicationForbidden } from './sync-failure.ts';
import { Tally } from './tally.ts';

/** No byte for so long, and the server is given up; a server that prepares a snapshot sends one every second. */
const IDLE_TIMEOUT_MS = 60_000;

const BUFFERED_CHUNKS = 4;

const AT_ONE_MOMENT =
  'All keys are as they were at one moment: the server gave them out in one piece, as to a replica. The checksums were taken from the same bytes.';
const KEY_BY_KEY =
  'Not one point in time: the server does not let this account replicate from it, so the keys were read one by one (SCAN and DUMP). Each key is as it was at one moment with its expiry; what was written meanwhile may be in the backup or not. The checksums were taken from the same bytes.';

/** Where the bytes come from, and what is known of them. */
interface Content {
  readonly chunks: AsyncIterable<Buffer>;
  readonly snapshot: string | null;
  readonly guarantee: string;
  close(): void;
}

/** Whether a key is in backups: of Sluice's own only the applied migrations are. */
export function isInBackups(keys: Pick<OwnKeys, 'prefix' | 'migrations'>, key: Buffer): boolean {
  return !isOwnKey(keys, key) || key.toString('latin1') === keys.migrations;
}

async function replicated(parts: SnapshotParts, signal: AbortSignal): Promise<Content> {
  const { connect, server, options } = parts;
  const connected = await connect(connectionName(options.runId, 'reader'), 0, signal);
  const { chunks, position, close } = await requestSnapshot(connected, server, {
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    signal,
  });
  return {
    chunks,
    snapshot: position === null ? null : `${position.replicationId}:${String(position.offset)}`,
    guarantee: AT_ONE_MOMENT,
    close,
  };
}

/** The next one is made while one is worked on, so that the server does not wait for us. */
async function* ahead<T>(source: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  const ask = (): Promise<IteratorResult<T, void>> => {
    const asked = source.next();
    asked.catch(() => {});
    return asked;
  };
  let next = ask();
  try {
    for (;;) {
      const result = await next;
      if (result.done === true) return;
      next = ask();
      yield result.value;
    }
  } finally {
    await next.catch(() => {});
    await source.return();
  }
}

function scanned(parts: SnapshotParts, signal: AbortSignal): Content {
  const { info, scripts, reader, openReader, keys } = parts;
  const keep = (_database: number, key: Buffer): boolean => isInBackups(keys, key);
  return {
    chunks: ahead(dumpByScan({ info, scripts, reader, openReader, keep }, signal)),
    snapshot: null,
    guarantee: KEY_BY_KEY,
    close: () => {},
  };
}

async function contentOf(parts: SnapshotParts, signal: AbortSignal): Promise<Content> {
  try {
    return await replicated(parts, signal);
  } catch (error) {
    if (!isReplicationForbidden(error)) throw error;
    return scanned(parts, signal);
  }
}

/** Writes an RDB file of the whole server, and adds up what goes into it. */
export async function dump(
  parts: SnapshotParts,
  mode: BackupMode,
  sink: DumpSink,
  signal: AbortSignal,
): Promise<DumpFacts> {
  const { info, keys } = parts;
  const tally = new Tally();
  const objects: SchemaObject[] = [];
  const wanted = (key: Buffer): boolean => mode !== 'schema' && isInBackups(keys, key);

  async function* watched(batches: AsyncIterable<readonly RdbEntry[]>): AsyncGenerator<readonly RdbEntry[], void> {
    for await (const batch of batches) {
      for (const entry of batch) {
        if (entry.kind === 'function') objects.push(libraryObject(entry.code));
        const isKey = entry.kind === 'key' || entry.kind === 'large';
        tally.add(entry, isKey && mode !== 'schema' && !isOwnKey(keys, entry.key));
      }
      yield batch;
    }
  }

  const content = await contentOf(parts, signal);
  try {
    const batches = watched(readRdb(content.chunks, { signal }));
    const file = rewriteRdb(batches, (entry) => (wanted(entry.key) ? 'keep' : 'drop'));
    await pipeline(Readable.from(file, { highWaterMark: BUFFERED_CHUNKS }), sink.open(DUMP_PART), { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw explained(error);
  } finally {
    content.close();
  }
  const tables = tally.tables();
  return {
    tool: { program: info.product, version: info.version },
    snapshot: content.snapshot,
    guarantee: content.guarantee,
    tables,
    schema: {
      objects: objects.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))),
      tables: tables.map(({ table }) => table),
    },
  };
}

/** What cannot be read of the server's own bytes is a backup that failed. */
function explained(error: unknown): unknown {
  if (!(error instanceof SluiceError) || error.code !== 'DATA_002') return error;
  return new SluiceError('BACKUP_001', `The server's data could not be read: ${error.message}`, {
    cause: error,
    fix: error.fix,
    details: error.details,
  });
}
