import { cpSync, readdirSync, rmSync, statSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { temporaryDirectory } from '../support/temporary.ts';

/** What a process that died at some moment would have left, one copy a moment. */
interface Moment {
  readonly before: string;
  readonly state: string;
}

let onCall: ((call: string, path: string) => void) | null = null;

/** Calls that change the disk. */
const watched = new Set(['open', 'rename', 'rm', 'mkdir']);

jest.unstable_mockModule('node:fs/promises', () =>
  Object.fromEntries(
    Object.entries(files as Readonly<Record<string, unknown>>).map(([name, call]): [string, unknown] => {
      if (!watched.has(name)) return [name, call];
      const spied = (path: string, ...rest: readonly unknown[]): unknown => {
        onCall?.(name, path);
        return (call as (...args: readonly unknown[]) => unknown)(path, ...rest);
      };
      return [name, spied];
    }),
  ),
);

const { listBackups, pruneBackups } = await import('../../src/backup/catalog.ts');
const { recordChecksum, verifyBackup } = await import('../../src/backup/verify.ts');
const { backUp } = await import('./streams.ts');

/** Does the work, and copies the folder before each call that changes the disk, and at each file that a removal removes. */
async function momentsOf(directory: string, work: () => Promise<void>): Promise<readonly Moment[]> {
  const copies = await temporaryDirectory();
  const moments: Moment[] = [];
  const copy = (before: string): string => {
    const state = join(copies, String(moments.length));
    cpSync(directory, state, { recursive: true });
    moments.push({ before, state });
    return state;
  };
  onCall = (call, path) => {
    copy(`${call} ${path}`);
    if (call !== 'rm' || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    // It removes file after file, in any order: the manifest first is the worst, the manifest last the most alluring.
    const names = readdirSync(path).toSorted();
    for (const order of [names, names.toReversed()]) {
      for (let count = 1; count <= order.length; count += 1) {
        const state = copy(`rm ${path}, ${count} files later`);
        for (const name of order.slice(0, count)) rmSync(join(path.replace(directory, state), name));
      }
    }
  };
  try {
    await work();
  } finally {
    onCall = null;
  }
  copy('the end');
  return moments;
}

describe('a process that dies', () => {
  it('before any call that changes the disk leaves only whole backups, and work that the next one removes', async () => {
    const directory = await temporaryDirectory();
    const signal = new AbortController().signal;
    const moments = await momentsOf(directory, async () => {
      for (let round = 0; round < 3; round += 1) {
        const backup = await backUp(directory, { one: [Buffer.from('one')], two: [Buffer.from('two')] });
        await recordChecksum(backup, signal);
        await pruneBackups(directory, 2, []);
      }
    });

    const calls = moments.map(({ before }) => before.split(' ')[0] ?? '');
    for (const call of watched) expect(calls).toContain(call);
    for (const { before, state } of moments) {
      const { backups, broken } = await listBackups(state);
      expect({ before, broken }).toEqual({ before, broken: [] });
      for (const backup of backups) await verifyBackup(backup, signal);
      expect(backups.length).toBeLessThanOrEqual(3);
    }
    expect((await listBackups(directory)).backups.map((one) => one.manifest.verified)).toEqual([
      'checksum',
      'checksum',
    ]);
  });
});
