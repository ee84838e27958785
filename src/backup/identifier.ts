import { randomBytes } from 'node:crypto';

const LONGEST_SLUG = 40;

/** Lower-case ASCII letters, digits and dashes of a name; empty when it has none. */
export function slug(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^-+|-+$/g, '');
}

/**
 * A new backup's id: `20260131T235959Z-production-1a2b3c`. It names a folder on any file system, sorts by time, and
 * the random end keeps two runs of the same second apart.
 *
 * @param database may be a path, as with SQLite; its last piece without the extension is taken
 */
export function backupId(now: Date, environment: string | null, database: string): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const lastPiece = database.split(/[\\/]/).at(-1) ?? '';
  const name = slug(environment ?? '') || slug(lastPiece.replace(/(?<=.)\.[^.]*$/, '')) || 'database';
  return `${stamp}-${name}-${randomBytes(3).toString('hex')}`;
}

/** What an id says. */
export interface IdParts {
  /** Sorts as text. */
  readonly stamp: string;
  /** The slug of the environment or database. */
  readonly name: string;
}

/** Takes an id apart; null when the text is no id. */
export function partsOfId(id: string): IdParts | null {
  const match = /^(?<stamp>\d{8}T\d{6}Z)-(?<name>[a-z0-9-]+)-[0-9a-f]{6}$/.exec(id)?.groups;
  return match?.['stamp'] === undefined || match['name'] === undefined
    ? null
    : { stamp: match['stamp'], name: match['name'] };
}
