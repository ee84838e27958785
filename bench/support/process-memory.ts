import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 25;

/** Peaks of a process and of what it starts, in bytes. */
export interface MemoryPeaks {
  /** The highest resident set of the process itself (`VmHWM`), which the kernel keeps. */
  readonly process: number;
  /** The highest sum of the process and all of its descendants, as it was seen; pages that they share count for each. */
  readonly together: number;
}

/** A field of `/proc/<pid>/status` in bytes; 0 when the process has gone. */
function field(status: string, name: 'VmHWM' | 'VmRSS'): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'mu').exec(status)?.[1] ?? 0) * 1024;
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

async function withDescendants(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${String(pid)}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => read(`/proc/${String(pid)}/task/${thread}/children`)));
  const children = lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  return [pid, ...(await Promise.all(children.map(withDescendants))).flat()];
}

/** Watches a process until `ended` resolves. Linux only: it reads `/proc`. */
export async function watchMemory(pid: number, ended: Promise<unknown>): Promise<MemoryPeaks> {
  const peaks = { process: 0, together: 0 };
  const stop = new AbortController();
  const end = (): void => stop.abort();
  ended.then(end, end);
  while (!stop.signal.aborted) {
    const statuses = await Promise.all((await withDescendants(pid)).map((one) => read(`/proc/${String(one)}/status`)));
    peaks.process = Math.max(peaks.process, field(statuses[0] ?? '', 'VmHWM'));
    peaks.together = Math.max(
      peaks.together,
      statuses.reduce((sum, status) => sum + field(status, 'VmRSS'), 0),
    );
    await delay(POLL_MS);
  }
  return peaks;
}
