import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { withDescendants } from '../../test/support/process-memory.ts';
import { run } from './run.ts';

/** What a program took, in ms. */
export interface Cost {
  readonly wall: number;
  /** CPU time of the program and of all that it started. */
  readonly cpu: number;
  /** CPU time of the database server meanwhile. */
  readonly server: number;
}

/** Clock ticks of `/proc/<pid>/stat`, which Linux has fixed at 100 a second, in ms. */
const TICK_MS = 10;

/** CPU time of a process, of those that it has waited for, and of those that still run, in ms. */
async function cpuOf(root: number): Promise<number> {
  const stats = await Promise.all(
    (await withDescendants(root)).map((pid) => readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '')),
  );
  const ticks = stats.map((stat) =>
    stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15)
      .reduce((total, one) => total + Number(one), 0),
  );
  return ticks.reduce((total, one) => total + one, 0) * TICK_MS;
}

/** A server's sessions end a little after their client. */
const SETTLE_MS = 200;

/**
 * Measures a program: the shell that starts it waits for all of them, and reports their times.
 *
 * @param server pid of the database server, or null when there is none
 */
export async function costOf(
  args: readonly string[],
  options: { readonly folder: string; readonly server: number | null; readonly env?: Record<string, string> },
): Promise<Cost> {
  const { folder, server, env } = options;
  const times = join(folder, 'times');
  const before = server === null ? 0 : await cpuOf(server);
  await run(['bash', '-c', 'exec 3>&2; TIMEFORMAT="%3R %3U %3S"; { time "$@" 2>&3; } 2> "$TIMES"', 'bash', ...args], {
    cwd: folder,
    env: { ...env, TIMES: times },
  });
  if (server !== null) await delay(SETTLE_MS);
  const after = server === null ? 0 : await cpuOf(server);
  const [wall = 0, user = 0, system = 0] = (await readFile(times, 'utf8')).trim().split(' ').map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000, server: after - before };
}
