import type { Schema } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { readGrantLines } from '../facts/grant-lines.ts';
import { grantStatement, isGranted, quoteAccount, readGrants } from '../facts/grants.ts';
import { versionParts } from '../facts/tools.ts';
import type { SnapshotParts } from './group.ts';

/** Tables, triggers, events and routines that an account has no right to are not even shown to it. */
const TO_SEE_ALL = ['SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT'] as const;

/** Any one of these shows all routines of a database. */
const TO_SEE_ROUTINES = ['EXECUTE', 'CREATE ROUTINE', 'ALTER ROUTINE', 'SHOW CREATE ROUTINE'];

/** To move tables away and others in, and, with a backup of everything, to put its programs in place of the present ones. */
const TO_REPLACE = {
  data: ['SELECT', 'INSERT', 'CREATE', 'ALTER', 'DROP', 'TRIGGER'],
  full: [
    ...['SELECT', 'INSERT', 'CREATE', 'ALTER', 'DROP', 'TRIGGER'],
    ...['CREATE VIEW', 'SHOW VIEW', 'CREATE ROUTINE', 'ALTER ROUTINE', 'EVENT'],
  ],
} as const;

/** `mysql.proc`, which holds all routines of older MariaDB servers. */
const PROC = /^GRANT (?=[^]*\b(?:SELECT|ALL PRIVILEGES)\b)[^]* ON (?:TABLE )?`mysql`\.(?:`proc`|\*) TO /;

async function grantsOf({ looker, info }: SnapshotParts): Promise<{
  readonly lines: readonly string[];
  readonly has: (names: readonly string[]) => boolean;
  readonly grant: (names: readonly string[]) => string;
}> {
  const lines = await readGrantLines((sql) => looker.query(sql), info.mariadb);
  const grants = readGrants(lines);
  return {
    lines,
    has: (names) => isGranted(grants, names, info.database),
    grant: (names) => grantStatement(grants, names, info.database, info.currentUser),
  };
}

/** What lets an account see what others have written into their routines: a privilege on the database, or a statement. */
function routineRight({ info }: SnapshotParts): { readonly privilege: string } | { readonly statement: string } {
  const [major = 0, minor = 0] = versionParts(info.version);
  const account = quoteAccount(info.currentUser);
  if (!info.mariadb) return { statement: `GRANT SHOW_ROUTINE ON *.* TO ${account};` };
  return major > 11 || (major === 11 && minor >= 3)
    ? { privilege: 'SHOW CREATE ROUTINE' }
    : { statement: `GRANT SELECT ON mysql.proc TO ${account};` };
}

/**
 * Refuses a dump of what the account sees only in part: whatever is hidden from it would be left out without a word.
 *
 * @throws SluiceError `PERM_001` with the statements that grant what is missing
 */
export async function requireSight(parts: SnapshotParts): Promise<void> {
  const { lines, has, grant } = await grantsOf(parts);
  const missing: string[] = TO_SEE_ALL.filter((name) => !has([name]));
  const routines =
    has(TO_SEE_ROUTINES) ||
    lines.some((line) => PROC.test(line)) ||
    isGranted(readGrants(lines), ['SHOW_ROUTINE', ...(parts.info.mariadb ? [] : ['SELECT'])], null);
  if (missing.length === 0 && routines) return;
  const right = routines ? null : routineRight(parts);
  const names = [...missing, ...(right !== null && 'privilege' in right ? [right.privilege] : [])];
  const fixes = [
    ...(names.length === 0 ? [] : [grant(names)]),
    ...(right !== null && 'statement' in right ? [right.statement] : []),
  ];
  throw new SluiceError(
    'PERM_001',
    `The account may not see everything in the database ${parts.info.database}, so no backup was taken: it lacks ${[...missing, ...(routines ? [] : ['the right to see routines'])].join(', ')}.`,
    { fix: `${fixes.join(' ')} Then run the command again.`, details: { missing } },
  );
}

/**
 * Refuses a dump of routines of which the account sees the names alone.
 *
 * @throws SluiceError `PERM_001` with the statement that shows them
 */
export async function requireBodies(parts: SnapshotParts, { objects }: Schema): Promise<void> {
  const hidden = objects.filter(
    ({ kind, definition }) =>
      ['function', 'procedure', 'package', 'package-body'].includes(kind) &&
      (definition as { readonly body?: unknown }).body === null,
  );
  if (hidden.length === 0) return;
  const { grant } = await grantsOf(parts);
  const right = routineRight(parts);
  const names = hidden.map(({ kind, name }) => `${kind} ${name}`);
  throw new SluiceError(
    'PERM_001',
    `The account may not see what is in these routines, so no backup was taken: ${names.slice(0, 20).join(', ')}.`,
    {
      fix: `${'statement' in right ? right.statement : grant([right.privilege])} Then run the command again.`,
      details: { hidden: names },
    },
  );
}

/**
 * Refuses a restore that would stop half-way for want of a privilege, before anything is touched.
 *
 * @throws SluiceError `PERM_001` with the statement that grants what is missing
 */
export async function requireReplacing(parts: SnapshotParts, mode: 'full' | 'data'): Promise<void> {
  const { has, grant } = await grantsOf(parts);
  const missing = TO_REPLACE[mode].filter((name) => !has([name]));
  if (missing.length === 0) return;
  throw new SluiceError(
    'PERM_001',
    `The account may not replace the content of the database ${parts.info.database}: it lacks ${missing.join(', ')}. Nothing was changed.`,
    {
      fix: `${grant(missing)} Then run the command again.`,
      details: { missing },
    },
  );
}
