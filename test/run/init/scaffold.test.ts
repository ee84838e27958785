import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadConfig } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/types.ts';
import { parseDatabaseUrl } from '../../../src/database-url.ts';
import type { ReportedError } from '../../../src/errors.ts';
import { WORKFLOW_TEMPLATES } from '../../../src/run/init/workflow-templates.ts';
import { ROOT, runProcess } from '../../support/process.ts';
import { workflowFindings } from '../../workflows/findings.ts';
import { type Checkout, checkoutOf } from './checkout.ts';

const FOLDER = '.github/workflows';
const WORKFLOWS = ['pull-request', 'pull-request-comment', 'promotion', 'rollback', 'backup-proof'].map(
  (name) => `${FOLDER}/sluice-${name}.yml`,
);
const PULL_REQUEST = `${FOLDER}/sluice-pull-request.yml`;
const PROMOTION = `${FOLDER}/sluice-promotion.yml`;
const UP = { 'migrations/1_a.up.sql': 'select 1;\n' };
const KEYS = { 'migrations/1_a.ts': 'export const up = () => {};\n' };
const DBMATE = '-- migrate:up\nselect 1;\n-- migrate:down\n';

async function configOf(checkout: Checkout): Promise<Config> {
  return loadConfig({ text: await checkout.read('sluice.yml'), path: 'sluice.yml' });
}

async function workflowOf(checkout: Checkout, path: string): Promise<Workflow> {
  return parse(await checkout.read(path)) as Workflow;
}

interface Workflow {
  readonly on: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly services?: Readonly<Record<string, { readonly image: string; readonly ports: readonly string[] }>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}

/** What is wrong with the workflows that were written. */
async function findingsOf(checkout: Checkout): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [path, text] of Object.entries(await checkout.files())) {
    if (path.startsWith(FOLDER)) found.push(...(await workflowFindings(path, text)));
  }
  return found;
}

describe('each engine', () => {
  it.each([
    ['PostgreSQL', 'postgres://app:hush-hush@db/app', 'postgres:18', 'postgresql'],
    ['PostgreSQL', 'postgresql://app:hush-hush@db/app', 'postgres:18', 'postgresql'],
    ['MySQL', 'mysql://app:hush-hush@db/app', 'mysql:8.4', 'mysql'],
    ['MariaDB', 'mariadb://app:hush-hush@db/app', 'mariadb:11.8', 'mariadb'],
    ['SQLite', 'sqlite:hush-hush.db', null, 'sqlite'],
    ['Redis', 'redis://app:hush-hush@db/0', 'redis:8', 'redis'],
    ['Redis', 'rediss://app:hush-hush@db/0', 'redis:8', 'redis'],
  ])('%s is told by %s', async (engine, url, image, scheme) => {
    const isRedis = engine === 'Redis';
    const checkout = await checkoutOf(isRedis ? KEYS : UP);
    const { exitCode, stdout, stderr } = await checkout.init({ DATABASE_URL: url });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`engine: ${engine} (from the variable DATABASE_URL)`);
    expect(await findingsOf(checkout)).toEqual([]);

    const job = (await workflowOf(checkout, PULL_REQUEST)).jobs['try'];
    const [service] = Object.values(job?.services ?? {});
    expect(service?.image ?? null).toBe(image);
    const tryUrl = parseDatabaseUrl(job?.env?.['DATABASE_URL'] ?? '');
    expect(tryUrl.scheme).toBe(scheme);
    if (service !== undefined) expect(service.ports).toEqual([`${String(tryUrl.port)}:${String(tryUrl.port)}`]);

    // What needs backups is left out where there are none, and is named.
    const written = Object.keys(await checkout.files()).filter((path) => path.startsWith(FOLDER));
    const without = [PROMOTION, `${FOLDER}/sluice-backup-proof.yml`];
    expect(written).toEqual(WORKFLOWS.filter((path) => !isRedis || !without.includes(path)).toSorted());
    expect(stdout.includes('migrate it with `require-backup: none`')).toBe(isRedis);
    if (isRedis) for (const path of without) expect(stdout).toContain(`${path}: it needs backups that are proven`);

    expect(await configOf(checkout)).toMatchObject({
      environments: [
        { name: 'staging', url: '${STAGING_DATABASE_URL}', protected: false },
        { name: 'production', url: '${PRODUCTION_DATABASE_URL}', protected: true },
      ],
      migrations: { directory: 'migrations' },
      promotion: [{ from: 'staging', to: 'production', approvals: 1 }],
    });
    for (const text of [...Object.values(await checkout.files()), stdout]) expect(text).not.toContain('hush-hush');
  });

  it('is told by the option, by package.json, by modules of keys, or by the configuration that is there', async () => {
    const option = await checkoutOf(UP);
    const [told] = (await option.initJson({ DATABASE_URL: 'mysql://db/app' }, '--database-url', 'sqlite:a.db')).found;
    expect(told).toEqual({ what: 'engine', value: 'SQLite', from: 'the option --database-url' });

    const packages = await checkoutOf({ ...UP, 'package.json': '{"dependencies":{"pg":"8","ioredis":"5"}}' });
    expect((await packages.initJson()).found[0]).toMatchObject({
      value: 'PostgreSQL',
      from: expect.stringContaining('package.json'),
    });

    const keys = await checkoutOf(KEYS);
    expect((await keys.initJson()).found[0]).toMatchObject({ value: 'Redis', from: 'the modules in migrations' });

    const configured = await checkoutOf({
      'sluice.yml': 'version: 1\nenvironments:\n  live:\n    url: mariadb://app:${PASSWORD}@db/app\n',
    });
    expect((await configured.initJson()).found[0]).toMatchObject({
      value: 'MariaDB',
      from: 'the url of live in sluice.yml',
    });
  });

  it('stays told by a URL that cannot be used yet, and what is wrong is said', async () => {
    const checkout = await checkoutOf(UP);
    const { found, todo } = await checkout.initJson({ DATABASE_URL: 'postgresql://a:hush-hush@db/app?schema=public' });
    expect(found[0]).toMatchObject({ value: 'PostgreSQL' });
    expect(todo).toContainEqual(expect.stringMatching(/^Correct the variable DATABASE_URL: .*schema/u));
  });
});

