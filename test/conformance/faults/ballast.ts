import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const PIECE = Buffer.alloc(64 * 1024);

/**
 * Fills the file system of a folder up, but for `leaveBytes`; returns what removes the ballast again. It is really
 * written: a file with holes takes no room.
 */
export function fillUp(folder: string, leaveBytes = 0): () => void {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize - leaveBytes;
  };
  try {
    for (let left = free(); left > 0; left = free()) writeSync(file, PIECE, 0, Math.min(left, PIECE.length));
  } finally {
    closeSync(file);
  }
  return () => rmSync(path, { force: true });
}
