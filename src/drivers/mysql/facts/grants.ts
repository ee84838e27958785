/** What an account may do, read from SHOW GRANTS. Pure, so that every form the servers print can be tested. */

/** Privileges on one level. */
interface Grant {
  /** Null = global; otherwise the pattern of a database's name, with `%`, `_` and backslashes. */
  readonly database: string | null;
  readonly privileges: ReadonlySet<string>;
}

/** `ALL PRIVILEGES`, which holds every other. */
const ALL = 'ALL PRIVILEGES';

const GRANT = /^GRANT (.+) ON (?:(?:TABLE )?(\*|`(?:[^`]|``)+`)\.(\*|`(?:[^`]|``)+`)) TO /s;

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
    return [{ database, privileges: privilegesOf(match[1] ?? '') }];
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

/** Whether one of the privileges is granted, globally or (unless `database` is null) on the database. */
export function isGranted(grants: readonly Grant[], privileges: readonly string[], database: string | null): boolean {
  return grants.some(
    (grant) =>
      (grant.database === null || (database !== null && fits(grant.database, database))) &&
      (grant.privileges.has(ALL) || privileges.some((name) => grant.privileges.has(name))),
  );
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