describe('several variables', () => {
  it('are an environment each, by their names, without their values', async () => {
    const checkout = await checkoutOf(UP);
    const env = {
      DATABASE_URL: 'postgres://a:hush-hush-1@db/app',
      PROD_DATABASE_URL: 'postgres://a:hush-hush-2@db/app',
      STAGE_DATABASE_URL: 'postgres://a:hush-hush-3@db/app',
      EU_WEST_DATABASE_URL: 'postgres://a:hush-hush-4@db/app',
      NO_DATABASE_URL: 'postgres://a:hush-hush-5@db/app',
      CACHE_DATABASE_URL: 'redis://:hush-hush-6@cache/0',
      GRAPH_DATABASE_URL: 'bolt://a:hush-hush-7@graph',
      EMPTY_DATABASE_URL: ' ',
      DATABASE_URLS: 'postgres://a:hush-hush-8@db/app',
    };
    const { stdout } = await checkout.init(env);
    expect((await configOf(checkout)).environments).toEqual([
      { name: 'staging', url: '${STAGE_DATABASE_URL}', protected: false },
      { name: 'production', url: '${PROD_DATABASE_URL}', protected: true },
      { name: 'eu-west', url: '${EU_WEST_DATABASE_URL}', protected: false },
      { name: 'no', url: '${NO_DATABASE_URL}', protected: false },
    ]);
    expect(stdout).toContain('eu-west is not protected');
    expect(stdout).toContain('CACHE_DATABASE_URL was left out: it is Redis');
    expect(stdout).toContain('GRAPH_DATABASE_URL was left out: Sluice has no driver');
    for (const text of [...Object.values(await checkout.files()), stdout]) expect(text).not.toMatch(/hush-hush/u);
  });

  it.each([
    ['of several engines', { STAGING_DATABASE_URL: 'mysql://a:hush-hush@b/c', TEST_DATABASE_URL: 'sqlite:x' }],
    ['of a role and another engine', { DATABASE_URL: 'sqlite:x', PRODUCTION_DATABASE_URL: 'mysql://a:hush-hush@b/c' }],
  ])('%s are refused, and nothing is written', async (_title, env) => {
    const checkout = await checkoutOf(UP);
    const { exitCode, stdout, stderr } = await checkout.init(env);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^CONF_001: .*MySQL.*\nfix: /u);
    expect(stdout + stderr).not.toContain('hush-hush');
    expect(Object.keys(await checkout.files())).toEqual(Object.keys(UP));
  });
});

