import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../support/project.ts';
import { stateOf } from '../support/state.ts';

/** A case: what is wrong, what is run, and what has to come of it. */
interface Case {
  readonly name: string;
  readonly arrange?: (project: Project) => Promise<void>;
  readonly args?: readonly string[];
  readonly env?: (project: Project) => Record<string, string | undefined>;
  readonly code: string;
  readonly exitCode: 1 | 2;
  /** What stderr has to name. */
  readonly names: RegExp;
}

const config = (yaml: string) => (project: Project) => project.write('sluice.yml', yaml);
const file = (path: string, text: string | Uint8Array) => (project: Project) =>
  project.write(`migrations/${path}`, text);
const url = (text: string) => () => ({ DATABASE_URL: text });
const silent = { port: 0 };

const CONFIG: readonly Case[] = [
  {
    name: 'an unknown key',
    arrange: config('version: 1\nmigratons: {}\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /sluice\.yml:2:1.*migratons.*migrations/su,
  },
  {
    name: 'a nested unknown key',
    arrange: config('version: 1\nmigrations:\n  lock-timout: 5s\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /3:3.*lock-timout/su,
  },
  {
    name: 'a wrong type',
    arrange: config('version: 1\nbackup: { keep: many }\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /2:\d+.*keep/su,
  },
  {
    name: 'a bad duration',
    arrange: config('version: 1\nmigrations: { lock-timeout: soon }\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /soon|lock-timeout/u,
  },
  { name: 'a missing version', arrange: config('migrations: {}\n'), code: 'CONF_001', exitCode: 2, names: /version/u },
  { name: 'an unknown version', arrange: config('version: 7\n'), code: 'CONF_001', exitCode: 2, names: /version/u },
  {
    name: 'broken YAML',
    arrange: config('version: 1\nmigrations: {\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /sluice\.yml:\d+:\d+/u,
  },
  {
    name: 'a duplicate key',
    arrange: config('version: 1\nbackup: {}\nbackup: {}\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /3:1/u,
  },
  {
    name: 'a list instead of a map',
    arrange: config('- version: 1\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /sluice\.yml:1:1/u,
  },
  {
    name: 'a literal password',
    arrange: config('version: 1\nenvironments:\n  staging: { url: "postgres://u:s3cret@h/d" }\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /environment variable/u,
  },
  {
    name: 'a promotion to nowhere',
    arrange: config('version: 1\nenvironments:\n  a: { url: "${A}" }\npromotion:\n  - { from: a, to: b }\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /\bb\b/u,
  },
  {
    name: 'several faults at once',
    arrange: config('version: 1\nfoo: 1\nbar: 2\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /2:1.*foo.*3:1.*bar/su,
  },
  {
    name: 'a named configuration that is missing',
    args: ['--config', 'other.yml'],
    code: 'CONF_001',
    exitCode: 2,
    names: /other\.yml/u,
  },
  {
    name: 'a configuration that is a folder',
    arrange: (project) => mkdir(join(project.directory, 'sluice.yml')).then(() => undefined),
    code: 'CONF_001',
    exitCode: 2,
    names: /sluice\.yml/u,
  },
  {
    name: 'an unknown environment',
    arrange: config('version: 1\nenvironments:\n  staging: { url: "${DATABASE_URL}" }\n'),
    args: ['--environment', 'stagin'],
    code: 'CONF_001',
    exitCode: 2,
    names: /stagin/u,
  },
  {
    name: 'an environment whose variable is not set',
    arrange: config('version: 1\nenvironments:\n  staging: { url: "${NOT_SET_ANYWHERE}" }\n'),
    args: ['--environment', 'staging'],
    code: 'CONF_001',
    exitCode: 2,
    names: /NOT_SET_ANYWHERE/u,
  },
];

const USAGE: readonly Case[] = [
  {
    name: 'an unknown enum value',
    args: ['--on-failure', 'retry'],
    code: 'CONF_001',
    exitCode: 2,
    names: /on-failure.*rollback/su,
  },
  {
    name: 'a number that is none',
    args: ['--max-errors', 'five'],
    code: 'CONF_001',
    exitCode: 2,
    names: /max-errors/u,
  },
  {
    name: 'a duration that is none',
    args: ['--max-duration', '5 moons'],
    code: 'CONF_001',
    exitCode: 2,
    names: /max-duration/u,
  },
  {
    name: 'a version that does not exist',
    arrange: file('1_a.up.sql', 'create table a (id integer);\n'),
    args: ['--to-version', '99'],
    code: 'CONF_001',
    exitCode: 2,
    names: /99/u,
  },
];

const URLS: readonly Case[] = [
  {
    name: 'no database at all',
    env: () => ({ DATABASE_URL: undefined }),
    code: 'CONF_001',
    exitCode: 2,
    names: /DATABASE_URL/u,
  },
  { name: 'an unknown scheme', env: url('oracle://h/d'), code: 'CONF_001', exitCode: 2, names: /oracle/u },
  {
    name: 'something that is no URL',
    env: url('not a url'),
    code: 'CONF_001',
    exitCode: 2,
    names: /database-url|scheme|URL/u,
  },
  {
    name: 'an unknown URL parameter',
    env: url('postgres://u:p@127.0.0.1/d?sslmod=require'),
    code: 'CONF_001',
    exitCode: 2,
    names: /sslmod/u,
  },
  {
    name: 'a wrong TLS mode',
    env: url('postgres://u:p@127.0.0.1/d?sslmode=maybe'),
    code: 'CONF_001',
    exitCode: 2,
    names: /sslmode|maybe/u,
  },
  {
    name: 'a port that is none',
    env: url('postgres://u:p@127.0.0.1:99999/d'),
    code: 'CONF_001',
    exitCode: 2,
    names: /port|99999/u,
  },
  {
    name: 'a dead PostgreSQL server',
    env: url('postgres://u:p@127.0.0.1:1/d'),
    code: 'CONN_001',
    exitCode: 1,
    names: /127\.0\.0\.1/u,
  },
  {
    name: 'a dead MySQL server',
    env: url('mysql://u:p@127.0.0.1:1/d'),
    code: 'CONN_001',
    exitCode: 1,
    names: /127\.0\.0\.1/u,
  },
  {
    name: 'an unknown host',
    env: url('postgres://u:p@no-such-host.invalid/d'),
    code: 'CONN_001',
    exitCode: 1,
    names: /no-such-host\.invalid/u,
  },
  {
    name: 'a SQLite file in a folder that does not exist',
    env: url('sqlite:/no/such/folder/x.db'),
    code: 'CONN_001',
    exitCode: 1,
    names: /no\/such\/folder/u,
  },
  {
    name: 'a SQLite path that is a folder',
    env: (project) => ({ DATABASE_URL: `sqlite:${project.directory}` }),
    code: 'CONN_001',
    exitCode: 1,
    names: /folder|directory/u,
  },
  {
    name: 'a SQLite file that is something else',
    arrange: (project) => project.write('x.db', 'this is not a database, only a text that is long enough\n'.repeat(20)),
    env: (project) => ({ DATABASE_URL: `sqlite:${project.directory}/x.db` }),
    code: 'CONN_001',
    exitCode: 1,
    names: /x\.db/u,
  },
  {
    name: 'a wrong PostgreSQL password',
    env: () => ({ DATABASE_URL: process.env['SLUICE_TEST_POSTGRESQL_URL']?.replace(/:[^:@]*@/u, ':wrong@') }),
    code: 'CONN_001',
    exitCode: 1,
    names: /password|authentication/u,
  },
  {
    name: 'a wrong MariaDB password',
    env: () => ({
      DATABASE_URL: `${process.env['SLUICE_TEST_MARIADB_URL']?.replace(/:[^:@]*@/u, ':wrong@') ?? ''}mysql`,
    }),
    code: 'CONN_001',
    exitCode: 1,
    names: /password|denied/u,
  },
  {
    name: 'a PostgreSQL database that does not exist',
    env: () => ({ DATABASE_URL: process.env['SLUICE_TEST_POSTGRESQL_URL']?.replace(/\/postgres$/u, '/nowhere') }),
    code: 'CONN_001',
    exitCode: 1,
    names: /nowhere/u,
  },
  {
    name: 'a MariaDB database that does not exist',
    env: () => ({ DATABASE_URL: `${process.env['SLUICE_TEST_MARIADB_URL'] ?? ''}nowhere` }),
    code: 'CONN_001',
    exitCode: 1,
    names: /nowhere/u,
  },
  {
    name: 'a server that never answers',
    env: () => ({ DATABASE_URL: `postgres://u:p@127.0.0.1:${String(silent.port)}/d` }),
    code: 'CONN_001',
    exitCode: 1,
    names: /127\.0\.0\.1/u,
  },
];

const FILES: readonly Case[] = [
  {
    name: 'a migrations folder that is missing',
    args: ['--migrations-directory', 'nowhere'],
    code: 'CONF_001',
    exitCode: 2,
    names: /nowhere/u,
  },
  {
    name: 'a migrations folder that is a file',
    arrange: (project) => project.write('flat', 'x'),
    args: ['--migrations-directory', 'flat'],
    code: 'CONF_001',
    exitCode: 2,
    names: /flat/u,
  },
  {
    name: 'two files of one version',
    arrange: async (project) => {
      await file('1_a.up.sql', 'select 1;\n')(project);
      await file('01_b.up.sql', 'select 1;\n')(project);
    },
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql.*01_b\.up\.sql|01_b\.up\.sql.*1_a\.up\.sql/su,
  },
  {
    name: 'a down file without an up file',
    arrange: file('1_a.down.sql', 'drop table a;\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.down\.sql/u,
  },
  {
    name: 'a file of no bytes',
    arrange: file('1_a.up.sql', ''),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql/u,
  },
  {
    name: 'a file of comments only',
    arrange: file('1_a.up.sql', '-- nothing\n/* at all */\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql/u,
  },
  {
    name: 'a binary file',
    arrange: file('1_a.up.sql', Buffer.from([0x63, 0x00, 0x72, 0xff, 0xfe])),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql/u,
  },
  {
    name: 'invalid UTF-8',
    arrange: file(
      '1_a.up.sql',
      Buffer.concat([Buffer.from('create table a (id integer);\n-- '), Buffer.from([0xc3, 0x28])]),
    ),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql:2/u,
  },
  {
    name: 'UTF-16',
    arrange: file('1_a.up.sql', Buffer.from('\uFEFFcreate table a (id integer);', 'utf16le')),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql/u,
  },
  {
    name: 'an unterminated string',
    arrange: file('1_a.up.sql', "create table a (id integer);\ninsert into a values ('x);\n"),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql:2/u,
  },
  {
    name: 'an unterminated comment',
    arrange: file('1_a.up.sql', 'create table a (id integer);\n/* never ends\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql:2/u,
  },
  {
    name: 'a file name that nearly fits',
    arrange: file('1-a.sql', 'select 1;\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /1-a\.sql/u,
  },
  {
    name: 'an unknown directive',
    arrange: file('1_a.up.sql', '-- sluice: transactoin=false\nselect 1;\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql:1.*transactoin/su,
  },
  {
    name: 'a COMMIT in the middle',
    arrange: file('1_a.up.sql', 'create table a (id integer);\ncommit;\ncreate table b (id integer);\n'),
    code: 'CONF_001',
    exitCode: 2,
    names: /1_a\.up\.sql:2/u,
  },
  {
    name: 'a format that is not read yet',
    arrange: file('1_a.up.sql', 'select 1;\n'),
    args: ['--format', 'prisma'],
    code: 'CONF_001',
    exitCode: 2,
    names: /prisma/iu,
  },
  {
    name: 'a syntax error',
    arrange: file('1_a.up.sql', 'create table a (id integer);\ncreat table b (id integer);\n'),
    code: 'SQL_001',
    exitCode: 1,
    names: /1_a\.up\.sql:2/u,
  },
  {
    name: 'a statement of 10 MB that fails',
    arrange: file(
      '1_a.up.sql',
      `create table a (id integer);\ninsert into nowhere values ('${'x'.repeat(10_000_000)}');\n`,
    ),
    code: 'SQL_001',
    exitCode: 1,
    names: /1_a\.up\.sql:2/u,
  },
  {
    name: 'a path with spaces and Cyrillic',
    arrange: (project) => project.write('мої міграції 1/1_помилка.up.sql', 'creat table a (id integer);\n'),
    args: ['--migrations-directory', 'мої міграції 1'],
    code: 'SQL_001',
    exitCode: 1,
    names: /1_помилка\.up\.sql:1/u,
  },
  {
    name: 'a log folder that is a file',
    arrange: (project) => project.write('migration_logs', 'x'),
    code: 'PERM_001',
    exitCode: 1,
    names: /migration_logs/u,
  },
];

describe.each([
  ['configuration', CONFIG],
  ['usage', USAGE],
  ['URL', URLS],
  ['file', FILES],
] as const)('bad input: %s', (_kind, cases) => {
  let project: Project;
  let listener: Server;

  beforeAll(async () => {
    listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    silent.port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => {
    listener.close();
  });
  beforeEach(async () => {
    project = await createProject('sqlite');
    await project.database.query('create table before (id integer primary key)');
  });
  afterEach(() => project.drop());

  it.each(cases.map((one) => [one.name, one] as const))(
    '%s',
    async (_name, { arrange, args = [], env, code, exitCode, names }) => {
      await arrange?.(project);
      const before = await stateOf(project.database.url);
      const result = await project.sluice(['migrate', '--on-failure', 'stop', ...args], { env: env?.(project) ?? {} });
      expect({ exitCode: result.exitCode, stderr: result.stderr }).toEqual({
        exitCode,
        stderr: expect.stringMatching(new RegExp(`^${code}: `, 'mu')),
      });
      expect(result.stderr).toMatch(names);
      expect(result.stderr).toMatch(/^fix: \S/mu);
      expect(result.stderr).not.toMatch(/INT_001/u);
      expect(await stateOf(project.database.url)).toEqual(before);
    },
  );
});

describe('bad input: good in spite of its looks', () => {
  let project: Project;

  beforeEach(async () => {
    project = await createProject('sqlite', { name: 'моя база 1' });
  });
  afterEach(() => project.drop());

  it('takes a BOM, CRLF, spaces, Cyrillic and a statement of 10 MB', async () => {
    await project.write(
      'мої міграції 1/1_таблиця.up.sql',
      `\uFEFFcreate table a (t text);\r\ninsert into a values ('${'й'.repeat(5_000_000)}');\r\n`,
    );
    const result = await project.sluice(['migrate', '--migrations-directory', 'мої міграції 1']);
    expect(result).toMatchObject({ exitCode: 0, outputs: { 'applied-count': '1' } });
    expect(await project.database.query('select length(t) as n from a')).toEqual([{ n: 5_000_000 }]);
  });
});
