/**
 * Peak memory of a backup of a SQLite database of 2 GB, with and without the proof that restores it. Linux only. Needs
 * about four times the database's size on the volume of the temporary folder, and removes it afterwards.
 */
import Database from 'better-sqlite3';
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { builtBundle } from '../test/support/bundle.ts';
import { startProcess } from '../test/support/process.ts';
import { temporaryDirectory } from '../test/support/temporary.ts';
import { watchMemory, type MemoryPeaks } from './support/process-memory.ts';
import { printFindings, rounded } from './support/report.ts';

const MEGABYTE = 1_000_000;
const SIZE = Number(process.env['SLUICE_BENCH_MEGABYTES'] ?? '2000') * MEGABYTE;
/** The database, its copy, the compressed backup and the restored copy. */
const SPACE_NEEDED = 4 * SIZE;
const ROW_BYTES = 1000;
const ROWS_AT_ONCE = 20_000;

/** Fills a new database until it has the size; half of each row is random, so that it compresses as data does. */
function makeDatabase(path: string): void {
  const database = new Database(path);
  database.pragma('journal_mode = off');
  database.pragma('synchronous = off');
  database.exec('create table events (id integer primary key, kind text not null, payload text not null, extra blob)');
  const insert = database.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${String(ROWS_AT_ONCE)})
     insert into events (kind, payload, extra)
     select 'kind ' || (i % 17), hex(randomblob(${String(ROW_BYTES / 4)})), zeroblob(${String(ROW_BYTES / 2)}) from n`,
  );
  const sizeOf = (): number =>
    Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }));
  while (sizeOf() < SIZE) insert.run();
  database.close();
}

/** What one backup takes, and for how long, in ms. */
async function measure(folder: string, level: 'none' | 'restore'): Promise<MemoryPeaks & { readonly ms: number }> {
  const started = performance.now();
  const child = startProcess(
    ['node', join(bundle, 'dist/cli.js'), 'backup', 'create', '--verify', level, '--keep', '1'],
    {
      cwd: folder,
      env: { DATABASE_URL: 'sqlite:database.sqlite', RUNNER_TEMP: folder, NODE_COMPILE_CACHE: undefined },
    },
  );
  const peaks = await watchMemory(child.pid, child.result);
  const { exitCode, stdout, stderr } = await child.result;
  if (exitCode !== 0) throw new Error(`The backup failed:\n${stdout}\n${stderr}`);
  return { ...peaks, ms: performance.now() - started };
}

const bundle = await builtBundle();
const folder = await temporaryDirectory();
const { bavail, bsize } = await statfs(folder);
if (bavail * bsize < SPACE_NEEDED) {
  throw new Error(
    `${folder} has room for ${String(bavail * bsize)} bytes; ${String(SPACE_NEEDED)} are needed. Set TMPDIR.`,
  );
}
makeDatabase(join(folder, 'database.sqlite'));
const { size } = await stat(join(folder, 'database.sqlite'));
const none = await measure(folder, 'none');
const restore = await measure(folder, 'restore');
const inMegabytes = (bytes: number): string => `${String(Math.round(bytes / MEGABYTE))} MB`;
const row = (name: string, { process, together, ms }: typeof none): readonly string[] => [
  name,
  inMegabytes(process),
  inMegabytes(together),
  `${String(Math.round(ms / 1000))} s`,
];
printFindings({
  benchmark: 'sqlite-backup-memory',
  columns: [`a database of ${inMegabytes(size)}`, 'peak', 'with its workers', 'time'],
  rows: [row('backup --verify none', none), row('backup --verify restore', restore)],
  figures: {
    databaseMegabytes: rounded(size / MEGABYTE),
    peakMegabytes: rounded(none.process / MEGABYTE),
    peakTogetherMegabytes: rounded(none.together / MEGABYTE),
    provenPeakMegabytes: rounded(restore.process / MEGABYTE),
    provenPeakTogetherMegabytes: rounded(restore.together / MEGABYTE),
  },
  targets: { peakMegabytes: 200, provenPeakMegabytes: 200 },
});
