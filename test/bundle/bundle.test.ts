import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AVAILABLE_ACTIONS } from '../../src/interface/actions.ts';
import { builtBundle } from '../support/bundle.ts';
import { ROOT, runProcess } from '../support/process.ts';
import { temporaryDirectory } from '../support/temporary.ts';

let bundle: string;
let dist: string;

beforeAll(async () => {
  bundle = await builtBundle();
  dist = join(bundle, 'dist');
}, 300_000);

describe('dist/', () => {
  it('has what every action.yml names', async () => {
    const metadata = [
      'action.yml',
      ...(await readdir(join(bundle, 'actions'))).map((name) => `actions/${name}/action.yml`),
    ];
    expect(metadata).toHaveLength(AVAILABLE_ACTIONS.length);
    for (const path of metadata) {
      const { runs } = parse(await readFile(join(bundle, path), 'utf8')) as { runs: { using: string; main: string } };
      expect(runs.using).toBe('node24');
      expect((await stat(join(bundle, path, '..', runs.main))).isFile()).toBe(true);
    }
  });

  it('has the native library of every platform, and no source maps', async () => {
    const platforms = [
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-x64',
      'linuxmusl-arm64',
      'linuxmusl-x64',
      'win32-arm64',
      'win32-x64',
    ];
    expect((await readdir(join(dist, 'sluice', 'prebuilds'))).toSorted()).toEqual(
      platforms.map((name) => `${name}.node`),
    );
    expect((await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.map'))).toEqual([]);
  });

  it('has the licences of what is in it', async () => {
    const licences = (await readFile(join(dist, 'licenses.txt'), 'utf8')).split('\n');
    for (const name of [
      '@actions/artifact',
      '@actions/core',
      '@actions/github',
      '@azure/storage-blob',
      'better-sqlite3',
      'commander',
      'mysql2',
      'pg',
      'undici',
      'yaml',
      'zod',
    ]) {
      expect(licences).toContain(name);
    }
  });

  it('is of a reasonable size: one bundle, not one an action', async () => {
    const sizes = await Promise.all(
      (await readdir(dist, { recursive: true })).map(async (name) => ({
        name,
        size: (await stat(join(dist, name))).size,
      })),
    );
    const sum = (isIncluded: (name: string) => boolean): number =>
      sizes.filter(({ name }) => isIncluded(name)).reduce((total, { size }) => total + size, 0);
    expect(sum((name) => !name.endsWith('.node'))).toBeLessThan(12_000_000);
    expect(sum(() => true)).toBeLessThan(32_000_000);
  });
});

describe('npm run check:dist', () => {
  const check = (folder: string): ReturnType<typeof runProcess> =>
    runProcess(['node', join(ROOT, 'scripts/check-dist.ts'), folder]);

  it('accepts what the sources build to: a second build gives the same bytes', async () => {
    expect(await check(dist)).toMatchObject({ exitCode: 0, stderr: '' });
  }, 300_000);

  it('refuses a stale dist/ and names the files', async () => {
    const copy = join(await temporaryDirectory(), 'dist');
    await cp(dist, copy, { recursive: true });
    await writeFile(join(copy, 'migrate.js'), `${await readFile(join(copy, 'migrate.js'), 'utf8')}\n`);
    await rm(join(copy, 'backup.js'));
    await writeFile(join(copy, 'old.js'), '');
    const { exitCode, stderr } = await check(copy);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('npm run build');
    expect(stderr.split('\n').slice(1, -1)).toEqual([
      '  only built: backup.js',
      '  other bytes: migrate.js',
      '  only committed: old.js',
    ]);
  }, 300_000);
});

describe('a start', () => {
  /** Text that only one library has. */
  const MARKERS = {
    'the artifact client': 'x-ms-blob-type',
    'the REST client': '@octokit/plugin-rest-endpoint-methods',
    commander: 'class CommanderError',
    mysql2: 'ER_CANT_USE_OPTION_HERE',
    pg: 'scram-sha-256',
    'better-sqlite3': 'Cannot open database because the directory does not exist',
    '@actions/core': 'GITHUB_STEP_SUMMARY',
  } as const;
  const librariesIn = (code: string): readonly string[] =>
    Object.entries(MARKERS).flatMap(([name, marker]) =>
      code.toLowerCase().includes(marker.toLowerCase()) ? [name] : [],
    );

  const loader = `data:text/javascript,${encodeURIComponent(
    `import { registerHooks } from 'node:module';
     registerHooks({
       load(url, context, next) {
         if (url.startsWith('file:')) process.stderr.write('loaded ' + url + '\\n');
         return next(url, context);
       },
     });`,
  )}`;

  /** All the code that a program loads into its main thread. */
  async function loadedBy(script: string, args: readonly string[], env: Record<string, string>): Promise<string> {
    const cwd = await temporaryDirectory();
    await mkdir(join(cwd, 'migrations'));
    const { stderr, exitCode } = await runProcess(['node', '--import', loader, join(dist, script), ...args], {
      cwd,
      env,
    });
    expect(exitCode).toBe(0);
    const files = new Set([...stderr.matchAll(/^loaded (file:.*)$/gm)].map(([, url]) => url ?? ''));
    return (await Promise.all([...files].map((url) => readFile(new URL(url), 'utf8')))).join('\n');
  }

  it('could load each of these libraries', async () => {
    const chunks = (await readdir(join(dist, 'sluice'))).filter((name) => name.endsWith('.js'));
    const all = await Promise.all(chunks.map((name) => readFile(join(dist, 'sluice', name), 'utf8')));
    expect(librariesIn(all.join('\n'))).toEqual(Object.keys(MARKERS));
  });

  it('of an action loads no library that it does not need', async () => {
    const inputs = { 'INPUT_DATABASE-URL': 'sqlite:x.db', 'INPUT_UPLOAD-ARTIFACTS': 'false' };
    const code = await loadedBy('migrate.js', [], inputs);
    // SQLite runs in a worker.
    expect(librariesIn(code)).toEqual(['@actions/core']);
    expect(code.length).toBeLessThan(3_500_000);
  });

  it('of the command line loads nothing of GitHub', async () => {
    expect(librariesIn(await loadedBy('cli.js', ['--help'], {}))).toEqual(['commander']);
  });
});

describe('the bundle', () => {
  // Runners are installed in such folders, too.
  let moved: string;

  beforeAll(async () => {
    moved = join(await temporaryDirectory(), 'шлюз and more', '_actions %20');
    await cp(bundle, moved, { recursive: true });
  });

  afterAll(async () => {
    await rm(moved, { recursive: true, force: true });
  });

  it('runs from a folder of any name', async () => {
    const cwd = await temporaryDirectory();
    await mkdir(join(cwd, 'migrations'));
    await writeFile(join(cwd, 'migrations', '1_t.up.sql'), 'create table t (id integer primary key);');
    const { exitCode, stdout, stderr } = await runProcess(
      ['node', join(moved, 'dist/cli.js'), 'migrate', '--database-url', 'sqlite:x.db'],
      { cwd },
    );
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain('applied-count: 1');
  });
});
