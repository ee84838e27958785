import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;
/** A build takes seconds; somebody who holds the lock longer than this is stuck. */
const GIVE_UP_MS = 5 * 60_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The pid in the lock; null while its owner has not written it yet or has just left. */
async function ownerOf(lock: string): Promise<number | null> {
  try {
    return Number.parseInt(await readFile(join(lock, 'pid'), 'utf8'), 10) || null;
  } catch {
    return null;
  }
}

/**
 * Runs `work` while no other process of this machine holds the same lock folder. The bundler's module
 * numbers depend on where the sources lie, so every build uses the same folder, one after the other.
 * A lock whose owner has died is taken over. Throws when another build holds it for five minutes.
 */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = await ownerOf(lock);
    if (owner !== null && !isAlive(owner)) {
      await rm(lock, { recursive: true, force: true });
      continue;
    }
    if (performance.now() > deadline) {
      throw new Error(`Another build (pid ${String(owner)}) holds ${lock}; remove the folder when that is not so.`);
    }
    await delay(POLL_MS);
  }
  try {
    await writeFile(join(lock, 'pid'), String(process.pid));
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
