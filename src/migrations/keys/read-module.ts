import type { FileName } from '../formats/format.ts';
import type { FolderFile } from '../folder.ts';
import type { LoadedFile } from '../load-file.ts';
import type { ReadFile } from '../read-file.ts';
import { sha256Checksum } from '../checksum.ts';
import { keyModule } from './load-module.ts';

/** What {@link readModule} reads. */
export interface ModuleSource {
  readonly file: FolderFile;
  readonly name: FileName;
  readonly loaded: LoadedFile;
  /** As the user wrote it. */
  readonly directory: string;
}

/** Matches the import of another file of the same checkout. */
const NEIGHBOUR = /(?:\bfrom|\bimport\s*\(?)\s*['"](\.{1,2}\/[^'"]*)['"]/;

/** Reads the file of a key migration as text: none of its code runs. */
export function readModule({ file, name, loaded, directory }: ModuleSource, warnings: string[]): ReadFile {
  const checksum = sha256Checksum(loaded.text);
  const [, neighbour] = NEIGHBOUR.exec(loaded.text) ?? [];
  if (neighbour !== undefined) {
    warnings.push(`${file.path} imports ${neighbour}, which its checksum does not cover: a change there goes unseen.`);
  }
  const place = `${directory.replace(/\/+$/, '')}/${file.path}`;
  return {
    ...name,
    path: file.path,
    checksum,
    up: {
      path: file.path,
      transaction: false,
      lockTimeoutMs: null,
      online: false,
      statements: [],
      keys: keyModule({ location: file.location, place, checksum }),
      bytes: loaded.bytes,
    },
    down: null,
  };
}
