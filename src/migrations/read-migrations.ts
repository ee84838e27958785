import type { SqlSyntax } from '../driver.ts';
import { assemble } from './assemble.ts';
import { detectFormat, type DetectedFile, requireSupported } from './detect.ts';
import { type Folder, type FolderFile, listFolder } from './folder.ts';
import type { Companion, FileFormat, FileName } from './formats/format.ts';
import { FILE_FORMATS } from './formats/index.ts';
import { loadFile, readHead } from './load-file.ts';
import { FolderProblems } from './problems.ts';
import { keyFormat, requireKeyFormat } from './keys/format.ts';
import { readModule } from './keys/read-module.ts';
import { readFile, type ReadFile } from './read-file.ts';
import type { MigrationFormat, MigrationSet } from './types.ts';

/** How {@link readMigrations} reads. */
export interface ReadOptions {
  readonly format: 'auto' | MigrationFormat;
  /** The target's dialect; null where migrations are modules that change keys. */
  readonly syntax: SqlSyntax | null;
  readonly signal: AbortSignal;
}

const SQL_FILE = /\.sql$/i;

/**
 * The format of a folder that was listed.
 *
 * @throws what {@link detectFormat} throws
 */
export function detectFolder(directory: string, folder: Folder, signal: AbortSignal): MigrationFormat {
  const files: DetectedFile[] = [];
  for (const file of folder.files) {
    signal.throwIfAborted();
    const { path, name } = file;
    // Comments count in the folder itself; below it only names do.
    files.push({ path, head: path === name && SQL_FILE.test(name) ? readHead(file) : '' });
  }
  return detectFormat(directory, files);
}

/** The files that are migrations by name; every other file that could be meant as one is named. */
function select(
  folder: Folder,
  format: FileFormat,
  problems: FolderProblems,
  warnings: string[],
): (readonly [FolderFile, FileName])[] {
  const passedOver = new Set<string>();
  const looksLike = format.looksLike ?? SQL_FILE;
  const selected: (readonly [FolderFile, FileName])[] = [];
  for (const file of folder.files) {
    const { path, name } = file;
    if (!format.recursive && path !== name) {
      if (looksLike.test(name)) passedOver.add(path.slice(0, path.lastIndexOf('/')));
      continue;
    }
    const parsed = format.parseName(name);
    const explanation = parsed === null ? (format.explainName?.(name) ?? null) : null;
    if (parsed !== null) selected.push([file, parsed]);
    else if (explanation !== null) problems.add(path, null, explanation);
    else if (looksLike.test(name)) {
      problems.add(
        path,
        null,
        `The name fits none of ${format.format}'s: ${format.pattern}. Rename the file, or move it elsewhere.`,
      );
    }
  }
  for (const path of passedOver)
    warnings.push(
      `${path}/ holds ${format.files ?? '.sql files'}, and the format ${format.format} reads no subfolders.`,
    );
  return selected;
}

/** The format of the folder's files; a folder of modules can have one only. */
function formatOf(
  directory: string,
  folder: Folder,
  { format, syntax, signal }: ReadOptions,
): { readonly chosen: MigrationFormat; readonly format: FileFormat } {
  if (syntax === null) return { chosen: requireKeyFormat(format), format: keyFormat };
  const chosen = format === 'auto' ? detectFolder(directory, folder, signal) : requireSupported(format);
  return { chosen, format: FILE_FORMATS[chosen] };
}

/** Reads the settings files beside the scripts. */
async function readCompanions(
  folder: Folder,
  format: FileFormat,
  problems: FolderProblems,
  warnings: string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Companion>> {
  const found = new Map<string, Companion>();
  if (format.companion === undefined) return found;
  const { suffix, read } = format.companion;
  const paths = new Set(folder.files.map(({ path }) => path));
  for (const file of folder.files) {
    if (!file.name.endsWith(`.sql${suffix}`)) continue;
    const owner = file.path.slice(0, -suffix.length);
    if (!paths.has(owner)) warnings.push(`${file.path} belongs to no script: ${owner} is not there.`);
    const loaded = await loadFile(file, problems, signal);
    if (loaded === null) continue;
    const companion = read(loaded.text);
    for (const { line, sentence } of companion.problems) problems.add(file.path, line, sentence);
    found.set(owner, companion);
  }
  return found;
}

/** A tool that goes by file names may have applied the files in another order than their numbers say. */
function warnOfOrder(files: readonly ReadFile[], inOrder: readonly string[], warnings: string[]): void {
  const byName = files.map(({ path }) => path);
  const at = inOrder.findIndex((path, index) => path !== byName[index]);
  if (at < 0) return;
  warnings.push(
    `By number ${inOrder[at] ?? ''} comes before ${byName[at] ?? ''}, by name it is the other way round: Sluice goes by number.`,
  );
}

/**
 * Reads all migrations of a folder. Everything that is wrong with it is found before it throws.
 *
 * @param directory as the user wrote it, relative to the working directory or absolute.
 * @throws `CONF_001` when the folder cannot be read, its format cannot be told or is not supported, and
 *   when any of its files is not a sound migration; the message lists each `path:line: sentence`.
 */
export async function readMigrations(directory: string, options: ReadOptions): Promise<MigrationSet> {
  const { syntax, signal } = options;
  const problems = new FolderProblems(directory);
  const folder = await listFolder(directory, problems, signal);
  const warnings = [...folder.warnings];
  const { chosen, format } = formatOf(directory, folder, options);
  const companions = await readCompanions(folder, format, problems, warnings, signal);
  const files: ReadFile[] = [];
  for (const [file, name] of select(folder, format, problems, warnings)) {
    signal.throwIfAborted();
    const loaded = await loadFile(file, problems, signal);
    const companion = companions.get(file.path) ?? null;
    files.push(
      loaded === null
        ? { ...name, path: file.path, checksum: '', up: null, down: null }
        : syntax === null
          ? readModule({ file, name, loaded, directory }, warnings)
          : readFile({ file, name, loaded, companion }, format, syntax, problems, warnings),
    );
  }
  const migrations = assemble(files, chosen, problems, warnings);
  problems.throwIfAny();
  if (migrations.length === 0) warnings.push(`The migrations folder ${directory} holds no migrations.`);
  if (format.ordersByName)
    warnOfOrder(
      files,
      migrations.map(({ up }) => up.path),
      warnings,
    );
  return { format: chosen, directory, migrations, warnings };
}
