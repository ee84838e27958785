import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 25;

/** Peaks of a process and of what it starts, in bytes of resident memory. */
export interface MemoryPeaks {
  /** The process itself (`VmHWM`, which the kernel keeps). */
  readonly process: number;
  /**
   * The process and those of its descendants that run the same program, so Sluice's own, added up as they were seen at
   * one moment. Pages that they share, the program itself above all, count for each of them.
   */
  readonly together: number;
  /** Other programs below it (`pg_dump`, say), added up in the same way. */
  readonly clients: number;
}

/** One process at one moment. */
interface Seen {
  readonly program: string;
  readonly resident: number;
  readonly highest: number;
}

function field(status: string, name: 'VmHWM' | 'VmRSS'): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'mu').exec(status)?.[1] ?? 0) * 1024;
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** A process and all of its descendants. */
export async function withDescendants(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${String(pid)}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => read(`/proc/${String(pid)}/task/${thread}/children`)));
  const children = lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  return [pid, ...(await Promise.all(children.map(withDescendants))).flat()];
}

async function look(pid: number): Promise<Seen> {
  const folder = `/proc/${String(pid)}`;
  const [program, status] = await Promise.all([readlink(`${folder}/exe`).catch(() => ''), read(`${folder}/status`)]);
  return { program, resident: field(status, 'VmRSS'), highest: field(status, 'VmHWM') };
}

function sum(seen: readonly Seen[]): number {
  return seen.reduce((total, { resident }) => total + resident, 0);
}

/** Watches a process until `ended` resolves. Linux only: it reads `/proc`. */
export async function watchMemory(pid: number, ended: Promise<unknown>): Promise<MemoryPeaks> {
  const peaks = { process: 0, together: 0, clients: 0 };
  const stop = new AbortController();
  const end = (): void => stop.abort();
  ended.then(end, end);
  while (!stop.signal.aborted) {
    const seen = await Promise.all((await withDescendants(pid)).map(look));
    const [own] = seen;
    peaks.process = Math.max(peaks.process, own?.highest ?? 0);
    peaks.together = Math.max(peaks.together, sum(seen.filter(({ program }) => program === own?.program)));
    peaks.clients = Math.max(peaks.clients, sum(seen.filter(({ program }) => program !== own?.program)));
    await delay(POLL_MS);
  }
  return peaks;
}