describe('the migrations', () => {
  const env = { DATABASE_URL: 'postgres://db/app' };

  it.each([
    ['sluice', 'migrations', { 'migrations/1_a.up.sql': 'select 1;' }],
    ['dbmate', 'db/migrations', { 'db/migrations/1_a.sql': DBMATE }],
    ['flyway', 'src/main/resources/db/migration', { 'src/main/resources/db/migration/V1__a.sql': 'select 1;' }],
    [
      'golang-migrate',
      'db/migrations',
      { 'db/migrations/1_a.up.sql': 'select 1;', 'go.mod': 'require github.com/golang-migrate/migrate/v4 v4.18.1\n' },
    ],
  ])('of the format %s are found in %s', async (format, directory, files) => {
    const checkout = await checkoutOf(files);
    const { found } = await checkout.initJson(env);
    expect(found).toContainEqual({
      what: 'migrations',
      value: directory,
      from: `1 SQL file of the format ${format} in it`,
    });
    expect((await configOf(checkout)).migrations).toMatchObject({ directory, format });
    for (const [path, event] of [
      [PULL_REQUEST, 'pull_request'],
      [PROMOTION, 'push'],
    ] as const) {
      expect((await workflowOf(checkout, path)).on[event]?.['paths']).toEqual([`${directory}/**`, 'sluice.yml']);
    }
  });

  it('that change keys are found, and need no format', async () => {
    const checkout = await checkoutOf(KEYS);
    const { found } = await checkout.initJson({ DATABASE_URL: 'redis://cache' });
    expect(found).toContainEqual({ what: 'migrations', value: 'migrations', from: '1 module in it' });
    expect((await configOf(checkout)).migrations).toMatchObject({ directory: 'migrations', format: 'auto' });
  });

  it.each([
    ['Prisma', { 'prisma/migrations/migration_lock.toml': '' }],
    ['goose', { 'migrations/1_a.sql': '-- +goose Up\nselect 1;' }],
    ['Drizzle', { 'drizzle/meta/_journal.json': '{}' }],
    ['Sqitch', { 'sqitch.plan': '' }],
  ])('of %s are named as what Sluice does not read yet', async (tool, files) => {
    const checkout = await checkoutOf(files);
    const { exitCode, stderr } = await checkout.init(env);
    expect(stderr).toMatch(new RegExp(`^CONF_001: Sluice does not read migrations of ${tool} yet`, 'u'));
    expect(exitCode).toBe(2);
    expect(Object.keys(await checkout.files())).toEqual(Object.keys(files));
  });

  it('that are not there yet get the usual folder', async () => {
    const checkout = await checkoutOf();
    expect((await checkout.initJson(env)).todo).toContainEqual(expect.stringContaining('migrations/'));
    expect((await configOf(checkout)).migrations).toMatchObject({ directory: 'migrations', format: 'auto' });
  });

  it('in several folders have to be named, and are taken as named', async () => {
    const files = { 'db/migrations/1_a.sql': DBMATE, ...UP };
    const checkout = await checkoutOf(files);
    const { exitCode, stderr } = await checkout.init(env);
    expect(stderr).toMatch(
      /^CONF_001: Several .* migrations \(sluice\), db\/migrations \(dbmate\)\.\nfix: .*--migrations-directory/u,
    );
    expect(exitCode).toBe(2);
    await checkout.initJson(env, '--migrations-directory', './migrations/', '--format', 'golang-migrate');
    expect((await configOf(checkout)).migrations).toMatchObject({ directory: 'migrations', format: 'golang-migrate' });
  });

  it('may lie under a name that YAML would read otherwise', async () => {
    const directory = "it's: #1";
    const checkout = await checkoutOf({ [`${directory}/1_a.up.sql`]: 'select 1;' });
    await checkout.initJson(env, '--migrations-directory', directory);
    expect((await configOf(checkout)).migrations.directory).toBe(directory);
    expect((await workflowOf(checkout, PROMOTION)).on['push']?.['paths']).toEqual([`${directory}/**`, 'sluice.yml']);
  });

  it.each([
    ['outside the working directory', '../elsewhere', { 'a.txt': '' }, /is not in the working directory/u],
    ['of another kind of database', 'migrations', KEYS, /holds modules that change keys, which it cannot run/u],
  ])('%s are refused', async (_title, directory, files, message) => {
    const checkout = await checkoutOf(files);
    const { exitCode, stderr } = await checkout.init(env, '--migrations-directory', directory);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
    expect(Object.keys(await checkout.files())).toEqual(Object.keys(files));
  });
});

