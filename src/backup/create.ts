import { mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock } from '../clock.ts';
import type { BackupMode, DumpFacts, Engine, Facts, SnapshotGroup } from '../driver.ts';
import { InterruptedError, SluiceError } from '../errors.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import type { Encryption } from './age/encryption.ts';
import { fileError, systemCode } from './file-error.ts';
import { backupId } from './identifier.ts';
import { type BackupPart, formatManifest, type Manifest, MANIFEST_FILE, sealManifest } from './manifest.ts';
import { type PartProgress, PartSink } from './part-sink.ts';
import { partialPath, releasePartial, sweepPartials } from './partial.ts';
import { type StoredBackup, writeNewFile } from './stored-backup.ts';
import { syncDirectory } from './sync-directory.ts';

const DAY_MS = 86_400_000;

/** What {@link createBackup} needs. */
export interface BackupRequest {
  readonly driver: { readonly engine: Engine; readonly snapshot?: Pick<SnapshotGroup, 'dump'> };
  readonly facts: Pick<Facts, 'engine' | 'serverVersion' | 'database' | 'sizeBytes'>;
  /** The folder of all backups; made when it is missing. */
  readonly directory: string;
  readonly mode: BackupMode;
  readonly environment: string | null;
  /** Null: the parts are stored as plain zstd. */
  readonly encryption: Encryption | null;
  readonly runId: string;
  /** The page of the workflow run; null where there is none. */
  readonly workflowRun: string | null;
  /** The plan that the backup is taken for; null when none was named. */
  readonly planDigest: string | null;
  /** How long the backup's artifact will be kept, in days; null when it is unknown, or there is none. */
  readonly retentionDays: number | null;
  readonly sluiceVersion: string;
  /** Versions in `sluice_migrations`. */
  readonly applied: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: PartProgress;
}

/**
 * Dumps a database into a new folder `<directory>/<id>`, mode 0700, its files 0600. Nothing but the finished backup is
 * ever seen under that name: it is written beside it, its manifest last, and renamed. On any failure nothing of it is
 * left; what killed processes left behind is removed first. Nothing of an encrypted backup is on the disk in plain text
 * at any time, and what is returned can be read until its keys are forgotten.
 *
 * @throws SluiceError `DISK_001` when the disk is full, `PERM_001` when the folder may not be written, the driver's own
 *   errors (`TOOL_001`, `CONN_001`, …), else `BACKUP_001`; the signal's reason when it is aborted
 */
export async function createBackup(request: BackupRequest): Promise<StoredBackup> {
  const { clock, signal } = request;
  signal.throwIfAborted();
  const directory = resolve(request.directory);
  const startedAt = clock.now();
  const id = backupId(startedAt, request.environment, request.facts.database);
  const partial = partialPath(directory, id);
  const sink = new PartSink(partial, request.encryption, request.progress);
  try {
    await makeFolders(directory, partial);
    const facts = await dump(request, sink);
    signal.throwIfAborted();
    const manifest = describe(request, id, startedAt, facts, sink.finished());
    await writeNewFile(join(partial, MANIFEST_FILE), formatManifest(manifest));
    await syncDirectory(partial);
    await rename(partial, join(directory, id));
    await syncDirectory(directory);
    return {
      manifest,
      directory: join(directory, id),
      manifestPath: join(directory, id, MANIFEST_FILE),
      ...(request.encryption === null ? {} : { keys: request.encryption.keys }),
    };
  } catch (error) {
    const failure = await explain(request, directory, sink, error);
    await sink.abandon();
    // Where even that fails, the next backup removes it.
    await rm(partial, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
    throw failure;
  } finally {
    releasePartial(partial);
  }
}

async function makeFolders(directory: string, partial: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await mkdir(partial, { mode: 0o700 });
  await sweepPartials(directory, (await stat(partial)).mtimeMs);
}

function dump({ driver, mode, signal }: BackupRequest, sink: PartSink): Promise<DumpFacts> {
  if (driver.snapshot === undefined) {
    throw new SluiceError('BACKUP_001', `Sluice cannot back up ${driver.engine} yet.`, {
      fix: 'Take the backup with the tools of the engine, and pass `require-backup: none`.',
    });
  }
  return driver.snapshot.dump(mode, sink, signal);
}

function describe(
  request: BackupRequest,
  id: string,
  startedAt: Date,
  dumped: DumpFacts,
  parts: readonly BackupPart[],
): Manifest {
  const { facts, environment, mode, encryption, retentionDays, clock } = request;
  const schema = fingerprint(dumped.schema);
  return sealManifest({
    schema: 'sluice.backup/1',
    id,
    createdAt: startedAt.toISOString(),
    finishedAt: clock.now().toISOString(),
    expiresAt: retentionDays === null ? null : new Date(startedAt.getTime() + retentionDays * DAY_MS).toISOString(),
    environment,
    engine: facts.engine,
    serverVersion: facts.serverVersion,
    database: facts.database,
    tool: dumped.tool,
    sluiceVersion: request.sluiceVersion,
    mode,
    snapshot: dumped.snapshot,
    guarantee: dumped.guarantee,
    compression: 'zstd',
    encrypted: encryption !== null,
    parts,
    tables: dumped.tables,
    schemaFingerprint: schema.fingerprint,
    objects: schema.objects,
    applied: request.applied,
    planDigest: request.planDigest,
    runId: request.runId,
    workflowRun: request.workflowRun,
  });
}

/** The error to throw: a stop before a full disk, and a full disk before the program that it brought down. */
async function explain(request: BackupRequest, directory: string, sink: PartSink, error: unknown): Promise<unknown> {
  if (request.signal.aborted) return request.signal.reason;
  if (error instanceof InterruptedError) return error;
  const root = sink.failure?.error ?? error;
  if (root instanceof SluiceError) return root;
  if (systemCode(root) === null) {
    return new SluiceError('BACKUP_001', 'The backup failed.', { cause: root });
  }
  const { sizeBytes } = request.facts;
  const freeBytes = await freeSpace(directory);
  return fileError(root, {
    what: 'write the backup',
    directory,
    otherwise: 'BACKUP_001',
    space:
      `The database takes ${sizeBytes} bytes, and compressed up to as much is needed; ` +
      `${sink.plainBytes} of it had been read, and ${freeBytes ?? 'an unknown number of'} bytes are free now, before the unfinished backup is removed.`,
    details: { neededBytes: sizeBytes, readBytes: sink.plainBytes, freeBytes },
  });
}

/** Bytes free to this account; null when the file system does not say. */
async function freeSpace(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}
