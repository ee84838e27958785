import { beforeAll, describe, expect, it } from '@jest/globals';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT, runProcess } from '../support/process.ts';
import { temporaryDirectory } from '../support/temporary.ts';

/** File, and an import that the table of docs/architecture.md forbids there. */
const forbidden: readonly (readonly [string, string])[] = [
  ['src/errors.ts', `import { x } from './plan/x.ts';`],
  ['src/duration.ts', `import { x } from 'zod';`],
  ['src/config/a.ts', `import { x } from '../plan/x.ts';`],
  ['src/plan/a.ts', `import { x } from '../stages/x.ts';`],
  ['src/plan/b.ts', `import type { X } from '../stages/x.ts';`],
  ['src/plan/c.ts', `export * from '../github/x.ts';`],
  ['src/plan/d.ts', `export const x = await import('../drivers/index.ts');`],
  ['src/plan/e.ts', `import { x } from './../stages/x.ts';`],
  ['src/plan/f.ts', `import { x } from '../../test/x.ts';`],
  ['src/journal/a.ts', `import { x } from '../plan/x.ts';`],
  ['src/migrations/deep/a.ts', `import { x } from '../../stages/x.ts';`],
  ['src/stages/a.ts', `import { x } from '../drivers/sqlite/x.ts';`],
  ['src/stages/b.ts', `import { x } from 'yaml';`],
  ['src/checks/readiness/a.ts', `import { x } from '../../run/x.ts';`],
  ['src/checks/readiness/deep/a.ts', `import { x } from '../../../run/x.ts';`],
  ['src/backup/a.ts', `import { x } from '@actions/artifact';`],
  ['src/report/a.ts', `import { x } from '../drivers/sql/x.ts';`],
  ['src/drivers/index.ts', `import { x } from '../run/x.ts';`],
  ['src/drivers/sql/a.ts', `import { x } from '../sqlite/x.ts';`],
  ['src/drivers/sqlite/a.ts', `import { x } from '../postgresql/x.ts';`],
  ['src/drivers/sqlite/b.ts', `import { x } from 'pg';`],
  ['src/drivers/sqlite/c.ts', `import { x } from '../../journal/x.ts';`],
  ['src/drivers/mysql/a.ts', `import { x } from '../index.ts';`],
  ['src/drivers/postgresql/deep/a.ts', `import { x } from '../../mysql/x.ts';`],
  ['src/run/a.ts', `import { x } from '../github/x.ts';`],
  ['src/run/b.ts', `import { x } from '../cli/x.ts';`],
  ['src/run/c.ts', `import { x } from 'pg/lib/client.js';`],
  ['src/github/a.ts', `import { x } from '../stages/x.ts';`],
  ['src/cli/a.ts', `import { x } from '../drivers/x.ts';`],
  ['src/cli/b.ts', `import { x } from '@actions/core';`],
  ['src/entries/a.ts', `import { x } from '../run/x.ts';`],
  ['src/cli/c.ts', `import { x } from 'jest';`],
];

const allowed: readonly (readonly [string, string])[] = [
  ['src/driver.ts', `import type { X } from './clock.ts';`],
  ['src/config/a.ts', `import { x } from 'zod';`],
  ['src/config/b.ts', `import { x } from '../errors.ts';`],
  ['src/plan/a.ts', `import { x } from '../migrations/x.ts';`],
  ['src/plan/b.ts', `import { x } from './x.ts';`],
  ['src/journal/a.ts', `import type { X } from '../plan/x.ts';`],
  ['src/checks/readiness/a.ts', `import { x } from '../result.ts';`],
  ['src/checks/readiness/b.ts', `import { x } from '../../errors.ts';`],
  ['src/drivers/index.ts', `export const x = await import('./sqlite/x.ts');`],
  ['src/drivers/sqlite/a.ts', `import { x } from '../sql/x.ts';`],
  ['src/drivers/sqlite/b.ts', `import { x } from 'better-sqlite3';`],
  ['src/drivers/sqlite/c.ts', `import type { X } from '../../driver.ts';`],
  ['src/drivers/postgresql/deep/a.ts', `import { x } from '../../sql/x.ts';`],
  ['src/drivers/postgresql/deep/b.ts', `import { x } from 'pg';`],
  ['src/run/a.ts', `import { x } from '../drivers/index.ts';`],
  ['src/github/a.ts', `import { x } from '@actions/core';`],
  ['src/cli/a.ts', `import { x } from 'commander'; import { y } from '../github/y.ts';`],
  ['src/entries/a.ts', `import { x } from '../github/x.ts';`],
  ['src/entries/b.ts', `import { x } from '../cli/x.ts';`],
  ['test/a.ts', `import { x } from '../src/github/x.ts'; import pg from 'pg';`],
];

/** The files of a tree in which the project's linter finds a forbidden import. */
async function reported(files: readonly (readonly [string, string])[]): Promise<ReadonlySet<string>> {
  const directory = await temporaryDirectory();
  for (const name of ['oxlint.config.ts', 'package.json']) await copyFile(join(ROOT, name), join(directory, name));
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  await mkdir(join(directory, 'test'));
  for (const [path, text] of files) {
    await mkdir(join(directory, dirname(path)), { recursive: true });
    await writeFile(join(directory, path), `${text}\n`);
  }
  const linter = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const result = await runProcess(['node', linter, '--format=json', 'src', 'test'], { cwd: directory });
  const { diagnostics } = JSON.parse(result.stdout) as { diagnostics: { code: string; filename: string }[] };
  return new Set(
    diagnostics.filter(({ code }) => code.includes('no-restricted-imports')).map(({ filename }) => filename),
  );
}

describe('the import table', () => {
  let found: ReadonlySet<string>;
  let wrong: ReadonlySet<string>;
  beforeAll(async () => {
    found = await reported(forbidden);
    wrong = await reported(allowed);
  });

  it.each(forbidden)('refuses in %s: %s', (path) => {
    expect(found).toContain(path);
  });

  it.each(allowed)('accepts in %s: %s', (path) => {
    expect(wrong).not.toContain(path);
  });
});