describe('the repository', () => {
  it('tells its default branch, and its root when sluice.yml lies below it', async () => {
    const checkout = await checkoutOf({
      '.git/refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/release/next\n',
      'apps/api/migrations/1_a.up.sql': 'select 1;',
    });
    const { written } = await checkout.initJson({ DATABASE_URL: 'sqlite:a.db' }, '--working-directory', 'apps/api');
    expect(written).toEqual(['sluice.yml', ...WORKFLOWS.map((path) => `../../${path}`)]);
    expect(await findingsOf(checkout)).toEqual([]);
    const { on, jobs } = await workflowOf(checkout, PROMOTION);
    expect(on['push']).toEqual({
      branches: ['release/next'],
      paths: ['apps/api/migrations/**', 'apps/api/sluice.yml'],
    });
    const ours = Object.values(jobs).flatMap(({ steps }) =>
      steps.filter(({ uses = '' }) => uses.startsWith('sluice-')),
    );
    expect(ours.map(({ with: inputs }) => inputs?.['working-directory'])).toEqual(ours.map(() => 'apps/api'));
    expect(ours.length).toBeGreaterThan(5);
  });

  it('has the examples as they are where nothing differs', async () => {
    const checkout = await checkoutOf(UP);
    await checkout.initJson({ DATABASE_URL: 'postgres://db/app' });
    for (const name of ['promotion', 'pull-request-comment', 'rollback', 'backup-proof'] as const) {
      const example = await readFile(join(ROOT, `examples/workflows/${name}.yml`), 'utf8');
      expect(WORKFLOW_TEMPLATES[name]).toBe(example);
      const written = await checkout.read(`${FOLDER}/sluice-${name}.yml`);
      expect(parse(written)).toEqual(parse(example));
    }
  });

  it('is told every environment, secret and permission that its workflows name', async () => {
    const checkout = await checkoutOf(UP);
    const { environments, secrets, permissions } = await checkout.initJson({ DATABASE_URL: 'postgres://db/app' });
    const used = new Set<string>();
    const asked = new Set<string>();
    for (const path of WORKFLOWS) {
      const text = await checkout.read(path);
      for (const job of Object.values((await workflowOf(checkout, path)).jobs)) {
        const names = job.environment === '${{ inputs.environment }}' ? ['staging', 'production'] : [job.environment];
        for (const name of names) {
          const given = [...JSON.stringify(job).matchAll(/secrets\.(\w+)/gu)].map(([, secret]) => secret);
          for (const secret of given) used.add(`${name ?? ''}: ${secret ?? ''}`);
        }
        for (const [scope, access] of Object.entries(job.permissions)) asked.add(`${path}: ${scope}: ${access}`);
      }
      expect(text).not.toMatch(/secrets\.(?!DATABASE_URL|SLUICE_IDENTITY)/u);
    }
    expect(new Set(secrets.map(({ environment, name }) => `${environment}: ${name}`))).toEqual(used);
    expect(new Set(secrets.map(({ environment }) => environment))).toEqual(
      new Set(environments.map(({ name }) => name)),
    );
    expect(new Set(permissions.map(({ workflow, permission }) => `${workflow}: ${permission}`))).toEqual(asked);
    expect(permissions.filter(({ why }) => why === 'see the workflow')).toEqual([]);
  });

  it('is told the same as text and as data', async () => {
    const checkout = await checkoutOf(UP);
    const env = { DATABASE_URL: 'postgres://db/app' };
    await checkout.init(env);
    const { stdout } = await checkout.init(env);
    const { schema, kept, todo, secrets, environments, permissions, found } = await checkout.initJson(env);
    expect(schema).toBe('sluice.init/1');
    const told = [
      ...kept,
      ...todo,
      ...secrets.map(({ environment, name, why }) => `${environment}: ${name}, ${why}`),
      ...environments.map(({ name, settings }) => `${name}: ${settings}`),
      ...permissions.map(({ permission, why }) => `${permission}, ${why}`),
      ...found.map(({ what, value, from }) => `${what}: ${value} (from ${from})`),
    ];
    for (const line of told) expect(stdout).toContain(`  ${line}\n`);
  });
});

