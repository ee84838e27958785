/**
 * 500 small migrations on PostgreSQL: `sluice migrate` against one `psql` session that runs the same statements with
 * one transaction a file. Both are whole processes, and the server makes every commit durable. The two take turns on
 * new databases of one server, so that a busy machine slows both.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtBundle } from '../test/support/bundle.ts';
import { createDatabase } from '../test/support/databases.ts';
import { startPostgres } from '../test/support/servers.ts';
import { temporaryDirectory } from '../test/support/temporary.ts';
import { repetitions } from './support/repetitions.ts';
import { median, printFindings, rounded } from './support/report.ts';
import { run } from './support/run.ts';

const FILES = 500;
const RUNS = repetitions(5);

/** The statement of one file: tables are made, changed and filled in turn. */
function statementOf(index: number): string {
  const table = `table_${String(Math.floor(index / 3))}`;
  switch (index % 3) {
    case 0:
      return `create table ${table} (id bigint primary key, name text not null)`;
    case 1:
      return `alter table ${table} add column note text`;
    default:
      return `insert into ${table} (id, name) values (${String(index)}, 'row ${String(index)}')`;
  }
}

/** A folder with the migrations, and the same as one script for psql; returns the script's path. */
async function writeFiles(folder: string): Promise<string> {
  const statements = Array.from({ length: FILES }, (_, index) => statementOf(index));
  await mkdir(join(folder, 'migrations'));
  for (const [index, statement] of statements.entries()) {
    const version = String(index + 1).padStart(4, '0');
    await writeFile(join(folder, 'migrations', `${version}_step.up.sql`), `${statement};\n`);
  }
  const script = join(folder, 'script.sql');
  await writeFile(script, statements.map((statement) => `begin;\n${statement};\ncommit;\n`).join(''));
  return script;
}

/** How long `work` takes on a new database, in ms. */
async function timed(server: string, work: (url: string) => Promise<void>): Promise<number> {
  const database = await createDatabase('postgresql', { server });
  try {
    const started = performance.now();
    await work(`${database.url}?sslmode=disable`);
    const elapsed = performance.now() - started;
    const tables = await database.query("select count(*) as count from pg_tables where tablename like 'table\\_%'");
    if (Number(tables[0]?.['count']) !== Math.ceil(FILES / 3)) throw new Error('Not all of the statements were run.');
    return elapsed;
  } finally {
    await database.drop();
  }
}

const bundle = await builtBundle();
const folder = await temporaryDirectory();
const script = await writeFiles(folder);
const server = await startPostgres({ settings: { fsync: 'on', full_page_writes: 'on' } });
try {
  const contestants: Readonly<Record<'psql' | 'sluice', (url: string) => Promise<void>>> = {
    async psql(url) {
      await run(['psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--file=${script}`, url]);
    },
    async sluice(url) {
      await rm(join(folder, 'migration_logs'), { recursive: true, force: true });
      const args = ['node', join(bundle, 'dist/cli.js'), 'migrate', '--on-failure', 'stop'] as const;
      await run(args, { cwd: folder, env: { DATABASE_URL: url } });
    },
  };
  const times: Record<keyof typeof contestants, number[]> = { psql: [], sluice: [] };
  for (let round = 0; round < RUNS; round += 1) {
    times.psql.push(await timed(server.url(), contestants.psql));
    times.sluice.push(await timed(server.url(), contestants.sluice));
  }
  const ratios = times.sluice.map((ms, round) => ms / (times.psql[round] ?? Number.NaN));
  const row = (name: string, values: readonly number[], format: (value: number) => string): readonly string[] => [
    name,
    format(median(values)),
    format(Math.min(...values)),
    format(Math.max(...values)),
  ];
  const inMs = (value: number): string => `${String(Math.round(value))} ms`;
  printFindings({
    benchmark: 'migrations-postgresql',
    columns: [`${String(FILES)} files, ${String(RUNS)} runs each`, 'median', 'least', 'most'],
    rows: [
      row('psql, one session', times.psql, inMs),
      row('sluice migrate', times.sluice, inMs),
      row('ratio in a round', ratios, (value) => value.toFixed(2)),
    ],
    figures: {
      files: FILES,
      runs: RUNS,
      psqlMs: rounded(median(times.psql)),
      sluiceMs: rounded(median(times.sluice)),
      ratio: rounded(median(times.sluice) / median(times.psql)),
    },
    targets: { ratio: 2 },
  });
} finally {
  await server.stop();
}
