import { SluiceError } from '../errors.ts';
import { didYouMean } from './suggest.ts';
import type { Config, EnvironmentConfig, HealthConfig } from './types.ts';
import { referencedVariables, replaceVariables } from './variables.ts';

/** The environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that counts when nothing else names a database. */
const FALLBACK = 'DATABASE_URL';

/** White space is nothing: an unset secret reaches a workflow as the empty string. */
function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

/**
 * The environment by its name.
 * @returns null when none is asked for
 * @throws SluiceError `CONF_001` when the configuration has no such environment
 */
export function findEnvironment(config: Config, name: string | undefined): EnvironmentConfig | null {
  if (name === undefined) return null;
  const environment = config.environments.find((candidate) => candidate.name === name);
  if (environment !== undefined) return environment;
  const names = config.environments.map((candidate) => candidate.name);
  throw new SluiceError(
    'CONF_001',
    `The configuration has no environment ${JSON.stringify(name)}${didYouMean(name, names) || '.'}`,
    {
      fix:
        names.length === 0
          ? 'Name it under `environments:` in sluice.yml, or leave the environment out.'
          : `Use one of ${names.join(', ')}, or add it under \`environments:\` in sluice.yml.`,
    },
  );
}

/**
 * Expands the `${VAR}` references of a text.
 * @param subject what the text is, for the message: “The url of the environment staging”
 * @throws SluiceError `CONF_001` naming every variable that is missing or empty
 */
function expandReferences(text: string, env: Environment, subject: string): string {
  const missing = referencedVariables(text).filter((name) => !isGiven(env[name]));
  if (missing.length === 0) return replaceVariables(text, (name) => env[name] ?? '');
  const names = missing.join(' and ');
  throw new SluiceError(
    'CONF_001',
    `${subject} needs the environment ${missing.length === 1 ? 'variable' : 'variables'} ${names}, which ${missing.length === 1 ? 'is' : 'are'} not set.`,
    { fix: `Set ${names}; in a workflow: \`env: { ${missing[0] ?? ''}: \${{ secrets.${missing[0] ?? ''} }} }\`.` },
  );
}

/** An environment's URL; null when a variable of it is not set. */
function knownUrl({ url }: EnvironmentConfig, env: Environment): string | null {
  const isKnown = referencedVariables(url).every((name) => isGiven(env[name]));
  return isKnown ? replaceVariables(url, (name) => env[name] ?? '').trim() : null;
}

/** The environment whose database this is; a protected one must not lose its protection because nobody names it. */
function environmentOf(config: Config, url: string, env: Environment, isLooking: boolean): EnvironmentConfig | null {
  const same = config.environments.filter((candidate) => knownUrl(candidate, env) === url.trim());
  if (same.length < 2) return same[0] ?? null;
  const guarded = same.find((candidate) => candidate.protected);
  if (guarded === undefined || isLooking) return null;
  const names = same.map(({ name }) => name);
  throw new SluiceError(
    'CONF_001',
    `No environment is named, and the database may be that of ${names.join(' or ')}, of which ${guarded.name} is protected.`,
    { fix: `Name it: environment: ${names.join(' or ')}.` },
  );
}

/**
 * The environment that a command works on: the named one; else the one whose database it is; and when nothing else names
 * a database, the only one there is. So its protection holds without its name.
 *
 * @param isLooking the command looks only, so that it needs no protection
 * @returns null when the URL is of no environment
 * @throws SluiceError `CONF_001` when the configuration has no environment of that name, and when the database may be
 *   that of a protected environment or of another one
 */
export function workingEnvironment(
  config: Config,
  name: string | undefined,
  env: Environment,
  override?: string,
  isLooking = false,
): EnvironmentConfig | null {
  const named = findEnvironment(config, name);
  if (named !== null) return named;
  const url = isGiven(override) ? override : env[FALLBACK];
  if (isGiven(url)) return environmentOf(config, url, env, isLooking);
  return config.environments.length === 1 ? (config.environments[0] ?? null) : null;
}

/**
 * The URL of the database to work on: the `database-url` input, else the named environment's, else
 * the variable `DATABASE_URL`, else that of the only environment there is.
 * @param override the `database-url` input; the environment must exist nevertheless
 * @throws SluiceError `CONF_001` when the environment is unknown, a variable is not set, or nothing names a database
 */
export function resolveUrl(
  config: Config,
  environmentName: string | undefined,
  env: Environment,
  override?: string,
  isLooking = false,
): string {
  const environment = workingEnvironment(config, environmentName, env, override, isLooking);
  if (isGiven(override)) return override;
  if (environment !== null) {
    return expandReferences(environment.url, env, `The url of the environment ${JSON.stringify(environment.name)}`);
  }
  const fallback = env[FALLBACK];
  if (isGiven(fallback)) return fallback;
  throw new SluiceError('CONF_001', 'No database is named.', {
    fix:
      config.environments.length === 0
        ? `Set database-url, or the variable ${FALLBACK}.`
        : `Set environment to one of ${config.environments.map(({ name }) => name).join(', ')}, or set database-url.`,
  });
}

/**
 * The URL of the scratch database.
 * @returns null when the configuration leaves the choice to the driver
 * @throws SluiceError `CONF_001` naming the variables that are not set
 */
export function resolveScratch(config: Config, env: Environment): string | null {
  return config.backup.scratch === null
    ? null
    : expandReferences(config.backup.scratch, env, 'The setting backup.scratch');
}

/**
 * The health endpoints with their variables filled in.
 * @throws SluiceError `CONF_001` naming the variables that are not set
 */
export function healthEndpoints(config: Config, env: Environment): readonly HealthConfig[] {
  return config.health.map((endpoint) => ({
    ...endpoint,
    url: expandReferences(endpoint.url, env, `The url of the health endpoint ${JSON.stringify(endpoint.name)}`),
  }));
}
