/**
 * The highest resident memory of Sluice while it backs up a database of 3 GB without a proof, with one, and restores it:
 * its own process and those that it starts of itself, added up. The engine's client programs are counted apart. Linux
 * only. Needs about four times the database's size on the volume of the temporary folder.
 */
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { builtBundle } from '../test/support/bundle.ts';
import { startProcess } from '../test/support/process.ts';
import { temporaryDirectory } from '../test/support/temporary.ts';
import { backupEngines, sizeInMegabytes } from './support/backup-options.ts';
import { type MemoryPeaks, watchMemory } from '../test/support/process-memory.ts';
import { printFindings, rounded } from './support/report.ts';
import { type BackupEngine, MEGABYTE, sampleDatabase } from './support/sample-database.ts';

const SIZE = sizeInMegabytes(3000);
const TARGET = 250;

const STEPS = {
  backup: ['backup', 'create', '--verify', 'none'],
  proven: ['backup', 'create', '--verify', 'restore'],
  restore: ['backup', 'restore', '--accept-data-loss'],
} as const;

type Step = keyof typeof STEPS;

type Peaks = MemoryPeaks & { readonly ms: number };

async function peaksOf(step: Step, bundle: string, folder: string, url: string): Promise<Peaks> {
  const started = performance.now();
  const child = startProcess(['node', join(bundle, 'dist/cli.js'), ...STEPS[step]], {
    cwd: folder,
    env: { DATABASE_URL: url, RUNNER_TEMP: folder, NODE_COMPILE_CACHE: undefined },
  });
  const peaks = await watchMemory(child.pid, child.result);
  const { exitCode, stdout, stderr } = await child.result;
  if (exitCode !== 0) throw new Error(`${STEPS[step].join(' ')} failed:\n${stdout}\n${stderr}`);
  return { ...peaks, ms: performance.now() - started };
}

async function measure(engine: BackupEngine, bundle: string): Promise<void> {
  const folder = await temporaryDirectory();
  const { bavail, bsize } = await statfs(folder);
  const needed = 4 * SIZE * MEGABYTE;
  if (bavail * bsize < needed) {
    throw new Error(
      `${folder} has room for ${String(bavail * bsize)} bytes; ${String(needed)} are needed. Set TMPDIR.`,
    );
  }
  const database = await sampleDatabase(engine, SIZE, folder);
  try {
    const inMegabytes = (bytes: number): string => `${String(Math.round(bytes / MEGABYTE))} MB`;
    const rows: string[][] = [];
    const figures: Record<string, number> = { databaseMegabytes: rounded(database.bytes / MEGABYTE) };
    for (const step of ['backup', 'proven', 'restore'] as const) {
      const { process: own, together, clients, ms } = await peaksOf(step, bundle, folder, database.url);
      if (step === 'backup') await rm(join(folder, '.sluice'), { recursive: true });
      rows.push([
        STEPS[step].join(' '),
        inMegabytes(own),
        inMegabytes(together),
        inMegabytes(clients),
        `${String(Math.round(ms / 1000))} s`,
      ]);
      figures[`${step}Megabytes`] = rounded(together / MEGABYTE);
    }
    printFindings({
      benchmark: `backup-memory ${engine}`,
      columns: [
        `a database of ${inMegabytes(database.bytes)}`,
        'main process',
        'all of Sluice',
        'client programs',
        'time',
      ],
      rows,
      figures,
      targets: { backupMegabytes: TARGET, provenMegabytes: TARGET, restoreMegabytes: TARGET },
    });
  } finally {
    await database.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

const bundle = await builtBundle();
for (const engine of backupEngines()) await measure(engine, bundle);
