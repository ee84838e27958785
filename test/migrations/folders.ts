import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readMigrations, type ReadOptions } from '../../src/migrations/read-migrations.ts';
import type { MigrationSet } from '../../src/migrations/types.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { POSTGRESQL } from './syntaxes.ts';

/** A new folder with these files; paths may name subfolders. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const directory = await temporaryDirectory();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return directory;
}

/** Reads a folder, as PostgreSQL with a detected format unless told otherwise. */
export async function read(directory: string, options: Partial<ReadOptions> = {}): Promise<MigrationSet> {
  return readMigrations(directory, {
    format: 'auto',
    syntax: POSTGRESQL,
    signal: new AbortController().signal,
    ...options,
  });
}

/** The message of the CONF_001 that reading the files throws, with paths relative to their folder. */
export async function refusal(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<ReadOptions> = {},
): Promise<string[]> {
  const directory = await folderOf(files);
  return read(directory, options).then(
    (set) => [`read ${String(set.migrations.length)} migrations`],
    (error: unknown) => {
      const { code, message } = error as { readonly code?: string; readonly message: string };
      if (code !== 'CONF_001') throw error;
      return message.replaceAll(`${directory}/`, '').replaceAll(directory, '.').split('\n');
    },
  );
}
