import { closeSync, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What begins every zstd frame. */
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** A file that was seen, however short it lived. */
export interface SeenFile {
  /** Permissions, 0o600. */
  readonly modes: ReadonlySet<number>;
  /** It held the marker, or was compressed by zstd and no more. */
  readonly isPlain: boolean;
}

/**
 * Looks into every file below some folders over and over again, as often as leaves the processor to what is watched.
 *
 * @param marker a text that only the rows of the database hold
 */
export function watchFolders(folders: readonly string[], marker: string): { stop(): ReadonlyMap<string, SeenFile> } {
  const seen = new Map<string, { modes: Set<number>; isPlain: boolean }>();
  const look = (): void => {
    for (const path of folders.flatMap(filesBelow)) {
      try {
        const file = openSync(path, 'r');
        try {
          const bytes = readFileSync(file);
          const found = seen.get(path) ?? { modes: new Set(), isPlain: false };
          found.modes.add(fstatSync(file).mode & 0o777);
          found.isPlain ||= bytes.includes(marker) || bytes.subarray(0, ZSTD.length).equals(ZSTD);
          seen.set(path, found);
        } finally {
          closeSync(file);
        }
      } catch {
        // It has gone between the two calls.
      }
    }
  };
  const timer = setInterval(look, 5).unref();
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return seen;
    },
  };
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    // A folder within it has gone meanwhile; the next look finds the rest.
    return [];
  }
}
