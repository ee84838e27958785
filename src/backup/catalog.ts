import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type ReportedError, reportError, SluiceError } from '../errors.ts';
import { fileError, systemCode } from './file-error.ts';
import { partsOfId } from './identifier.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { isPartial, partialPath, releasePartial } from './partial.ts';
import { loadBackup, type StoredBackup } from './stored-backup.ts';

/** What a folder of backups holds. */
export interface Catalog {
  /** Newest first. */
  readonly backups: readonly StoredBackup[];
  /** Folders that should be backups and are not: without a manifest, or with a changed one. */
  readonly broken: readonly { readonly directory: string; readonly error: ReportedError }[];
}

/** For whoever looks for a backup. */
const WHERE_THEY_ARE =
  '`sluice backup list` shows the backups that there are; with GITHUB_REPOSITORY and GITHUB_TOKEN set, also those that workflow runs uploaded, each with the command that restores it.';

/** Asks {@link findBackup} for the newest one. */
export const NEWEST = 'newest';

function newestFirst(a: StoredBackup, b: StoredBackup): number {
  const [one, other] = [`${a.manifest.createdAt} ${a.manifest.id}`, `${b.manifest.createdAt} ${b.manifest.id}`];
  return one < other ? 1 : one > other ? -1 : 0;
}

/**
 * Lists the backups in a folder; a missing folder holds none. Manifests are read and their digests recomputed, the parts
 * are not: `verifyBackup` does that. Unfinished work of other processes and folders that are no backups are left out.
 *
 * @throws SluiceError `PERM_001` when the folder may not be read
 */
export async function listBackups(directory: string): Promise<Catalog> {
  const folder = resolve(directory);
  const backups: StoredBackup[] = [];
  const broken: { directory: string; error: ReportedError }[] = [];
  for (const path of await candidates(folder)) {
    try {
      backups.push(await loadBackup(path));
    } catch (error) {
      // Gone: another process pruned it meanwhile.
      if (await exists(path)) broken.push({ directory: path, error: reportError(error) });
    }
  }
  return { backups: backups.toSorted(newestFirst), broken };
}

async function candidates(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && !isPartial(entry.name));
    const kept = await Promise.all(
      folders.map(async ({ name }) => partsOfId(name) !== null || (await exists(join(folder, name, MANIFEST_FILE)))),
    );
    return folders.filter((_, index) => kept[index]).map(({ name }) => join(folder, name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw fileError(error, { what: 'list the backups', directory: folder, otherwise: 'BACKUP_003' });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Finds one backup.
 *
 * @param which an id, a path to a backup's folder or manifest, or {@link NEWEST}
 * @param base the folder that a relative path starts from
 * @param belongs leaves out backups that are not meant, such as those of another environment, when looking for the newest
 * @throws SluiceError `BACKUP_003` when there is none, `BACKUP_002` when it is broken, and also when the newest folder of
 *   that name is broken: an older backup must not take its place unseen
 */
export async function findBackup(
  directory: string,
  which: string,
  belongs: (backup: StoredBackup) => boolean = () => true,
  base: string = process.cwd(),
): Promise<StoredBackup> {
  const folder = resolve(directory);
  const { backups, broken } = await listBackups(folder);
  if (which === NEWEST) return newest(folder, backups.filter(belongs), broken);

  const listed = backups.find((backup) => backup.manifest.id === which);
  if (listed !== undefined) return listed;
  const path = broken.find((one) => basename(one.directory) === which)?.directory ?? folderOf(which, base);
  if (path !== null && (await exists(path))) return loadBackup(path);
  throw new SluiceError('BACKUP_003', `There is no backup "${which}" in ${folder}, nor at such a path.`, {
    fix: `${WHERE_THEY_ARE} To migrate, \`sluice backup\` takes a new one.`,
    details: { directory: folder },
  });
}

/** The folder that a path means; null when it cannot be that of a whole backup. */
function folderOf(path: string, base: string): string | null {
  const folder = resolve(base, basename(path) === MANIFEST_FILE ? dirname(path) : path);
  return path === '' || isPartial(basename(folder)) ? null : folder;
}

function newest(folder: string, backups: Catalog['backups'], broken: Catalog['broken']): StoredBackup {
  const [best] = backups;
  if (best === undefined) {
    const [first] = broken;
    throw new SluiceError(
      first === undefined ? 'BACKUP_003' : 'BACKUP_002',
      `There is no backup in ${folder}${first === undefined ? '' : ` that is whole. ${first.error.message}`}`,
      {
        fix: `To go back: ${WHERE_THEY_ARE} To migrate, \`sluice backup\` takes one. Another folder is named by --backup-directory, or backup.directory in the configuration.`,
        details: { directory: folder, broken: broken.map((one) => one.directory) },
      },
    );
  }
  const good = partsOfId(best.manifest.id);
  const newer = broken.find(({ directory }) => {
    const bad = partsOfId(basename(directory));
    return bad !== null && good !== null && bad.name === good.name && bad.stamp >= good.stamp;
  });
  if (newer === undefined) return best;
  throw new SluiceError('BACKUP_002', `The newest backup is broken. ${newer.error.message}`, {
    fix:
      `Pass --backup-id ${best.manifest.id} (in a workflow: backup-id) to use the newest whole one, ` +
      `which holds the state of ${best.manifest.createdAt}. To migrate, take a new backup with \`sluice backup\`.`,
    details: { directory: newer.directory },
  });
}

/** Backups that may stand in for one another when old ones are removed. */
function family({ manifest }: StoredBackup): string {
  return JSON.stringify([manifest.environment, manifest.engine, manifest.database, manifest.mode]);
}

/**
 * Removes old backups: of each database and mode the `keep` newest stay, and so does the newest that was proven by
 * restoring. Broken folders are left alone, for a person to look at.
 *
 * @param keep how many of each; at least 1
 * @param protect ids that stay in any case, such as the rollback points of open runs
 * @param belongs says which backups may be removed at all: whoever prunes knows the open runs of one database only
 * @returns the removed ids
 * @throws SluiceError `CONF_001` when `keep` is no positive whole number, `PERM_001` when the folder may not be changed
 */
export async function pruneBackups(
  directory: string,
  keep: number,
  protect: readonly string[],
  belongs: (backup: StoredBackup) => boolean = () => true,
): Promise<readonly string[]> {
  if (!Number.isSafeInteger(keep) || keep < 1) {
    throw new SluiceError('CONF_001', `backup.keep is ${keep}, but has to be a whole number of at least 1.`);
  }
  const { backups } = await listBackups(directory);
  const removed: string[] = [];
  for (const relatives of Map.groupBy(backups.filter(belongs), family).values()) {
    const proven = relatives.find((backup) => backup.manifest.verified === 'restore');
    const old = relatives.slice(keep).filter((one) => one !== proven && !protect.includes(one.manifest.id));
    for (const backup of old) {
      await remove(backup);
      removed.push(backup.manifest.id);
    }
  }
  return removed;
}

/** Renames first, so that a killed process leaves nothing that looks like a broken backup. */
async function remove({ directory }: StoredBackup): Promise<void> {
  const parent = dirname(directory);
  const partial = partialPath(parent, basename(directory));
  try {
    await rename(directory, partial);
    await rm(partial, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    // Another process pruned it at the same time.
    if (systemCode(error) !== 'ENOENT') {
      throw fileError(error, { what: 'remove an old backup', directory: parent, otherwise: 'BACKUP_001' });
    }
  } finally {
    releasePartial(partial);
  }
}
