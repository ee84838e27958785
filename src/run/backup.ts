import { encryptTo } from '../backup/age/encryption.ts';
import { pruneBackups } from '../backup/catalog.ts';
import { type BackupRequest, createBackup } from '../backup/create.ts';
import { proveBackup } from '../backup/prove.ts';
import type { StoredBackup } from '../backup/stored-backup.ts';
import { recordChecksum } from '../backup/verify.ts';
import { resolveScratch } from '../config/resolve.ts';
import type { BackupMode, JournalStore } from '../driver.ts';
import { durationText } from '../duration.ts';
import { heldByAnother } from '../journal/run-lock.ts';
import { readState } from '../journal/state.ts';
import { SLUICE_VERSION } from '../version.ts';
import { recipientsOf } from './encryption.ts';
import { execute, inMemory, measureRecovery, type Ending, type Execution, type OpenTarget } from './execution.ts';
import type { Command, CommandResult } from './types.ts';

/** Takes a backup, proves it as configured, and prunes old ones. */
export const backup: Command = (inputs, context) =>
  execute('backup', inputs, context, (execution) => takeBackup(execution));

/**
 * A backup in the middle of a migration would be of no state at all.
 *
 * @throws SluiceError `LOCK_001`
 */
async function refuseDuringRun({ driver }: Execution): Promise<void> {
  const holder = await driver.lock.holder();
  if (holder !== null && !holder.expired) throw heldByAnother(holder);
}

/** Scratch databases and copies of the data that killed runs left are removed before new ones are made. */
async function sweep({ driver, context }: Execution): Promise<void> {
  for (const name of (await driver.snapshot?.sweepScratch(context.signal)) ?? [])
    context.emit({ level: 'warning', scope: 'backup', message: `dropped ${name}, which a killed run had left` });
}

async function takeBackup(execution: Execution): Promise<Ending> {
  const { driver, target, context, inputs, runId } = execution;
  const recipients = recipientsOf(execution);
  // Before anything else: a mistyped recipient must not show after the dump.
  const encryption = recipients.length === 0 ? null : await encryptTo(recipients);
  const mode: BackupMode = inputs.mode ?? target.config.backup.mode;
  await refuseDuringRun(execution);
  await sweep(execution);
  const journal = execution.journal(inMemory);
  const facts = await driver.probe(context.signal);
  const started = context.clock.monotonic();
  const request: BackupRequest = {
    driver,
    facts,
    directory: target.backupDirectory,
    mode,
    environment: target.environment?.name ?? null,
    encryption,
    runId,
    workflowRun: context.actor.runUrl,
    planDigest: inputs.planDigest ?? null,
    retentionDays: retentionDays(execution),
    sluiceVersion: SLUICE_VERSION,
    applied: (await driver.history.list()).map((row) => row.version),
    clock: context.clock,
    signal: context.signal,
    progress: ({ part, bytes }) => {
      context.emit({ level: 'info', scope: 'backup', message: `${part}: ${String(bytes)} bytes`, done: bytes });
    },
  };
  const proven = await createAndProve(execution, request, started);
  const { id, digest, verified, proof } = proven.manifest;
  await journal.append({ kind: 'backup', backupId: id, digest, verified, path: proven.directory });
  measureRecovery(execution, proven.manifest);
  if (proof !== null) {
    const message = `restored in ${durationText(proof.durationMs)}, and the same in ${String(proof.tablesCompared)} tables: expect a recovery to take as long`;
    context.emit({ level: 'info', scope: 'proof', message });
  }
  await prune(execution, proven);
  return { status: 'passed', outputs: outputsOf(proven), artifactFiles: [artifactOf(proven)] };
}

/**
 * Once the backup is proven, nothing in this process can read it any more but an identity that was given to it, or the
 * migration that follows in the same process.
 */
