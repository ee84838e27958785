/**
 * `sluice backup` without a proof against the engine's own dump program and `zstd -3`; the checksum pass alone against
 * that dump; a backup encrypted with age against one that is not. They take turns, so that a busy machine slows all of
 * them. CPU times stand beside the times: of the programs with all that they start, and of the server. Linux only, with
 * `bash` and `zstd`.
 */
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtBundle } from '../test/support/bundle.ts';
import { temporaryDirectory } from '../test/support/temporary.ts';
import { costOf, type Cost } from './support/cost.ts';
import { repetitions } from './support/repetitions.ts';
import { median, printFindings, rounded } from './support/report.ts';
import { run } from './support/run.ts';
import { type BackupEngine, MEGABYTE, sampleDatabase, type SampleDatabase } from './support/sample-database.ts';
import { backupEngines, sizeInMegabytes } from './support/backup-options.ts';

const RUNS = repetitions(5);
const SIZE = sizeInMegabytes(300);
const CHECKSUMS = fileURLToPath(new URL('./programs/checksums.ts', import.meta.url));

const TARGETS: Readonly<Record<BackupEngine, number>> = { sqlite: 1.3, postgresql: 1.15, mariadb: 1.15 };

/** pg_dump compresses by itself from version 16 on. */
async function pgDump(url: string): Promise<string> {
  const { stdout } = await run(['pg_dump', '--help']);
  return stdout.includes('METHOD')
    ? `pg_dump -Fc -Z zstd:3 -f dump.zst '${url}'`
    : `pg_dump '${url}' | zstd -q -3 -o dump.zst`;
}

/** What a person would do without Sluice, as a line of the shell. */
async function reference(
  engine: BackupEngine,
  { url, name }: SampleDatabase,
): Promise<{ readonly line: string; readonly env: Record<string, string> }> {
  switch (engine) {
    case 'sqlite':
      return { line: `sqlite3 '${name}' "vacuum into 'copy.sqlite'" && zstd -q -3 copy.sqlite -o dump.zst`, env: {} };
    case 'postgresql':
      return { line: await pgDump(url), env: {} };
    case 'mariadb': {
      const { hostname, port, username, password } = new URL(url);
      return {
        line: `mariadb-dump --host='${hostname}' --port='${port}' --user='${username}' --skip-ssl --single-transaction --routines --events '${name}' | zstd -q -3 -o dump.zst`,
        env: { MYSQL_PWD: decodeURIComponent(password) },
      };
    }
  }
}

type Contestant = 'reference' | 'backup' | 'encrypted' | 'checksums';

async function measure(engine: BackupEngine, bundle: string): Promise<void> {
  const folder = await temporaryDirectory();
  const database = await sampleDatabase(engine, SIZE, folder);
  const { line, env } = await reference(engine, database);
  const cost = async (args: readonly string[], environment: Record<string, string> = {}): Promise<Cost> => {
    const result = await costOf(args, { folder, server: database.serverPid, env: environment });
    for (const made of ['copy.sqlite', 'dump.zst', 'migration_logs', '.sluice']) {
      await rm(join(folder, made), { recursive: true, force: true });
    }
    return result;
  };
  const url = engine === 'sqlite' ? `sqlite:${database.name}` : database.url;
  const recipient = await identityToRecipient(await generateX25519Identity());
  const backup = (...options: readonly string[]): Promise<Cost> =>
    cost([process.execPath, join(bundle, 'dist/cli.js'), 'backup', 'create', '--verify', 'none', ...options], {
      DATABASE_URL: url,
      RUNNER_TEMP: folder,
    });
  const contestants: Readonly<Record<Contestant, () => Promise<Cost>>> = {
    reference: () => cost(['bash', '-o', 'pipefail', '-c', line], env),
    backup: () => backup(),
    encrypted: () => backup('--encrypt-to', recipient),
    checksums: () => cost([process.execPath, CHECKSUMS, url]),
  };
  try {
    const costs: Record<Contestant, Cost[]> = { reference: [], backup: [], encrypted: [], checksums: [] };
    for (let round = 0; round < RUNS; round += 1) {
      for (const name of Object.keys(contestants) as Contestant[]) costs[name].push(await contestants[name]());
    }
    const middle = (name: Contestant, what: (cost: Cost) => number): number => median(costs[name].map(what));
    /** The median of the ratios of each round. */
    const ratio = (name: Contestant, what: (cost: Cost) => number, to: Contestant = 'reference'): number =>
      rounded(median(costs[name].map((one, round) => what(one) / what(costs[to][round] as Cost))));
    const wall = ({ wall: time }: Cost): number => time;
    const cpu = (one: Cost): number => one.cpu + one.server;
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
    const row = (title: string, name: Contestant): readonly string[] => [
      title,
      seconds(middle(name, wall)),
      ratio(name, wall).toFixed(2),
      seconds(middle(name, (one) => one.cpu)),
      seconds(middle(name, (one) => one.server)),
      ratio(name, cpu).toFixed(2),
    ];
    printFindings({
      benchmark: `backup-speed ${engine}`,
      columns: [
        `${String(Math.round(database.bytes / MEGABYTE))} MB, ${String(RUNS)} rounds`,
        'time',
        'ratio',
        'CPU',
        'server',
        'ratio',
      ],
      rows: [
        row(line.split(' ').slice(0, 1).join(' ') + ' + zstd -3', 'reference'),
        row('sluice backup', 'backup'),
        row('sluice backup, encrypted', 'encrypted'),
        row('checksums alone', 'checksums'),
      ],
      figures: {
        backupTimeRatio: ratio('backup', wall),
        checksumTimeRatio: ratio('checksums', wall),
        encryptionTimeRatio: ratio('encrypted', wall, 'backup'),
        backupCpuRatio: ratio('backup', cpu),
        checksumCpuRatio: ratio('checksums', cpu),
        encryptionCpuRatio: ratio('encrypted', cpu, 'backup'),
      },
      targets: { backupTimeRatio: TARGETS[engine], checksumTimeRatio: 1, encryptionTimeRatio: 1.35 },
    });
  } finally {
    await database.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

const bundle = await builtBundle();
for (const engine of backupEngines()) await measure(engine, bundle);
