/**
 * The quickstart: takes two SQLite databases with the cities of the world through the whole lifecycle,
 * first staging, then production; then lets a migration fail half-way and shows the way back.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { durationText } from '../src/duration.ts';
import type { Report } from '../src/report/report.ts';
import { writeCities } from './cities.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HERE = join(ROOT, 'quickstart');
const WORK = join(ROOT, 'build', 'quickstart');

/** One command and what came of it. */
interface Step {
  readonly title: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly tookMs: number;
  readonly report: string;
}

function heading(text: string): void {
  process.stdout.write(`\n━━ ${text}\n`);
}

/** Runs one command as a user would, with its progress live on the terminal. */
async function sluice(args: readonly string[], expected: number): Promise<Step> {
  const title = args.join(' ');
  heading(`sluice ${title}`);
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], {
    cwd: WORK,
    env: {
      ...process.env,
      STAGING_DATABASE_URL: `sqlite:${join(WORK, 'staging.db')}`,
      PRODUCTION_DATABASE_URL: `sqlite:${join(WORK, 'production.db')}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  process.stdout.write(text);
  if (exitCode !== expected)
    throw new Error(`“sluice ${title}” ended with ${String(exitCode)} instead of ${String(expected)}.`);
  const outputs = Object.fromEntries(
    [...text.matchAll(/^([a-z-]+): (.*)$/gmu)].map(([, name = '', value = '']) => [name, value]),
  );
  return {
    title,
    outputs,
    tookMs: performance.now() - started,
    report: /^report: (.*\.json)$/mu.exec(text)?.[1] ?? '',
  };
}

async function lifecycle(environment: string): Promise<Step[]> {
  const where = ['--environment', environment];
  const ready = await sluice(['readiness-check', ...where], 0);
  const backup = await sluice(['backup', ...where], 0);
  const backupId = backup.outputs['backup-id'] ?? '';
  const migrate = await sluice(['migrate', ...where, '--backup-id', backupId], 0);
  const validate = await sluice(['validate', ...where, '--baseline', backupId], 0);
  return [ready, backup, migrate, validate];
}

/** A migration that fails half-way: the run goes back by itself, and its proof is compared with the backup once more. */
async function failure(): Promise<Step[]> {
  await cp(join(HERE, 'failing'), join(WORK, 'migrations'), { recursive: true });
  const where = ['--environment', 'production'];
  const backup = await sluice(['backup', ...where], 0);
  const backupId = backup.outputs['backup-id'] ?? '';
  const migrate = await sluice(['migrate', ...where, '--backup-id', backupId, '--on-failure', 'rollback'], 1);
  if (migrate.outputs['rolled-back'] !== 'true') throw new Error('The failed run was not rolled back.');
  const validate = await sluice(['validate', ...where, '--baseline', backupId], 0);
  return [backup, migrate, validate];
}

async function rollbackProof(path: string): Promise<string> {
  const { rollback, errors } = JSON.parse(await readFile(path, 'utf8')) as Report;
  if (rollback === null) return 'not rolled back';
  const proof =
    rollback.verified === true
      ? `proven by the schema and the checksums of ${String(rollback.tablesCompared)} tables`
      : 'NOT proven';
  return `${errors[0]?.message ?? ''}\nTaken back ${rollback.versions.join(', ')} by ${rollback.method === 'down' ? 'down files' : 'the backup'}: ${proof}.`;
}

const started = performance.now();
await rm(WORK, { recursive: true, force: true });
await mkdir(WORK, { recursive: true });
await cp(join(HERE, 'sluice.yml'), join(WORK, 'sluice.yml'));
await cp(join(HERE, 'migrations'), join(WORK, 'migrations'), { recursive: true });
const cities = await writeCities(join(WORK, 'migrations', '0002_fill_cities.up.sql'));
process.stdout.write(
  `${String(cities)} cities of the world (GeoNames, CC BY 4.0) will be filled into ${relative(ROOT, WORK)}.\n`,
);

const steps = [...(await lifecycle('staging')), ...(await lifecycle('production')), ...(await failure())];

heading('Summary');
for (const { title, outputs, tookMs } of steps) {
  const facts = ['status', 'error-code', 'applied-count', 'verified', 'rows-compared', 'rolled-back']
    .filter((name) => (outputs[name] ?? '') !== '')
    .map((name) => `${name}=${outputs[name] ?? ''}`);
  process.stdout.write(
    `${durationText(tookMs).padStart(9)}  ${title.replace(/ --(?:backup-id|baseline) \S+/gu, '')}  ${facts.join(' ')}\n`,
  );
}
const failed = steps.find((step) => step.outputs['rolled-back'] === 'true');
if (failed !== undefined) process.stdout.write(`\nThe failed migration:\n${await rollbackProof(failed.report)}\n`);
process.stdout.write(`\nReports:\n${steps.map((step) => `  ${relative(ROOT, step.report)}`).join('\n')}\n`);
process.stdout.write(
  `\nDone in ${durationText(performance.now() - started)}. Next: docs/getting-started.md takes your own database through the same steps.\n`,
);
