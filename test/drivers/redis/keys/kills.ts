import { expect } from '@jest/globals';
import { join } from 'node:path';
import { runProcess } from '../../../support/process.ts';
import { Ledger } from './ledger.ts';
import { workbench } from './workbench.ts';

/** What {@link surviveKills} does. */
export interface KillPlan {
  readonly keys: number;
  readonly writers: number;
  readonly kills: number;
  /** The most batches that a run lives for. */
  readonly batches: number;
}

/** Kills the migration so often while others write, lets it end, and compares with what everybody did. */
export async function surviveKills({ keys, writers, kills, batches }: KillPlan): Promise<void> {
  const bench = await workbench();
  try {
    const ledger = new Ledger(bench.url, keys, writers);
    await ledger.fill(bench.redis);
    const stop = new AbortController();
    const writing = ledger.write(stop.signal);
    const migrate = (lives: number) =>
      runProcess(['node', join(import.meta.dirname, 'programs/migrate-counters.ts'), bench.url, String(lives)]);
    const lived: number[] = [];
    try {
      for (let kill = 0; kill < kills; kill += 1) {
        const lives = 1 + Math.floor(Math.random() * batches);
        lived.push(lives);
        expect(await migrate(lives)).toMatchObject({ signal: 'SIGKILL' });
      }
      expect(await migrate(0)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2:up: ') });
    } finally {
      stop.abort();
      await writing;
    }
    const different = await ledger.differences(bench.redis, 1);
    expect({ lived, different }).toEqual({ lived, different: [] });
  } finally {
    await bench.close();
  }
}
