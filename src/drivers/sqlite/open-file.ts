import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DatabaseUrl, StoreNames } from '../../driver.ts';
import { SluiceError } from '../../errors.ts';

/** The error's system code; null when it has none. */
function systemCode(error: unknown): string | null {
  return (error as NodeJS.ErrnoException).code ?? null;
}

/** What is at a path. */
async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | 'missing' | 'hidden'> {
  try {
    const found = await stat(path);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    return systemCode(error) === 'EACCES' ? 'hidden' : 'missing';
  }
}

/**
 * The absolute path of a database, checked for what SQLite itself would only call "unable to open". A
 * missing file is fine where its folder exists. The file is not opened here: see `connections.ts`.
 *
 * @throws SluiceError `CONN_001` when there can be no database, `PERM_001` when it may not be read
 */
export async function databasePath({ path: written }: DatabaseUrl): Promise<string> {
  const path = resolve(written);
  const cannot = (sentence: string, fix: string): SluiceError => new SluiceError('CONN_001', sentence, { fix });
  if (path !== path.trim()) {
    // The library would open a file of another name.
    throw cannot(`The path of the database begins or ends with white space: "${path}".`, 'Rename the file.');
  }
  switch (await kindOf(path)) {
    case 'folder':
      throw cannot(`${path} is a folder, not a database file.`, 'Name the file in the database URL.');
    case 'other':
      throw cannot(`${path} is not a regular file.`, 'Name a database file in the database URL.');
    case 'hidden':
      throw new SluiceError('PERM_001', `This account may not look into the folder of ${path}.`, {
        fix: `Give the account the right to enter ${dirname(path)} (x on each folder above the file).`,
      });
    case 'missing':
      if ((await kindOf(dirname(path))) === 'folder') break;
      throw cannot(
        `The database ${path} cannot be opened: there is no folder ${dirname(path)}.`,
        'Correct the path in the database URL, or create the folder.',
      );
    case 'file':
      await requireReadable(path);
  }
  return path;
}

async function requireReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw new SluiceError('PERM_001', `The database file ${path} may not be read by this account.`, {
      cause: error,
      fix: `Give the account the right to read it: chmod u+r '${path}'.`,
    });
  }
}

/** SQLite has no schemas inside a database. Throws `CONF_001` when one is asked for. */
export function refuseSchema({ schema }: StoreNames): void {
  if (schema === null || schema === 'main') return;
  throw new SluiceError('CONF_001', `SQLite has no schemas, so Sluice's tables cannot be in "${schema}".`, {
    fix: 'Take migrations.schema out of the configuration; migrations.prefix renames the tables.',
  });
}
