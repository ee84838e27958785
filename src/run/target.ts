import { resolve } from 'node:path';
import { readConfig } from '../config/file.ts';
import { loadConfig } from '../config/load.ts';
import { resolveUrl, workingEnvironment } from '../config/resolve.ts';
import type { Config, EnvironmentConfig } from '../config/types.ts';
import { parseDatabaseUrl, secretsOf } from '../database-url.ts';
import type { DatabaseUrl } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import type { MigrationFormat } from '../migrations/types.ts';
import type { RunContext } from './types.ts';

/** What a command works on: the configuration with the inputs laid over it. Paths are absolute. */
export interface Target {
  readonly config: Config;
  /** Null: no environment was named, and the URL came from elsewhere. */
  readonly environment: EnvironmentConfig | null;
  readonly url: DatabaseUrl;
  readonly migrationsDirectory: string;
  readonly migrationsFormat: MigrationFormat | 'auto';
  readonly backupDirectory: string;
  readonly logDirectory: string;
}

/** The configuration of a command; the defaults when there is no file. */
async function configOf(inputs: Inputs, context: RunContext): Promise<Config> {
  return loadConfig(await readConfig(context.workingDirectory, inputs.config));
}

/** A SQLite file is found from the working directory, as every other path. */
function withAbsolutePath(url: DatabaseUrl, absolute: (path: string) => string): DatabaseUrl {
  return url.scheme === 'sqlite' && url.path !== '' && url.path !== ':memory:'
    ? { ...url, path: absolute(url.path) }
    : url;
}

/** Formats that are named in the interface and not read yet are refused by the reader, by their names. */
function formatOf(format: string): MigrationFormat | 'auto' {
  return format as MigrationFormat | 'auto';
}

/**
 * Reads the configuration and lays the inputs over it. Registers the URL's secrets before it returns.
 *
 * @param isLooking the command looks only, so that it does not matter which environment the database belongs to
 * @throws SluiceError `CONF_001`
 */
export async function resolveTarget(inputs: Inputs, context: RunContext, isLooking = false): Promise<Target> {
  const config = await configOf(inputs, context);
  const text = resolveUrl(config, inputs.environment, context.env, inputs.databaseUrl, isLooking);
  context.redactor.register(...secretsOf(text));
  const absolute = (path: string): string => resolve(context.workingDirectory, path);
  return {
    config,
    environment: workingEnvironment(config, inputs.environment, context.env, inputs.databaseUrl, isLooking),
    url: withAbsolutePath(parseDatabaseUrl(text), absolute),
    migrationsDirectory: absolute(inputs.migrationsDirectory ?? config.migrations.directory),
    migrationsFormat: formatOf(inputs.format ?? config.migrations.format),
    backupDirectory: absolute(inputs.backupDirectory ?? config.backup.directory),
    logDirectory: absolute('migration_logs'),
  };
}

/** The folder of the backups, as written; for commands that need no database. */
export async function backupDirectory(inputs: Inputs, context: RunContext): Promise<string> {
  return inputs.backupDirectory ?? (await configOf(inputs, context)).backup.directory;
}

/** The names of the environments that a rollback has to be confirmed for; for commands that need no database. */
export async function protectedEnvironments(inputs: Inputs, context: RunContext): Promise<ReadonlySet<string>> {
  const { environments } = await configOf(inputs, context);
  return new Set(environments.filter((one) => one.protected).map(({ name }) => name));
}

/**
 * Whether the environment that a command works on is protected. What is wrong with the configuration is left to the
 * command: it says so.
 */
export async function isProtected(inputs: Inputs, context: RunContext): Promise<boolean> {
  try {
    const config = await configOf(inputs, context);
    const environment = workingEnvironment(config, inputs.environment, context.env, inputs.databaseUrl);
    return environment?.protected === true;
  } catch (error) {
    if (error instanceof SluiceError) return false;
    throw error;
  }
}
