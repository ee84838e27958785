import type { DatabaseUrl } from './driver.ts';
import { SluiceError } from './errors.ts';
import { decodePercent, type SplitUrl, splitUrl, URL_PARAMETERS } from './split-url.ts';

/** How each scheme is read. */
interface SchemeSpec {
  readonly scheme: DatabaseUrl['scheme'];
  /** TLS when no `sslmode` says otherwise. */
  readonly tls: DatabaseUrl['tls']['mode'];
  /** The database: must be named, may be absent, or is whatever follows the host. */
  readonly database: 'required' | 'optional' | 'number' | 'web';
}

const SCHEMES: Readonly<Record<string, SchemeSpec>> = {
  postgres: { scheme: 'postgresql', tls: 'default', database: 'required' },
  postgresql: { scheme: 'postgresql', tls: 'default', database: 'required' },
  mysql: { scheme: 'mysql', tls: 'default', database: 'required' },
  mariadb: { scheme: 'mariadb', tls: 'default', database: 'required' },
  redis: { scheme: 'redis', tls: 'default', database: 'number' },
  rediss: { scheme: 'rediss', tls: 'verify-full', database: 'number' },
  bolt: { scheme: 'bolt', tls: 'default', database: 'optional' },
  'bolt+s': { scheme: 'bolt', tls: 'verify-full', database: 'optional' },
  'bolt+ssc': { scheme: 'bolt', tls: 'require', database: 'optional' },
  neo4j: { scheme: 'neo4j', tls: 'default', database: 'optional' },
  'neo4j+s': { scheme: 'neo4j', tls: 'verify-full', database: 'optional' },
  'neo4j+ssc': { scheme: 'neo4j', tls: 'require', database: 'optional' },
  http: { scheme: 'http', tls: 'disable', database: 'web' },
  https: { scheme: 'https', tls: 'verify-full', database: 'web' },
};

const SSL_MODES: Readonly<Record<string, DatabaseUrl['tls']['mode']>> = {
  disable: 'disable',
  allow: 'default',
  prefer: 'default',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
};

const SUPPORTED = 'sqlite:, postgres://, mysql://, mariadb://, redis://, bolt://, neo4j:// and https://';

/** The error; its text is made of what cannot hold the password. */
function invalid(sentence: string, fix?: string): SluiceError {
  return new SluiceError('CONF_001', sentence, fix === undefined ? {} : { fix });
}

export { secretsOf } from './secrets.ts';

const NO_TLS: DatabaseUrl['tls'] = { mode: 'disable', rootCert: null };

/**
 * A file path, taken literally: `%20` is three characters, spaces and any alphabet are fine. Only
 * `//` + host, and a trailing `?name=value` that another program would read as a setting, are refused.
 */
function parseFile(rest: string): DatabaseUrl {
  const path = rest.startsWith('//') ? rest.slice(2) : rest;
  if (rest.startsWith('//') && !path.startsWith('/')) {
    throw invalid(
      'The database URL sqlite:// needs an absolute path.',
      'Write sqlite:PATH or sqlite:///absolute/path.',
    );
  }
  if (path === '')
    throw invalid('The database URL names no file.', 'Write sqlite:PATH, for example sqlite:data/app.db.');
  if (path.startsWith(':memory:') || path.startsWith('file:')) {
    throw invalid('The database URL must name a file, not an in-memory database or an SQLite URI.');
  }
  if (path.includes('\0')) throw invalid('The path in the database URL holds a NUL character.');
  const setting = /\?([A-Za-z_]+)=[^/]*$/u.exec(path);
  if (setting !== null) {
    throw invalid(`The database URL has a parameter that sqlite: does not know: ${String(setting[1])}.`);
  }
  const withoutDriveSlash = rest.startsWith('///') && /^\/[A-Za-z]:[\\/]/u.test(path) ? path.slice(1) : path;
  return {
    scheme: 'sqlite',
    path: withoutDriveSlash,
    host: '',
    port: null,
    user: '',
    password: '',
    database: '',
    tls: NO_TLS,
  };
}

/** `host`, `host:port`, `[::1]:port`, or a percent-encoded socket path. */
function parseAuthority(authority: string, scheme: string): { readonly host: string; readonly port: number | null } {
  const match = /^(?:\[([0-9a-f:.]+(?:%[\w.-]+)?)\]|((?:[\p{L}\p{N}._-]|%[0-9a-f]{2})*))(?::(\d*))?$/iu.exec(authority);
  if (match === null) {
    throw invalid(
      'The host or the port in the database URL is not valid.',
      'Write HOST or HOST:PORT after the user and the password, and an IPv6 address in brackets.',
    );
  }
  const host = match[1] ?? decodePercent(match[2] ?? '');
  if (host === '')
    throw invalid(
      `The database URL names no host.`,
      `Write ${scheme}://HOST/DATABASE, for example with the host localhost.`,
    );
  const digits = match[3] ?? '';
  const port = digits === '' ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65_535)) {
    throw invalid(`The port in the database URL must be between 1 and 65535, not ${digits.slice(0, 20)}.`);
  }
  return { host, port };
}

