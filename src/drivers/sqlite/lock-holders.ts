/** Who holds SQLite's locks, from Linux's list of file locks. Elsewhere nobody can tell. */
import { readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Blocker } from '../../driver.ts';

/** A line of /proc/locks. */
interface FileLock {
  readonly mode: 'READ' | 'WRITE';
  readonly pid: number;
  /** `major:minor` of the device, in hex, as Linux writes it. */
  readonly device: string;
  readonly inode: string;
  readonly start: number;
  readonly end: number;
}

/** The bytes that SQLite locks in the database file (sqlite.org/src/file/src/os.h): PENDING, RESERVED, SHARED. */
const FILE_LOCKS = { first: 0x40000000, last: 0x40000000 + 511 };

/** The bytes that it locks in the -shm file to write, checkpoint or recover (src/wal.c). */
const WAL_WRITER_LOCKS = { first: 120, last: 122 };

const LONGEST_QUERY = 500;

/** `1: POSIX  ADVISORY  WRITE 4711 08:01:131 1073741825 1073741825`; lines of waiters have an arrow and are left out. */
const LINE =
  /^\d+: (?:POSIX|OFDLCK)\s+\S+\s+(?<mode>READ|WRITE)\s+(?<pid>-?\d+) (?<device>[\da-f]+:[\da-f]+):(?<inode>\d+) (?<start>\d+) (?<end>\d+|EOF)$/;

function parse(line: string): FileLock | null {
  const found = LINE.exec(line)?.groups;
  if (found === undefined) return null;
  return {
    mode: found['mode'] as FileLock['mode'],
    pid: Number(found['pid']),
    device: found['device'] ?? '',
    inode: found['inode'] ?? '',
    start: Number(found['start']),
    end: found['end'] === 'EOF' ? Infinity : Number(found['end']),
  };
}

async function fileLocks(): Promise<readonly FileLock[]> {
  if (process.platform !== 'linux') return [];
  try {
    return (await readFile('/proc/locks', 'utf8')).split('\n').flatMap((line) => parse(line.trim()) ?? []);
  } catch {
    return [];
  }
}

/** Whether a lock is on this file; null when there is no such file. */
async function matcher(path: string): Promise<((lock: FileLock) => boolean) | null> {
  try {
    const { ino } = await stat(path, { bigint: true });
    // The device is not compared: stacked and copy-on-write file systems show another one here.
    return (lock) => lock.inode === String(ino);
  } catch {
    return null;
  }
}

const overlaps = (lock: FileLock, range: { readonly first: number; readonly last: number }): boolean =>
  lock.start <= range.last && lock.end >= range.first;

/** Masks what programs take as passwords on their command line. */
function withoutSecrets(command: string): string {
  return command
    .replaceAll(/:\/\/[^\s/@]+@/g, '://***@')
    .replaceAll(/((?:pass(?:word|wd)?|secret|token|key)[=\s]+)\S+/gi, '$1***');
}

async function commandOf(pid: number): Promise<string | null> {
  try {
    const command = (await readFile(`/proc/${String(pid)}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return command === '' ? null : withoutSecrets(command).slice(0, LONGEST_QUERY);
  } catch {
    return null;
  }
}

async function ownerOf(pid: number): Promise<string | null> {
  try {
    const { uid } = await stat(`/proc/${String(pid)}`);
    const self = userInfo();
    return uid === self.uid ? self.username : `uid ${String(uid)}`;
  } catch {
    return null;
  }
}

/** How long ago a process was started, in ms: its transaction is no older. */
async function ageOf(pid: number): Promise<number | null> {
  try {
    const [text, uptime] = await Promise.all([
      readFile(`/proc/${String(pid)}/stat`, 'utf8'),
      readFile('/proc/uptime', 'utf8'),
    ]);
    // Field 22, counted from behind the program's name, which may hold anything; in hundredths of a second.
    const started = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
    const age = Number(uptime.split(' ')[0]) * 1000 - started * 10;
    return Number.isFinite(age) ? Math.max(0, Math.round(age)) : null;
  } catch {
    return null;
  }
}

/**
 * Processes that hold a lock on the database which keeps others from writing, or from committing.
 *
 * @param ours processes whose locks are our own
 */
export async function lockHolders(path: string, ours: ReadonlySet<number>): Promise<readonly Blocker[]> {
  const locks = await fileLocks();
  const [isFile, isShared] = await Promise.all([matcher(path), matcher(`${path}-shm`)]);
  const inWay = locks.filter(
    (lock) =>
      // In WAL mode every connection has a read lock on the file, which is in nobody's way.
      (isFile?.(lock) === true && overlaps(lock, FILE_LOCKS) && (lock.mode === 'WRITE' || isShared === null)) ||
      (isShared?.(lock) === true && lock.mode === 'WRITE' && overlaps(lock, WAL_WRITER_LOCKS)),
  );
  const pids = [...new Set(inWay.map((lock) => lock.pid))].filter((pid) => pid > 0 && !ours.has(pid));
  return Promise.all(
    pids.map(async (pid) => {
      const [user, query, ageMs] = await Promise.all([ownerOf(pid), commandOf(pid), ageOf(pid)]);
      return { pid, user, query, ageMs, certain: true };
    }),
  );
}
