import { mkdir, open, statfs } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { SluiceError } from '../errors.ts';
import { diskError } from './disk-error.ts';

/** The type of a file in the upper half of the attributes that Unix writes. */
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
/** A backup has a handful; the list of them is kept in memory. */
const MOST_ENTRIES = 10_000;

function broken(path: string, problem: string, cause?: unknown): SluiceError {
  return new SluiceError('ART_001', `The downloaded archive ${path} ${problem}.`, {
    cause,
    fix: 'Do not use this artifact. Use another backup: `sluice backup list` shows them.',
  });
}

/** Where an entry belongs; an archive must not be able to write anywhere else, or anything but files and folders. */
function placeOf({ fileName, externalFileAttributes, versionMadeBy }: Entry, archive: string, folder: string): string {
  const target = join(folder, normalize(fileName));
  if (target !== folder && !target.startsWith(folder + sep)) {
    throw broken(archive, `has an entry outside its folder: ${JSON.stringify(fileName)}`);
  }
  const type = versionMadeBy >>> 8 === 3 ? (externalFileAttributes >>> 16) & TYPE_MASK : 0;
  if (type !== 0 && type !== REGULAR && type !== FOLDER) {
    throw broken(archive, `has an entry that is neither a file nor a folder: ${JSON.stringify(fileName)}`);
  }
  return target;
}

async function writeEntry(
  zip: ZipFile,
  entry: Entry,
  archive: string,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // A second entry of one name finds the file of the first one there.
  const file = await open(path, 'wx', 0o600);
  try {
    let sum = 0;
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      signal.throwIfAborted();
      sum = crc32(piece as Buffer, sum);
      await file.writeFile(piece as Buffer);
    }
    if (sum !== entry.crc32) throw broken(archive, `has an entry that is damaged: ${JSON.stringify(entry.fileName)}`);
  } finally {
    await file.close();
  }
}

/** Before anything is written: is there room for all of it? */
async function refuseWithoutSpace(entries: readonly Entry[], archive: string, folder: string): Promise<void> {
  const needed = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const free = await statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );
  if (needed <= free) return;
  throw new SluiceError(
    'DISK_001',
    `The disk that holds ${folder} has ${String(free)} bytes free, and unpacking ${archive} needs ${String(needed)}.`,
    {
      fix: `Free disk space for ${folder}, then run the step again.`,
      details: { neededBytes: needed, freeBytes: free },
    },
  );
}

async function unpackEntries(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  const { openPromise } = await import('yauzl');
  // With `strictFileNames` a backslash is an error as well, as an absolute path and `..` are in any case.
  const zip = await openPromise(archive, { strictFileNames: true, lazyEntries: true, autoClose: false });
  try {
    if (zip.entryCount > MOST_ENTRIES) throw broken(archive, `has ${String(zip.entryCount)} entries`);
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const places = entries.map((entry) => placeOf(entry, archive, folder));
    await refuseWithoutSpace(entries, archive, folder);
    for (const [index, entry] of entries.entries()) {
      signal.throwIfAborted();
      const path = places[index] ?? folder;
      if (entry.fileName.endsWith('/')) await mkdir(path, { recursive: true, mode: 0o700 });
      else await writeEntry(zip, entry, archive, path, signal);
    }
  } finally {
    zip.close();
  }
}

/**
 * Unpacks a zip into an empty folder; files have mode 0600, folders 0700. Every entry's checksum is compared.
 *
 * @throws SluiceError `ART_001` when it is damaged or would write outside the folder, `DISK_001`, `PERM_001`; the
 *   signal's reason when it is aborted
 */
export async function unpack(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  try {
    await unpackEntries(archive, folder, signal);
  } catch (error) {
    signal.throwIfAborted();
    const known = diskError(error, join(folder, '.'));
    if (known instanceof SluiceError) throw known;
    throw broken(archive, 'cannot be unpacked', error);
  }
}