async function createAndProve(execution: Execution, request: BackupRequest, started: number): Promise<StoredBackup> {
  const { report, context } = execution;
  const keys = request.encryption?.keys;
  let isKept = false;
  try {
    const stored = await createBackup(request);
    report.measure('backupMs', Math.round(context.clock.monotonic() - started));
    const proven = await prove(execution, stored);
    if (keys !== undefined && context.ownKeys !== undefined) {
      context.ownKeys.keep(proven.manifest, keys);
      isKept = true;
    }
    return proven;
  } finally {
    if (!isKept) keys?.forget();
  }
}

/** What the artifact gets: the days that were asked for, at most those that the repository allows. */
function retentionDays({ inputs, context }: Execution): number | null {
  if (context.actor.runUrl === null || !inputs.uploadArtifacts) return null;
  const allowed = Number(context.env['GITHUB_RETENTION_DAYS'] ?? '') || null;
  const asked = inputs.artifactRetentionDays ?? null;
  return asked === null || allowed === null ? (asked ?? allowed) : Math.min(asked, allowed);
}

/**
 * Proves a backup as far as the input, or the configuration, says.
 *
 * @throws what `proveBackup` and `recordChecksum` throw
 */
export async function prove(execution: OpenTarget, stored: StoredBackup): Promise<StoredBackup> {
  const { driver, target, context, inputs } = execution;
  const level = inputs.verify ?? target.config.backup.verify;
  if (level === 'none') return stored;
  // Rows without a schema, or a schema without rows, cannot be compared with the database by restoring alone.
  if (level === 'checksum') return recordChecksum(stored, context.signal);
  const scratchUrl = resolveScratch(target.config, context.env);
  if (scratchUrl !== null) context.redactor.register(scratchUrl);
  return proveBackup(stored, {
    driver,
    scratchUrl,
    clock: context.clock,
    signal: context.signal,
    progress: (event) => {
      const message = event.step === 'restore' ? `restoring ${event.part}` : `comparing ${event.table}`;
      context.emit({
        level: 'info',
        scope: 'proof',
        message,
        ...(event.step === 'compare' ? { done: event.done, total: event.total } : {}),
      });
    },
  });
}

/**
 * Old backups of this environment and database go, but none that a run which is not finished may still need. Those of
 * others stay, because their runs are in other journals.
 */
async function prune({ driver, target, context, inputs }: Execution, newest: StoredBackup): Promise<void> {
  const { environment, engine, database, id } = newest.manifest;
  const removed = await pruneBackups(
    target.backupDirectory,
    inputs.keep ?? target.config.backup.keep,
    [...(await neededBackups(driver.journal)), id],
    ({ manifest }) =>
      manifest.environment === environment && manifest.engine === engine && manifest.database === database,
  );
  for (const name of removed)
    context.emit({ level: 'info', scope: 'backup', message: `removed the old backup ${name}` });
}

/** Backups that runs which have not ended well name as their way back, or as what a rollback is restoring. */
async function neededBackups(journal: JournalStore): Promise<readonly string[]> {
  const { runs } = await readState(journal);
  return runs
    .filter((run) => run.status !== 'passed')
    .flatMap((run) => [run.rollbackPoint?.backupId ?? [], run.rollback?.backupId ?? []].flat());
}

function outputsOf({ manifest, directory }: StoredBackup): Record<string, string> {
  return {
    'backup-id': manifest.id,
    'backup-path': directory,
    'backup-digest': manifest.digest,
    'backup-artifact-name': manifest.id,
    'size-bytes': String(manifest.parts.reduce((sum, part) => sum + part.bytes, 0)),
    verified: manifest.verified,
    encrypted: String(manifest.encrypted),
  };
}

function artifactOf({ manifest, directory, manifestPath }: StoredBackup): CommandResult['artifactFiles'][number] {
  return {
    name: manifest.id,
    files: [manifestPath, ...manifest.parts.map((part) => `${directory}/${part.file}`)],
    root: directory,
    encrypted: manifest.encrypted,
  };
}
