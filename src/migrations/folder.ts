import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '../errors.ts';
import { errorCode } from './error-code.ts';
import type { FolderProblems } from './problems.ts';

/** A file of the migrations folder. */
export interface FolderFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly name: string;
  /** How to open it. */
  readonly location: string;
}

/** What lies in the folder and below it. */
export interface Folder {
  /** In order of path, by code unit. */
  readonly files: readonly FolderFile[];
  readonly warnings: readonly string[];
}

/** Deeper than any real layout, and an end to mounts that contain themselves. */
const MAX_DEPTH = 16;

/** A folder with more is the wrong folder. */
const MAX_FILES = 100_000;

function unreadable(directory: string, error: unknown): SluiceError {
  const code = errorCode(error);
  const says =
    code === 'ENOENT' ? 'does not exist' : code === 'ENOTDIR' ? 'is not a folder' : `cannot be read (${code})`;
  return new SluiceError('CONF_001', `The migrations folder ${directory} ${says}.`, {
    cause: error,
    fix: 'Set migrations.directory (or migrations-directory) to the folder of the migration files, and let this account read it.',
  });
}

/**
 * Lists a folder and what is below it. Names that start with a dot are left out, as editors and
 * operating systems leave such files behind; links to folders are named and not followed.
 *
 * @throws `CONF_001` when the folder itself cannot be read, or holds far too many files.
 */
export async function listFolder(directory: string, problems: FolderProblems, signal: AbortSignal): Promise<Folder> {
  const files: FolderFile[] = [];
  const warnings: string[] = [];
  const pending: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];

  async function take(entry: Dirent, parent: string, depth: number): Promise<void> {
    const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
    const location = join(directory, path);
    if (entry.isDirectory()) {
      if (depth < MAX_DEPTH) pending.push({ path, depth: depth + 1 });
      else warnings.push(`${path}/ is nested too deep and was not read.`);
      return;
    }
    const migration = /\.(?:sql|conf)$|^\d.*\.(?:ts|mjs)$/i.test(entry.name);
    if (entry.isSymbolicLink()) {
      const target = await stat(location).catch(errorCode);
      if (typeof target === 'string') {
        if (migration) problems.add(path, null, `The link cannot be followed (${target}).`);
        return;
      }
      if (target.isDirectory()) {
        warnings.push(`${path}/ is a link to a folder and was not followed.`);
        return;
      }
      if (!target.isFile()) {
        if (migration) problems.add(path, null, 'This is a link to something that is not a regular file.');
        return;
      }
    } else if (!entry.isFile()) {
      if (migration) problems.add(path, null, 'This is not a regular file.');
      return;
    }
    if (files.length >= MAX_FILES) {
      throw new SluiceError(
        'CONF_001',
        `The migrations folder ${directory} holds more than ${String(MAX_FILES)} files.`,
        {
          fix: 'Set migrations.directory to the folder that holds the migration files alone.',
        },
      );
    }
    files.push({ path, name: entry.name, location });
  }

  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    signal.throwIfAborted();
    const { path, depth } = next;
    let entries: Dirent[];
    try {
      entries = await readdir(join(directory, path), { withFileTypes: true });
    } catch (error) {
      if (path === '') throw unreadable(directory, error);
      problems.add(path, null, `This folder cannot be read (${errorCode(error)}).`);
      continue;
    }
    for (const entry of entries) if (!entry.name.startsWith('.')) await take(entry, path, depth);
  }
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    warnings: warnings.toSorted(),
  };
}
