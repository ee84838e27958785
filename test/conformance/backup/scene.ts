import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { findBackup, NEWEST } from '../../../src/backup/catalog.ts';
import type { StoredBackup } from '../../../src/backup/stored-backup.ts';
import { systemClock } from '../../../src/clock.ts';
import { readInputs } from '../../../src/interface/read-inputs.ts';
import { Redactor } from '../../../src/redact.ts';
import { commands } from '../../../src/run/index.ts';
import type { CommandName, CommandResult, RunContext } from '../../../src/run/types.ts';
import { createDatabase, type TestDatabase, type TestEngine } from '../../support/databases.ts';
import { type Project, projectOf, type SluiceOptions, type SluiceResult } from '../../support/project.ts';
import { stateOf } from '../../support/state.ts';

/** The engines whose client programs this machine has. */
export const BACKUP_ENGINES = ['sqlite', 'postgresql', 'mariadb'] as const satisfies readonly TestEngine[];

/** Inputs by their names in the interface. */
export type Given = Readonly<Record<string, string>>;

/** A database, a folder to work in, and the commands, in this process and in one of their own. */
export interface Scene {
  readonly database: TestDatabase;
  readonly project: Project;
  /** The folder of the backups. */
  readonly backups: string;
  /** The folder for temporary files. */
  readonly temporary: string;
  /** Runs a command in this process, which saves the start of another. */
  run(command: CommandName, given: Given, env?: Given): Promise<CommandResult>;
  /** What a command of this process sees. */
  context(env?: Given): RunContext;
  /** Runs the command line. */
  sluice(args: readonly string[], options?: SluiceOptions): Promise<SluiceResult>;
  /** Takes a backup that has to succeed. */
  backUp(given?: Given, env?: Given): Promise<StoredBackup>;
  /** Schema and rows as they are now. */
  state(): ReturnType<typeof stateOf>;
  drop(): Promise<void>;
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

/** A project around a new database of the engine that the statements have filled. */
export async function createScene(engine: TestEngine, statements: readonly string[]): Promise<Scene> {
  const database = await createDatabase(engine);
  for (const statement of statements) await database.query(statement);
  return sceneOf(database);
}

/** A project around a database. */
export async function sceneOf(database: TestDatabase): Promise<Scene> {
  const project = await projectOf(database);
  // The lease of a killed run is soon over; the next run waits for that instead of giving up.
  await project.configure('migrations:\n  run-lease: 1s\n  run-lock-wait: 30s\n');
  const temporary = join(project.directory, 'temporary');
  await mkdir(temporary);
  const backups = join(project.directory, '.sluice/backups');
  const surroundings = { DATABASE_URL: database.url, RUNNER_TEMP: temporary };
  const run: Scene['run'] = (command, given, env = {}) =>
    commands[command](
      readInputs(command, (name) => given[name]),
      contextOf(project.directory, { ...surroundings, ...env }),
    );
  return {
    database,
    project,
    backups,
    temporary,
    run,
    context: (env = {}) => contextOf(project.directory, { ...surroundings, ...env }),
    sluice: (args, options = {}) => project.sluice(args, { ...options, env: { ...surroundings, ...options.env } }),
    async backUp(given = {}, env = {}) {
      const { status, errors } = await run('backup', given, env);
      expect({ status, errors }).toEqual({ status: 'passed', errors: [] });
      return findBackup(backups, NEWEST);
    },
    state: () => stateOf(database.url),
    drop: () => project.drop(),
  };
}
