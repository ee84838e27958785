import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, createUser, type TestDatabase } from '../support/databases.ts';
import { watchArguments } from '../support/arguments.ts';
import { projectOf, type Project } from '../support/project.ts';

/** Everything that a URL, a shell, an option file, SQL, JSON, HTML or a regular expression gives a meaning to. */
const PASSWORD = 'p@:/%"\'\\ \n$&+=?#[]{};,<>|*^`~!zQ7mKй%41Z';

/** How the password could show itself. */
function encodings(password: string): readonly string[] {
  return [
    password,
    encodeURIComponent(password),
    JSON.stringify(password).slice(1, -1),
    Buffer.from(password).toString('base64'),
    Buffer.from(password).toString('hex'),
    password.replaceAll("'", "''"),
    password.replaceAll("'", "\\'"),
    encodeURI(password),
    // The part that no encoding of the above changes.
    'zQ7mK',
  ].filter((form) => form.length > 2);
}

async function allFiles(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe.each(['postgresql', 'mariadb'] as const)('a password full of special characters on %s', (engine) => {
  let owner: TestDatabase;
  let project: Project;

  beforeEach(async () => {
    owner = await createDatabase(engine);
    // A restore on MariaDB makes a database of its own beside the live one.
    const grants = engine === 'mariadb' ? { grants: ['all privileges on *.*'] } : {};
    const url = await createUser(owner, { password: PASSWORD, ...grants });
    project = await projectOf({ ...owner, url });
  });
  afterEach(() => owner.drop());

  it('works with every command and shows nowhere', async () => {
    await project.write(
      'migrations/1_a.up.sql',
      'create table a (id integer not null primary key);\ninsert into a values (1);\n',
    );
    await project.write('migrations/1_a.down.sql', 'drop table a;\n');
    const seen: string[] = [];
    const commands: readonly (readonly [readonly string[], number | null])[] = [
      // An account for one database may lack privileges that the check asks for.
      [['readiness-check'], null],
      [['backup', '--verify', 'checksum'], 0],
      [['backup', 'list'], 0],
      [['backup', 'verify'], 0],
      [['migrate', '--dry-run'], 0],
      [['migrate', '--require-backup', 'checksum', '--log-file', 'log.txt'], 0],
      [['validate', '--junit-path', 'junit.xml'], 0],
      [['status', '--json'], 0],
      [['history'], 0],
      [['rollback'], 0],
      [['rollback', '--to', 'backup', '--accept-data-loss'], 0],
    ];
    const argv = watchArguments();
    for (const [command, exitCode] of commands) {
      const result = await project.sluice(command);
      seen.push(result.stdout, result.stderr);
      const got = { command, exitCode: result.exitCode, stderr: result.stderr };
      expect(got).toEqual({ ...got, exitCode: exitCode ?? result.exitCode });
    }
    seen.push(...(await argv.stop()));
    // Failures talk most: a wrong database, and a wrong password.
    const broken = project.database.url.replace(/\/[^/]*$/u, '/no_such_database');
    for (const url of [broken, project.database.url.replace('%40', '%40x')]) {
      const result = await project.sluice(['migrate'], { env: { DATABASE_URL: url } });
      expect(result.outputs['error-code']).toMatch(/CONN_001|PERM_001/u);
      seen.push(result.stdout, result.stderr);
    }
    for (const path of await allFiles(project.directory))
      seen.push(await readFile(path, 'latin1'), await readFile(path, 'utf8'));
    const leaks = encodings(PASSWORD).filter((form) => seen.some((text) => text.includes(form)));
    expect(leaks).toEqual([]);
  }, 180_000);
});
