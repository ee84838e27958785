import type { Facts, Privilege } from '../../../driver.ts';
import { SCRATCH_PREFIX } from '../scratch-names.ts';
import { grantStatement, isGranted, quoteAccount, readGrants } from './grants.ts';

/** What commands need on the database, and for what. */
const ON_DATABASE: readonly (readonly [name: string, neededFor: string])[] = [
  ['SELECT', 'reading data for backups, checks and checksums'],
  ['INSERT', 'migrations, and the journal'],
  ['UPDATE', 'migrations, and the run lock'],
  ['DELETE', 'migrations, and the run lock'],
  ['CREATE', 'migrations that create tables, and the tables of Sluice'],
  ['ALTER', 'migrations that change tables, and restoring'],
  ['DROP', 'migrations that drop tables, and restoring'],
  ['INDEX', 'migrations that create indexes'],
  ['REFERENCES', 'migrations that create foreign keys, and restoring'],
  ['CREATE VIEW', 'migrations that create views, and restoring'],
  ['SHOW VIEW', 'backups of views'],
  ['TRIGGER', 'backups and migrations of triggers'],
  ['CREATE ROUTINE', 'migrations that create routines, and restoring'],
  ['ALTER ROUTINE', 'migrations that change routines, and restoring'],
  ['EVENT', 'backups and migrations of events'],
  ['LOCK TABLES', 'backups that show one moment, and restoring'],
];

/** Global privileges without which something stays unknown, though the work can be done. */
const FOR_KNOWLEDGE: readonly (readonly [names: readonly string[], grant: string, fact: string])[] = [
  [['PROCESS'], 'PROCESS', 'who blocks a statement, and transactions that have been open for long'],
  [['RELOAD'], 'RELOAD', 'one moment that a backup and its checksums share'],
];

/** The account's privileges by name, and what it cannot know. */
export function privilegeFacts(
  lines: readonly string[],
  database: string,
  currentUser: string,
): { readonly privileges: readonly Privilege[]; readonly unknown: Facts['unknown'] } {
  const grants = readGrants(lines);
  const account = quoteAccount(currentUser);
  const onDatabase = ON_DATABASE.map(([name, neededFor]): Privilege => ({
    name: `${name} on ${database}`,
    granted: isGranted(grants, [name], database),
    neededFor,
    fix: grantStatement(grants, [name], database, currentUser),
  }));
  const scratch: Privilege = {
    name: `CREATE on ${SCRATCH_PREFIX}…`,
    granted: ['CREATE', 'DROP', 'ALTER', 'INSERT', 'SELECT'].every((name) =>
      isGranted(grants, [name], `${SCRATCH_PREFIX}x`),
    ),
    neededFor: 'scratch databases, in which backups are proven and restored',
    fix: scratchGrant(currentUser),
  };
  const unknown = FOR_KNOWLEDGE.filter(([names]) => !isGranted(grants, names, null)).map(([, grant, fact]) => ({
    fact,
    why: `the account lacks ${grant}: GRANT ${grant} ON *.* TO ${account};`,
  }));
  return { privileges: [...onDatabase, scratch], unknown };
}

/** The statement that lets an account make scratch databases. */
export function scratchGrant(currentUser: string): string {
  return `GRANT ALL PRIVILEGES ON \`${SCRATCH_PREFIX.replaceAll('_', '\\_')}%\`.* TO ${quoteAccount(currentUser)};`;
}
