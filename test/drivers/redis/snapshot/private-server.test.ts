import { spawnSync } from 'node:child_process';
import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { systemClock } from '../../../../src/clock.ts';
import { startPrivateServer, sweepPrivateServers } from '../../../../src/drivers/redis/snapshot/private-server.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { NEVER, until } from '../open.ts';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The process that started another one. */
async function parentOf(pid: number): Promise<number> {
  return Number(/^PPid:\s*(\d+)$/mu.exec(await readFile(`/proc/${String(pid)}/status`, 'utf8'))?.[1]);
}

test('a server whose run and keeper were killed is ended by the next run, and one in use is not', async () => {
  const folder = await temporaryDirectory();
  const start = () =>
    startPrivateServer({ product: 'Redis' }, { temporaryDirectory: folder, clock: systemClock }, NEVER);
  const lost = await start();
  const [name = ''] = await readdir(folder);
  expect((await stat(join(folder, name))).mode & 0o777).toBe(0o700);
  const pid = Number(await readFile(join(folder, name, 'server.pid'), 'utf8'));
  const used = await start();
  const inUse = (await readdir(folder)).filter((one) => one !== name);
  expect(await sweepPrivateServers(folder)).toEqual([]);

  // As if the process that had started it were dead.
  process.kill(await parentOf(pid), 'SIGKILL');
  const dead = spawnSync('true').pid;
  const left = name.replace(String(process.pid), String(dead));
  await rename(join(folder, name), join(folder, left));
  expect(isAlive(pid)).toBe(true);
  expect(await sweepPrivateServers(folder)).toEqual([join(folder, left)]);
  await until(async () => !isAlive(pid));
  expect(await readdir(folder)).toEqual(inUse);
  await lost.stop();
  await used.stop();
  expect(await readdir(folder)).toEqual([]);
}, 60_000);
