import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** One file that two folders do not have alike. */
export interface Difference {
  /** Relative to both folders, with `/`. */
  readonly path: string;
  readonly difference: 'only committed' | 'only built' | 'other bytes';
}

/** All files below a folder, by relative path; empty when it does not exist. */
async function filesOf(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Compares two folders byte for byte; an empty list when they are alike. Sorted by path. */
export async function compareFolders(committed: string, built: string): Promise<readonly Difference[]> {
  const left = new Set(await filesOf(committed));
  const right = new Set(await filesOf(built));
  const differences: Difference[] = [];
  for (const path of [...new Set([...left, ...right])].toSorted()) {
    if (!right.has(path)) differences.push({ path, difference: 'only committed' });
    else if (!left.has(path)) differences.push({ path, difference: 'only built' });
    else if (!(await readFile(join(committed, path))).equals(await readFile(join(built, path)))) {
      differences.push({ path, difference: 'other bytes' });
    }
  }
  return differences;
}
