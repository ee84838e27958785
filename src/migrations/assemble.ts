import type { FolderProblems } from './problems.ts';
import type { ReadFile } from './read-file.ts';
import type { Migration, MigrationFormat } from './types.ts';
import { compareVersions, isRepeatable, versionKey } from './versions.ts';

/** The files by version; a second file of the same version is a problem. */
function byVersion(files: readonly ReadFile[], problems: FolderProblems): ReadonlyMap<string, ReadFile> {
  const found = new Map<string, ReadFile>();
  for (const file of files) {
    const key = versionKey(file.version);
    const first = found.get(key);
    if (first === undefined) found.set(key, file);
    else if (isRepeatable(key))
      problems.add(file.path, null, `${first.path} is a repeatable migration of the same name.`);
    else problems.add(file.path, null, `${first.path} has the same version: give one of the two another number.`);
  }
  return found;
}

/** Puts the files of each version together: versioned migrations in order, then the repeatable ones. */
export function assemble(
  files: readonly ReadFile[],
  format: MigrationFormat,
  problems: FolderProblems,
  warnings: string[],
): readonly Migration[] {
  const ups = byVersion(
    files.filter(({ role }) => role !== 'down'),
    problems,
  );
  const downs = byVersion(
    files.filter(({ role }) => role === 'down'),
    problems,
  );
  for (const [key, down] of downs) {
    const up = ups.get(key);
    if (up === undefined)
      problems.add(
        down.path,
        null,
        `This undoes version ${down.version}, but no file applies it: add that file, or remove this one.`,
      );
    else if (up.name !== down.name)
      warnings.push(`${down.path} is taken as the way back of ${up.path}, though their names differ.`);
  }
  return [...ups]
    .toSorted(([, a], [, b]) => compareVersions(a.version, b.version))
    .flatMap(([key, file]): Migration[] => {
      if (file.up === null) return [];
      const { version, name, checksum, up } = file;
      const kind = file.role === 'repeatable' ? 'repeatable' : 'versioned';
      return [{ kind, version, name, format, checksum, up, down: file.down ?? downs.get(key)?.down ?? null }];
    });
}
