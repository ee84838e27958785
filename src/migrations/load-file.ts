import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode } from './error-code.ts';
import type { FolderFile } from './folder.ts';
import type { FolderProblems } from './problems.ts';
import { normaliseText } from './text.ts';
import { firstInvalidUtf8 } from './utf8.ts';

/** A file as text. */
export interface LoadedFile {
  /** Without byte order mark, with line feeds. */
  readonly text: string;
  /** Size on disk. */
  readonly bytes: number;
}

const MIB = 2 ** 20;
const MAX_BYTES = 64 * MIB;
const SMALL_BYTES = MIB;

function lineOf(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let feed = bytes.indexOf(10); feed >= 0 && feed < offset; feed = bytes.indexOf(10, feed + 1)) line += 1;
  return line;
}

/** The whole of a file of at most {@link SMALL_BYTES}, at once as {@link readHead}; null when it is larger. */
function readSmall(location: string): Buffer | null {
  const descriptor = openSync(location, 'r');
  try {
    return fstatSync(descriptor).size > SMALL_BYTES ? null : readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a file of bounded size; null with a problem when it is no text that can be a migration. */
export async function loadFile(
  file: FolderFile,
  problems: FolderProblems,
  signal: AbortSignal,
): Promise<LoadedFile | null> {
  let bytes: Buffer;
  try {
    signal.throwIfAborted();
    const small = readSmall(file.location);
    if (small === null) {
      await using handle = await open(file.location);
      const { size } = await handle.stat();
      if (size > MAX_BYTES) {
        problems.add(
          file.path,
          null,
          `The file has ${String(Math.ceil(size / MIB))} MiB and may have 64: split it into several migrations, or load the data with another tool.`,
        );
        return null;
      }
      bytes = await handle.readFile({ signal });
    } else {
      bytes = small;
    }
  } catch (error) {
    signal.throwIfAborted();
    problems.add(file.path, null, `The file cannot be read (${errorCode(error)}).`);
    return null;
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    problems.add(file.path, null, 'The file is UTF-16: save it as UTF-8.');
    return null;
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    problems.add(file.path, lineOf(bytes, zero), `The file is binary: byte ${String(zero)} is NUL.`);
    return null;
  }
  if (!isUtf8(bytes)) {
    const offset = firstInvalidUtf8(bytes);
    problems.add(file.path, lineOf(bytes, offset), `Byte ${String(offset)} is not UTF-8: save the file as UTF-8.`);
    return null;
  }
  return { text: normaliseText(bytes.toString('utf8')), bytes: bytes.length };
}

/** Where heads are read into, one after the other. */
const HEAD = Buffer.alloc(65_536);

/**
 * The first 64 KiB of a file as text, for looking at its comments; empty when it cannot be read. At once, because a
 * folder may have thousands of them, and a way through the thread pool costs more than such a read.
 */
export function readHead(file: FolderFile): string {
  try {
    const descriptor = openSync(file.location, 'r');
    try {
      const bytesRead = readSync(descriptor, HEAD, 0, HEAD.length, 0);
      return normaliseText(HEAD.toString('utf8', 0, bytesRead));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // loadFile meets the same failure and says what it is.
    return '';
  }
}
