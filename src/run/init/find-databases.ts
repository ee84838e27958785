import { parseDatabaseUrl, secretsOf } from '../../database-url.ts';
import { reportError } from '../../errors.ts';
import type { Redactor } from '../../redact.ts';
import { splitUrl } from '../../split-url.ts';
import { engineOfScheme, type InitEngine } from './engines.ts';

/** A URL that was given, without the URL. */
export interface FoundDatabase {
  /** `the option --database-url`, or `the variable STAGING_DATABASE_URL`. */
  readonly from: string;
  /** The variable's name; null for the option. */
  readonly variable: string | null;
  /** Null when the text begins with no scheme that Sluice has a driver for. */
  readonly engine: InitEngine | null;
  /** What Sluice would say of the URL; null when it can be used as it is. */
  readonly problem: string | null;
}

const VARIABLE = /^(?:[A-Z][A-Z0-9_]*_)?DATABASE_URL$/u;

function problemOf(url: string): string | null {
  try {
    parseDatabaseUrl(url);
    return null;
  } catch (error) {
    const { message, fix } = reportError(error);
    return `${message} ${fix}`;
  }
}

function look(url: string, variable: string | null, redactor: Redactor): FoundDatabase {
  redactor.register(...secretsOf(url));
  return {
    from: variable === null ? 'the option --database-url' : `the variable ${variable}`,
    variable,
    // Also of a URL that cannot be used yet: what is wrong with it is corrected later, and the engine stays.
    engine: engineOfScheme(splitUrl(url.trim())?.scheme ?? ''),
    problem: problemOf(url),
  };
}

/**
 * What the given URLs tell: the option first, then `DATABASE_URL`, then the other variables by name. Nothing of a URL but
 * its engine goes on from here, and its secrets are masked from now on.
 */
export function findDatabases(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  redactor: Redactor,
): readonly FoundDatabase[] {
  const names = Object.keys(env).filter((name) => VARIABLE.test(name) && (env[name] ?? '').trim() !== '');
  const inOrder = names.toSorted((a, b) => (a === 'DATABASE_URL' ? -1 : b === 'DATABASE_URL' ? 1 : a < b ? -1 : 1));
  const found = inOrder.map((name) => look(env[name] ?? '', name, redactor));
  return option === undefined || option.trim() === '' ? found : [look(option, null, redactor), ...found];
}
