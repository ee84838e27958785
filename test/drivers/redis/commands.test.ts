import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { watchArguments } from '../../support/arguments.ts';
import { createDatabase, createUser, type TestDatabase } from '../../support/databases.ts';
import { projectOf, type Project } from '../../support/project.ts';

/** Everything that a URL, a shell, JSON or a regular expression gives a meaning to. */
const PASSWORD = 'p@:/%"\'\\ \n$&+=?#[]{};,<>|*^`~!zQ7mKй%41Z';

let database: TestDatabase;
let project: Project;

beforeEach(async () => {
  database = await createDatabase('redis');
  project = await projectOf(database);
});
afterEach(() => database.drop());

describe('commands on a server without tables', () => {
  it('check whether it is ready, and say nothing that does not apply', async () => {
    const result = await project.sluice(['readiness-check']);
    expect(result).toMatchObject({ exitCode: 0, outputs: { ready: 'true', 'pending-count': '0' } });
    const checks = new Map(result.report?.checks.map(({ id, status }) => [id, status]));
    expect(Object.fromEntries(checks)).toMatchObject({
      connection: 'pass',
      'server-version': 'pass',
      privileges: 'pass',
      'client-programs': 'skip',
      'memory-headroom': 'pass',
      'eviction-policy': 'pass',
      persistence: 'warn',
      connections: 'pass',
      'long-transactions': 'skip',
      'held-locks': 'skip',
      'invalid-indexes': 'skip',
    });
    expect([...checks.values()]).not.toContain('fail');
  }, 120_000);

  it('validate it against an earlier report, another server and rules', async () => {
    await database.query('mset lead:1 a lead:2 b');
    await database.query('set session:1 x ex 100000');
    await project.configure(
      'validate:\n  rules:\n    - { name: two leads, query: "exists lead:1 lead:2", expect: 2 }\n',
    );
    const first = await project.sluice(['validate']);
    expect(first).toMatchObject({ exitCode: 0, outputs: { 'checks-failed': '0' } });
    const baseline = /^report: (.*\.json)$/mu.exec(first.stdout)?.[1] ?? '';
    expect(await project.sluice(['validate', '--baseline', baseline])).toMatchObject({
      exitCode: 0,
      outputs: { 'rows-compared': '3' },
    });
    const other = await createDatabase('redis');
    await other.query('mset lead:1 a lead:2 B');
    await other.query('copy lead:2 lead:3');
    const differs = await project.sluice(['validate', '--source-url', other.url]);
    expect(differs).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DATA_001' } });
    expect(differs.stderr).toMatch(/db0\.keys: 3 rows before, 2 now/u);
    await other.drop();
    await database.query('set lead:2 B');
    await database.query('del lead:1');
    await database.query('set lead:3 a');
    const changed = await project.sluice(['validate', '--baseline', baseline]);
    expect(changed).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'DATA_001', 'checks-failed': '2' } });
    expect(changed.stderr).toMatch(/content differs from the report of run .*db0\.keys/u);
    expect(changed.stderr).toMatch(/two leads: 1/u);
  }, 120_000);

  it('show a password full of special characters nowhere', async () => {
    const url = await createUser(database, { password: PASSWORD });
    const own = await projectOf({ ...database, url });
    const seen: string[] = [];
    const argv = watchArguments();
    for (const command of [['readiness-check'], ['validate'], ['migrate'], ['status', '--json'], ['history']]) {
      const result = await own.sluice([...command]);
      seen.push(result.stdout, result.stderr);
      expect({ command, exitCode: result.exitCode, stderr: result.stderr }).toMatchObject({ exitCode: 0 });
    }
    seen.push(...(await argv.stop()));
    // Failures talk most: a database that is not there, and a wrong password.
    for (const broken of [url.replace(/0$/u, '99'), url.replace('%40', '%40x')]) {
      const result = await own.sluice(['migrate'], { env: { DATABASE_URL: broken } });
      expect(result.outputs['error-code']).toBe('CONN_001');
      seen.push(result.stdout, result.stderr);
    }
    const entries = await readdir(own.directory, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile()))
      seen.push(await readFile(join(entry.parentPath, entry.name), 'latin1'));
    const forms = [PASSWORD, encodeURIComponent(PASSWORD), Buffer.from(PASSWORD).toString('base64'), 'zQ7mK'];
    expect(forms.filter((form) => seen.some((text) => text.includes(form)))).toEqual([]);
  }, 180_000);
});
