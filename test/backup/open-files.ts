import { readdir, readlink } from 'node:fs/promises';

/** The files below a folder that this process holds open; always none where the system does not say. */
export async function openFiles(directory: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const descriptors = await readdir('/proc/self/fd');
  const paths = await Promise.all(descriptors.map((one) => readlink(`/proc/self/fd/${one}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(directory));
}
