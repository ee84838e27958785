import { open } from 'node:fs/promises';

/** Flushes a folder, so that what was made or renamed in it outlives a power cut. Windows cannot, and need not. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
