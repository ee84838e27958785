/** What an account may do, read from SHOW GRANTS. Pure, so that every form the servers print can be tested. */

/** Privileges on one level. */
interface Grant {
  /** Null = global; otherwise the pattern of a database's name, with `%`, `_` and backslashes. */
  readonly database: string | null;
  readonly privileges: ReadonlySet<string>;
  /** The account or role, as the server writes it. */
  readonly grantee: string;
}

/** `ALL PRIVILEGES`, which holds every other. */
const ALL = 'ALL PRIVILEGES';

const GRANT = /^GRANT (.+) ON (?:(?:TABLE )?(\*|`(?:[^`]|``)+`)\.(\*|`(?:[^`]|``)+`)) TO (\S+)/s;

function privilegesOf(list: string): ReadonlySet<string> {
  // Column lists (`INSERT (a, b)`) name single columns, which is less than was asked for.
  const withoutColumns = list.replaceAll(/[A-Z ]+ \([^)]*\)/g, '');
  const names = withoutColumns.split(',').map((name) => name.trim().toUpperCase());
  return new Set(names.map((name) => (name === 'ALL' ? ALL : name)).filter((name) => name !== '' && name !== 'USAGE'));
}

/** Reads the lines of SHOW GRANTS that grant something on the server or on whole databases. */
export function readGrants(lines: readonly string[]): readonly Grant[] {
  return lines.flatMap((line): Grant[] => {
    const match = GRANT.exec(line);
    if (match === null || match[3] !== '*') return [];
    const database = match[2] === '*' ? null : (match[2] ?? '').slice(1, -1).replaceAll('``', '`');
    return [{ database, privileges: privilegesOf(match[1] ?? ''), grantee: match[4] ?? '' }];
  });
}

/** Whether a database's name fits the pattern of a grant. */
function fits(pattern: string, database: string): boolean {
  let expression = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    if (character === '\\' && index + 1 < pattern.length) expression += escapeForRegExp(pattern[++index] ?? '');
    else if (character === '%') expression += '[^]*';
    else if (character === '_') expression += '[^]';
    else expression += escapeForRegExp(character);
  }
  // Names of databases are compared without regard to case on some servers, never the other way round.
  return new RegExp(`^${expression}$`, 'iu').test(database);
}

function escapeForRegExp(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}

/** How far a pattern goes before its first wildcard; one without wildcards goes farthest. */
function exactness(pattern: string): number {
  const wildcard = /^(?:[^\\%_]|\\[^])*/.exec(pattern)?.[0].length ?? 0;
  return wildcard === pattern.length ? Number.POSITIVE_INFINITY : wildcard;
}

/** The grants on a database that count: of several patterns that fit, the server looks at each grantee's most exact one alone. */
function effective(grants: readonly Grant[], database: string): readonly Grant[] {
  const best = new Map<string, Grant & { readonly database: string }>();
  for (const grant of grants) {
    if (grant.database === null || !fits(grant.database, database)) continue;
    const other = best.get(grant.grantee);
    if (other === undefined || exactness(grant.database) > exactness(other.database))
      best.set(grant.grantee, { ...grant, database: grant.database });
  }
  return [...best.values()];
}

/** Whether one of the privileges is granted, globally or (unless `database` is null) on the database. */
export function isGranted(grants: readonly Grant[], privileges: readonly string[], database: string | null): boolean {
  const global = grants.filter((grant) => grant.database === null);
  return [...global, ...(database === null ? [] : effective(grants, database))].some(
    (grant) => grant.privileges.has(ALL) || privileges.some((name) => grant.privileges.has(name)),
  );
}

/**
 * The statement that adds privileges on a database. What the account has on it already must be under the same pattern,
 * or in the same statement: a grant on a more exact pattern would take the place of the other one.
 */
export function grantStatement(
  grants: readonly Grant[],
  privileges: readonly string[],
  database: string,
  currentUser: string,
): string {
  const account = quoteAccount(currentUser);
  const written = account.replaceAll(/^'|'$/g, '`').replace("'@'", '`@`');
  const own = effective(grants, database).find(({ grantee }) => grantee === written || grantee === account);
  const pattern = own?.database ?? null;
  const samePattern = pattern !== null && pattern.replaceAll('\\', '') === database.replaceAll('\\', '');
  const on = samePattern ? `\`${pattern.replaceAll('`', '``')}\`` : grantPattern(database);
  const all = own === undefined || samePattern ? privileges : [...new Set([...own.privileges, ...privileges])];
  return `GRANT ${all.join(', ')} ON ${on}.* TO ${account};`;
}

/** A database's name as a pattern of GRANT that fits it alone, in backticks. */
export function grantPattern(database: string): string {
  return `\`${database.replaceAll('`', '``').replaceAll(/[\\_%]/g, '\\$&')}\``;
}

/** `name@host` of current_user() as an account of GRANT. */
export function quoteAccount(currentUser: string): string {
  const at = currentUser.lastIndexOf('@');
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  return at === -1 ? quote(currentUser) : `${quote(currentUser.slice(0, at))}@${quote(currentUser.slice(at + 1))}`;
}
