import type { Clock } from '../clock.ts';
import type { Engine, Scratch, SnapshotGroup } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import { compareCopy } from './compare.ts';
import type { BackupPart, BackupProof } from './manifest.ts';
import { readToEnd } from './part-reader.ts';
import { dumpSource } from './source.ts';
import { type StoredBackup, writeVerdict } from './stored-backup.ts';
import { verifyInventory } from './verify.ts';

/** How far a proof has come. */
export type ProofProgress =
  | { readonly step: 'restore'; readonly part: string; readonly bytes: number }
  | { readonly step: 'compare'; readonly table: string; readonly done: number; readonly total: number };

/** What {@link proveBackup} needs beside the backup. */
export interface ProofRequest {
  readonly driver: { readonly engine: Engine; readonly snapshot?: Pick<SnapshotGroup, 'scratch'> };
  /** Where to restore; null = a new database on the same server, or a temporary file. */
  readonly scratchUrl: string | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (event: ProofProgress) => void;
}

/** How many differences an error names; the rest are counted. */
const NAMED_DIFFERENCES = 20;

/**
 * Proves a backup: restores it into a scratch database, compares the schema and every table with what the manifest says
 * of the dump's own snapshot, drops the scratch database, and binds the proof to the manifest. The parts are checked
 * against their checksums on the way.
 *
 * @throws SluiceError `BACKUP_002` when a file is corrupt, `BACKUP_003` when the restored copy differs, or the backup is
 *   encrypted and there is no identity that opens it; the driver's own errors; the signal's reason when it is aborted
 */
export async function proveBackup(backup: StoredBackup, request: ProofRequest): Promise<StoredBackup> {
  const { signal } = request;
  signal.throwIfAborted();
  try {
    return await writeVerdict(backup, await restoreAndCompare(backup, request));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function restoreAndCompare(backup: StoredBackup, request: ProofRequest): Promise<BackupProof> {
  const { driver, clock, signal, progress } = request;
  if (driver.snapshot === undefined) {
    throw new SluiceError(
      'BACKUP_003',
      `Sluice cannot restore backups of ${driver.engine} yet, so this one stays unproven.`,
    );
  }
  await verifyInventory(backup);

  const { manifest } = backup;
  const startedAt = clock.monotonic();
  const { scratch, unread } = await restore(backup, driver.snapshot, request);
  const durationMs = Math.round(clock.monotonic() - startedAt);

  const total = manifest.tables.length;
  const { differences, tablesCompared } = await dropAfter(scratch, async () => {
    // A driver may stop where its own format ends; the rest of the file is checked as well.
    for (const part of unread) await readToEnd(backup, part, signal);
    return compareCopy(manifest, scratch.driver, signal, (table, done) =>
      progress({ step: 'compare', table, done, total }),
    );
  });
  if (differences.length > 0) throw differs(backup, differences);
  return { at: clock.now().toISOString(), durationMs, tablesCompared };
}

/** Restores into a scratch database; names the parts that the driver did not read to their end. */
async function restore(
  backup: StoredBackup,
  snapshot: Pick<SnapshotGroup, 'scratch'>,
  { signal, progress, scratchUrl }: ProofRequest,
): Promise<{ readonly scratch: Scratch; readonly unread: readonly BackupPart[] }> {
  const intact = new Set<string>();
  const faults: unknown[] = [];
  const source = dumpSource(backup, {
    onIntact: (part) => intact.add(part),
    onFault: (error) => faults.push(error),
    onBytes: (part, bytes) => progress({ step: 'restore', part, bytes }),
  });
  try {
    const scratch = await snapshot.scratch(source, scratchUrl, signal);
    return { scratch, unread: backup.manifest.parts.filter((part) => !intact.has(part.name)) };
  } catch (error) {
    throw faults[0] ?? error;
  }
}

/** Does the work and drops the scratch database, whatever came of it; the work's own failure is the one to report. */
async function dropAfter<T>(scratch: Scratch, work: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // Scratch databases that stay behind are swept by the next run.
    await scratch.drop().catch(() => {});
    throw error;
  }
  await scratch.drop();
  return result;
}

function differs({ manifest, directory }: StoredBackup, differences: readonly string[]): SluiceError {
  const more = differences.length - NAMED_DIFFERENCES;
  const named = differences.slice(0, NAMED_DIFFERENCES).join('; ') + (more > 0 ? `; and ${more} more` : '');
  return new SluiceError(
    'BACKUP_003',
    `The backup ${manifest.id} was restored, but the copy is not the same: ${named}.`,
    {
      fix:
        `Do not rely on ${directory}. Take a new backup while nothing else changes the database; if it differs again, ` +
        'report it with the sentence above.',
      details: { backupId: manifest.id, differences },
    },
  );
}
