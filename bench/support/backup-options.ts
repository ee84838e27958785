import { BACKUP_ENGINES, type BackupEngine } from './sample-database.ts';

/** SLUICE_BENCH_MEGABYTES, or the benchmark's own size. */
export function sizeInMegabytes(usual: number): number {
  const wanted = Number(process.env['SLUICE_BENCH_MEGABYTES'] ?? usual);
  if (!Number.isSafeInteger(wanted) || wanted < 1) throw new Error('SLUICE_BENCH_MEGABYTES must be a whole number.');
  return wanted;
}

/** The engines in SLUICE_BENCH_ENGINES, separated by commas; all of them by default. */
export function backupEngines(): readonly BackupEngine[] {
  const wanted = process.env['SLUICE_BENCH_ENGINES']?.split(',') ?? BACKUP_ENGINES;
  return wanted.map((name) => {
    const engine = BACKUP_ENGINES.find((one) => one === name);
    if (engine === undefined) throw new Error(`SLUICE_BENCH_ENGINES: ${name} is none of ${BACKUP_ENGINES.join(', ')}.`);
    return engine;
  });
}
