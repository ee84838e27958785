/**
 * CPU time of `dist/migrate.js`, started as the runner starts it, until its first query to the database: what every step
 * of a workflow pays before it does anything. Node alone is measured beside it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtBundle } from '../test/support/bundle.ts';
import { createDatabase, type TestEngine } from '../test/support/databases.ts';
import { runStep } from '../test/support/runner.ts';
import { startSharedServers } from '../test/support/shared-servers.ts';
import { temporaryDirectory } from '../test/support/temporary.ts';
import { repetitions } from './support/repetitions.ts';
import { median, printFindings, rounded } from './support/report.ts';
import { run } from './support/run.ts';

const ENGINES = ['postgresql', 'mariadb', 'sqlite'] as const satisfies readonly TestEngine[];
const RUNS = repetitions(9);
const PRELOAD = new URL('./programs/cpu-at-first-query.mjs', import.meta.url).href;

const bundle = await builtBundle();

/** CPU time in ms that one start of the action takes. */
async function actionStart(engine: (typeof ENGINES)[number]): Promise<number> {
  const database = await createDatabase(engine);
  try {
    const workspace = await temporaryDirectory();
    await mkdir(join(workspace, 'migrations'));
    await writeFile(join(workspace, 'migrations/1_people.up.sql'), 'create table people (id integer primary key);\n');
    const written = join(workspace, 'cpu');
    const step = await runStep(['--import', PRELOAD, join(bundle, 'dist/migrate.js')], {
      cwd: workspace,
      inputs: { 'database-url': database.url, 'upload-artifacts': 'false', 'github-token': 'not-a-real-token' },
      env: { SLUICE_BENCH_CPU: written, NODE_COMPILE_CACHE: undefined },
    });
    if (step.exitCode !== 0) throw new Error(`The action failed:\n${step.stdout}\n${step.stderr}`);
    return Number(await readFile(written, 'utf8'));
  } finally {
    await database.drop();
  }
}

/** CPU time in ms of Node with an empty program. */
async function nodeAlone(): Promise<number> {
  const { stdout } = await run([
    'node',
    '-e',
    'const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)',
  ]);
  return Number(stdout);
}

const servers = await startSharedServers();
Object.assign(process.env, servers.environment);
try {
  const times: Record<(typeof ENGINES)[number] | 'node', number[]> = {
    node: [],
    postgresql: [],
    mariadb: [],
    sqlite: [],
  };
  for (let round = 0; round < RUNS; round += 1) {
    times.node.push(await nodeAlone());
    for (const engine of ENGINES) times[engine].push(await actionStart(engine));
  }
  const inMs = (value: number): string => `${String(Math.round(value))} ms`;
  const row = (name: string, values: readonly number[]): readonly string[] => [
    name,
    inMs(median(values)),
    inMs(Math.min(...values)),
    inMs(Math.max(...values)),
  ];
  printFindings({
    benchmark: 'bundle-start',
    columns: [`CPU time, ${String(RUNS)} starts each`, 'median', 'least', 'most'],
    rows: [
      row('node with nothing to do', times.node),
      ...ENGINES.map((engine) => row(`migrate on ${engine}`, times[engine])),
    ],
    figures: {
      runs: RUNS,
      nodeMs: rounded(median(times.node)),
      ...Object.fromEntries(ENGINES.map((engine) => [`${engine}Ms`, rounded(median(times[engine]))])),
    },
    targets: Object.fromEntries(ENGINES.map((engine) => [`${engine}Ms`, 350])),
  });
} finally {
  await servers.stop();
}
