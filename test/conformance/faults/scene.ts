import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { systemClock } from '../../../src/clock.ts';
import type { ReportedError } from '../../../src/errors.ts';
import { readInputs } from '../../../src/interface/read-inputs.ts';
import { Redactor } from '../../../src/redact.ts';
import { commands } from '../../../src/run/index.ts';
import type { CommandName, CommandResult, RunContext } from '../../../src/run/types.ts';
import { createDatabase, type CreateOptions, type TestDatabase, type TestEngine } from '../../support/databases.ts';
import { stateOf } from '../../support/state.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** What a command is run with beside its inputs. */
export interface Surroundings {
  /** Default: the database's own URL. */
  readonly url?: string;
  /** The folder for temporary files. Default: {@link Scene.temporary}. */
  readonly temporary?: string;
  /** More variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A database with rows, a folder to work in, and the commands, run inside this process. */
export interface Scene {
  readonly database: TestDatabase;
  readonly directory: string;
  /** The folder for temporary files; Sluice's own work in it has to be gone afterwards. */
  readonly temporary: string;
  /** The folder of the backups unless an input says otherwise. */
  readonly backups: string;
  run(
    command: CommandName,
    given: Readonly<Record<string, string>>,
    surroundings?: Surroundings,
  ): Promise<CommandResult>;
  /** Schema and rows as they are now. */
  state(): ReturnType<typeof stateOf>;
  drop(): Promise<void>;
}

/** Rows of random text, of which each takes about a kilobyte; SQL that makes them in the server. */
const ROWS: Readonly<Record<TestEngine, (count: number) => string>> = {
  sqlite: (count) =>
    `with recursive n (id) as (select 1 union all select id + 1 from n where id < ${count})
     insert into payloads select id, hex(randomblob(500)) from n`,
  postgresql: postgresRows,
  postgresql18: postgresRows,
  mariadb: (count) =>
    `insert into payloads select seq, concat(${Array.from({ length: 32 }, (_, part) => `md5(rand() + ${part})`).join(', ')}) from seq_1_to_${count}`,
};

function postgresRows(count: number): string {
  return `insert into payloads select id, (select string_agg(md5(random()::text || id || part), '') from generate_series(1, 32) part)
     from generate_series(1, ${count}) id`;
}

/** A database of the engine with tables, a view, and `rows` rows of a kilobyte each. */
export async function createScene(
  engine: TestEngine,
  { rows = 2_000, ...options }: CreateOptions & { readonly rows?: number } = {},
): Promise<Scene> {
  const database = await createDatabase(engine, options);
  for (const statement of [
    'create table owners (id integer not null primary key, name varchar(80) not null)',
    "insert into owners values (1, 'Ada'), (2, 'Борис')",
    'create table payloads (id integer not null primary key, body text)',
    'create view named as select name from owners',
    ROWS[engine](rows),
  ])
    await database.query(statement);
  const directory = await temporaryDirectory();
  const temporary = join(directory, 'temporary');
  await mkdir(temporary);
  return {
    database,
    directory,
    temporary,
    backups: join(directory, '.sluice/backups'),
    run: (command, given, { url = database.url, temporary: folder = temporary, env } = {}) => {
      const inputs = readInputs(command, (name) => given[name]);
      return commands[command](inputs, contextOf(directory, { DATABASE_URL: url, RUNNER_TEMP: folder, ...env }));
    },
    state: () => stateOf(database.url),
    drop: () => database.drop(),
  };
}

function contextOf(workingDirectory: string, env: RunContext['env']): RunContext {
  return {
    signal: new AbortController().signal,
    clock: systemClock,
    env,
    workingDirectory,
    redactor: new Redactor(),
    actor: { name: 'test', host: 'test', pid: process.pid, runUrl: null },
    origin: null,
    promotion: null,
    emit: () => {},
  };
}

/** What Sluice may have left in folders and in the server. */
interface Leftovers {
  readonly files: readonly string[];
  readonly scratches: readonly string[];
  readonly sessions: readonly string[];
}

const NOTHING: Leftovers = { files: [], scratches: [], sessions: [] };

/** Names in a folder; none when it was never made. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function leftovers({ database, ...scene }: Scene, runId: string, folders: readonly string[]): Promise<Leftovers> {
  const places = [scene.temporary, ...folders];
  if (database.engine === 'sqlite') places.push(dirname(database.name));
  const found = await Promise.all(places.map(namesIn));
  const files = found.flat().filter((name) => /^\.?sluice-|partial/u.test(name));
  const names = async (sql: string): Promise<readonly string[]> =>
    (await database.query(sql)).map((row) => Object.values(row).map(String).join(' '));
  switch (database.engine) {
    case 'sqlite':
      return { ...NOTHING, files };
    case 'mariadb': {
      const run = runId
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/gu, '')
        .slice(-16);
      return {
        files,
        scratches: await names(
          `select schema_name from information_schema.schemata where schema_name like 'sluice\\_scratch\\_%${run}%'`,
        ),
        sessions: await names(
          `select id, db, info from information_schema.processlist where id <> connection_id() and (db = database() or db like '%${run}%')`,
        ),
      };
    }
    default:
      return {
        files,
        scratches: await names(
          `select datname from pg_database where shobj_description(oid, 'pg_database') like '%${runId}%'`,
        ),
        sessions: await names(
          `select application_name, state, query from pg_stat_activity where application_name like 'sluice%/${runId}'`,
        ),
      };
  }
}

/** How long the server may take to notice that a client has gone. */
const PATIENCE_MS = 40_000;

/** Expects that a command left no file, no scratch database and no session. */
export async function expectNothingLeft(
  scene: Scene,
  { outputs }: Pick<CommandResult, 'outputs'>,
  ...folders: readonly string[]
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await leftovers(scene, outputs['run-id'] ?? '', folders);
    if (JSON.stringify(found) === JSON.stringify(NOTHING)) return;
    if (performance.now() > deadline) {
      expect(found).toEqual(NOTHING);
      return;
    }
    await delay(100);
  }
}

/** The one error of a failed command, with its fix. */
export function errorOf({ status, errors }: Pick<CommandResult, 'status' | 'errors'>): ReportedError {
  expect(status).toBe('failed');
  const error = errors.find(({ code }) => code === 'ROLL_001') ?? errors[0];
  if (error === undefined) throw new Error('The command failed without an error.');
  return error;
}

/** Takes a backup that has to succeed; returns its id. */
export async function backUp(scene: Scene, given: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, errors, outputs } = await scene.run('backup', { verify: 'none', ...given });
  expect({ status, errors }).toEqual({ status: 'passed', errors: [] });
  return outputs['backup-id'] ?? '';
}

/** A password that nobody else has. */
export function newPassword(): string {
  return randomBytes(6).toString('hex');
}