/** The two parameters that there are. */
function parseParameters(query: string | null, fallback: DatabaseUrl['tls']['mode']): DatabaseUrl['tls'] {
  const given = new Map<string, string>();
  for (const pair of query === null || query === '' ? [] : query.split('&')) {
    const equals = pair.indexOf('=');
    const name = decodePercent(equals === -1 ? pair : pair.slice(0, equals));
    if (!URL_PARAMETERS.some((known) => known === name)) {
      // A name of another shape may be a piece of a password with a raw `?` in it.
      const shown = /^[a-z_][\w.-]{0,39}$/iu.test(name) && equals !== -1 ? `: ${name}` : '';
      throw invalid(
        `The database URL has a parameter that Sluice does not know${shown}.`,
        `Only ${URL_PARAMETERS.join(' and ')} are known; a ? inside a password may be written %3F.`,
      );
    }
    if (given.has(name)) throw invalid(`The database URL has the parameter ${name} twice.`);
    given.set(name, equals === -1 ? '' : decodePercent(pair.slice(equals + 1)));
  }
  const mode = given.get('sslmode');
  const known = mode === undefined ? fallback : Object.hasOwn(SSL_MODES, mode) ? SSL_MODES[mode] : undefined;
  if (known === undefined) {
    throw invalid('The parameter sslmode of the database URL must be disable, require, verify-ca or verify-full.');
  }
  const rootCert = given.get('sslrootcert') ?? null;
  if (rootCert === '') throw invalid('The parameter sslrootcert of the database URL is empty.');
  return { mode: known, rootCert };
}

/** What follows the host, as the scheme means it. */
function parseDatabase({ path, query }: SplitUrl, { database: kind, scheme }: SchemeSpec): string {
  if (kind === 'web') return `/${path ?? ''}${query === null ? '' : `?${query}`}`;
  const database = decodePercent(path ?? '');
  if (database.includes('\0')) throw invalid('The database name in the database URL holds a NUL character.');
  if (kind === 'required' && database === '') {
    throw invalid('The database URL names no database.', `Write ${scheme}://HOST/DATABASE.`);
  }
  if (kind !== 'number') return database;
  if (!/^\d{0,5}$/u.test(database))
    throw invalid('The path of a Redis URL must be the number of a database, such as /0.');
  return database === '' ? '0' : database;
}

/** Why the scheme is not one of ours. */
function unknownScheme(text: string, split: SplitUrl | null): SluiceError {
  if (text === '') return invalid('The database URL is empty.');
  const fix = `Known are ${SUPPORTED}.`;
  if (split?.scheme === 'jdbc') return invalid('The database URL begins with jdbc:.', 'Leave out the jdbc: in front.');
  // Without the slashes the text before the colon may be anything, a password as well.
  if (split === null || !split.hierarchical)
    return invalid('The database URL does not begin with a known scheme.', fix);
  return invalid(`The database URL has a scheme that Sluice does not know: ${split.scheme.slice(0, 30)}.`, fix);
}

/**
 * Reads a database URL. User, password and database are percent-decoded; a password may also be
 * written raw, with any character in it (a raw `%` followed by two hex digits must be written
 * `%25`). White space around the text is dropped.
 * @throws SluiceError `CONF_001` that never holds the password
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const trimmed = text.trim();
  const split = splitUrl(trimmed);
  if (split?.scheme === 'sqlite') return parseFile(split.path ?? '');
  const spec = split !== null && Object.hasOwn(SCHEMES, split.scheme) ? SCHEMES[split.scheme] : undefined;
  if (split === null || spec === undefined) throw unknownScheme(trimmed, split);
  if (!split.hierarchical) throw invalid(`The database URL needs // after ${split.scheme}:.`);
  const tls = parseParameters(spec.database === 'web' ? null : split.query, spec.tls);
  return {
    scheme: spec.scheme,
    path: '',
    ...parseAuthority(split.authority, split.scheme),
    user: decodePercent(split.user ?? ''),
    password: decodePercent(split.password ?? ''),
    database: parseDatabase(split, spec),
    tls,
  };
}
