import { basename, resolve } from 'node:path';
import { findBackup, NEWEST } from '../backup/catalog.ts';
import { lockedBackup } from '../backup/locked.ts';
import type { Manifest } from '../backup/manifest.ts';
import { isLocked, type StoredBackup } from '../backup/stored-backup.ts';
import { withKeys } from '../backup/unlock.ts';
import type { BackupMode } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import type { OpenTarget } from './execution.ts';
import { keysOf } from './identity.ts';
import type { Target } from './target.ts';

/** What a backup must hold for its purpose. */
const FIT: Readonly<Record<'compare' | 'restore' | 'fall-back', readonly BackupMode[]>> = {
  // Rows without a schema, or a schema without rows, cannot bring a whole database back.
  'fall-back': ['full'],
  restore: ['full', 'data'],
  compare: ['full', 'data'],
};

/**
 * A backup keeps the name of its database; a URL without one leaves it to the server. A file of an environment may lie in
 * another folder on each runner, so there its name alone counts.
 */
function isSameDatabase({ url, environment }: Target, { database, environment: backedUp }: Manifest): boolean {
  if (url.scheme !== 'sqlite') return url.database === '' || url.database === database;
  if (environment !== null && environment.name === backedUp) return basename(url.path) === basename(database);
  return resolve(url.path) === resolve(database);
}

/** A backup that was taken without naming an environment fits any. */
function isSameEnvironment(environment: string | null, backedUp: string | null): boolean {
  return environment === null || backedUp === null || environment === backedUp;
}

/**
 * The backup that was named, else the newest one of this environment: staging's must never be taken for
 * production's because both lie in one folder.
 *
 * @returns the backup with the keys of the identity that was given, else with those that this process encrypted it with,
 *   if it has either
 * @throws SluiceError `BACKUP_003` when there is none, it is of another engine, does not hold what the purpose needs, or is
 *   to be restored and encrypted and there is no identity; `BACKUP_002` when it is broken
 */
export async function chooseBackup(
  { target, driver, inputs, context }: OpenTarget,
  which: string | undefined,
  purpose: keyof typeof FIT,
): Promise<StoredBackup> {
  const environment = target.environment?.name ?? null;
  const isOfThis = ({ manifest }: StoredBackup): boolean =>
    manifest.engine === driver.engine && isSameDatabase(target, manifest);
  const keys = await keysOf(inputs);
  const found = await findBackup(
    target.backupDirectory,
    which ?? NEWEST,
    (stored) =>
      stored.manifest.environment === environment && isOfThis(stored) && FIT[purpose].includes(stored.manifest.mode),
    context.workingDirectory,
  );
  const backup = withKeys(found, keys ?? context.ownKeys?.of(found.manifest) ?? null);
  const { engine, id, mode } = backup.manifest;
  if (!FIT[purpose].includes(mode)) {
    throw new SluiceError(
      'BACKUP_003',
      `The backup ${id} holds only the ${mode}, which is not enough to ${purpose.replace('-', ' ')}${purpose === 'fall-back' ? ' to' : ''}.`,
      {
        fix:
          purpose === 'fall-back'
            ? 'Take a backup with mode: full, and pass its backup-id.'
            : 'Name a backup of mode full or data: `sluice backup list` shows them.',
      },
    );
  }
  if (purpose === 'compare' || (isOfThis(backup) && isSameEnvironment(environment, backup.manifest.environment))) {
    if (purpose === 'restore' && isLocked(backup)) throw lockedBackup(backup.manifest);
    return backup;
  }
  const whose = `${engine}, database ${backup.manifest.database}${backup.manifest.environment === null ? '' : `, environment ${backup.manifest.environment}`}`;
  throw new SluiceError('BACKUP_003', `The backup ${id} is of another database: ${whose}.`, {
    fix: 'Name a backup of this database: `sluice backup list` shows them.',
  });
}