describe('what is there already', () => {
  it('is kept byte for byte, and the rest is written beside it', async () => {
    const mine = {
      'sluice.yml': 'version: 1\r\n# mine \u{fe0f}\n',
      [PROMOTION]: 'mine',
      [`${FOLDER}/ci.yml`]: 'on: push\n',
    };
    const checkout = await checkoutOf({ ...UP, ...mine });
    const { written, kept, todo } = await checkout.initJson({ DATABASE_URL: 'sqlite:a.db' });
    expect(kept).toEqual(['sluice.yml', PROMOTION]);
    expect(written).toEqual(WORKFLOWS.filter((path) => path !== PROMOTION));
    expect(await checkout.files()).toMatchObject(mine);
    expect(todo).toContainEqual(expect.stringContaining('no environment staging'));
  });

  it('is everything at the second call, which changes nothing', async () => {
    const checkout = await checkoutOf(UP);
    const first = await checkout.initJson({ DATABASE_URL: 'sqlite:a.db' });
    const before = await checkout.files();
    const second = await checkout.initJson({ DATABASE_URL: 'mysql://a/b' });
    expect(second).toMatchObject({ written: [], kept: first.written });
    expect(await checkout.files()).toEqual(before);
  });

  it('may be a configuration with mistakes, or a link that leads nowhere', async () => {
    const checkout = await checkoutOf({ ...UP, 'sluice.yml': 'verzion: 1\n' });
    await mkdir(join(checkout.directory, FOLDER), { recursive: true });
    await symlink('elsewhere.yml', join(checkout.directory, PROMOTION));
    const { kept, todo } = await checkout.initJson({ DATABASE_URL: 'sqlite:a.db' });
    expect(kept).toEqual(['sluice.yml', PROMOTION]);
    expect(todo).toContainEqual(expect.stringMatching(/^sluice\.yml was kept and has to be corrected: .*verzion/su));
    expect(await readdir(join(checkout.directory, FOLDER))).not.toContain('elsewhere.yml');
  });

  it('decides where the migrations are', async () => {
    const checkout = await checkoutOf({
      'sluice.yml': 'version: 1\nmigrations: { directory: changes, format: dbmate }\n',
      'changes/1_a.sql': DBMATE,
      ...UP,
    });
    expect((await checkout.initJson({ DATABASE_URL: 'sqlite:a.db' })).found).toContainEqual(
      expect.objectContaining({ what: 'migrations', value: 'changes' }),
    );
  });
});

describe('what cannot be done', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['nothing tells the engine', {}, /^CONF_001: Nothing tells .*\nfix: Pass --database-url/u],
    [
      'the scheme is unknown',
      { DATABASE_URL: 'oracle://a:hush-hush@b/c' },
      /^CONF_001: No engine .*DATABASE_URL.*oracle/u,
    ],
    ['there is no driver', { DATABASE_URL: 'bolt://a:hush-hush@b' }, /^CONF_001: No engine .*no driver/u],
  ])('is refused, and nothing is written: %s', async (_title, env, message) => {
    const checkout = await checkoutOf({ ...UP, 'package.json': 'no JSON' });
    const { exitCode, stdout, stderr } = await checkout.init(env);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain('hush-hush');
    expect(Object.keys(await checkout.files())).toEqual(['migrations/1_a.up.sql', 'package.json']);
  });

  it('a file where a folder has to be: CONF_001', async () => {
    const checkout = await checkoutOf({ ...UP, '.github': 'a file' });
    const { exitCode, stderr } = await checkout.init({ DATABASE_URL: 'sqlite:a.db' });
    expect(stderr).toMatch(/^CONF_001: .*sluice-pull-request\.yml cannot be written: a part of its path is a file/u);
    expect(exitCode).toBe(2);
  });

  it('writing without the right to it: PERM_001, and nothing is left', async () => {
    const { directory } = await checkoutOf();
    await writeFile(join(directory, 'a.txt'), '');
    await chmod(directory, 0o555);
    try {
      const { stdout, stderr } = await runProcess(['node', 'test/run/init/programs/as-nobody.ts', directory]);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout) as ReportedError).toMatchObject({
        code: 'PERM_001',
        message: 'sluice.yml cannot be written: this account may not write there.',
        fix: expect.stringContaining('right to write'),
      });
      expect((await readdir(directory)).toSorted()).toEqual(['.git', 'a.txt']);
    } finally {
      await chmod(directory, 0o700);
    }
  });
});
