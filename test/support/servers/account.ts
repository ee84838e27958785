import { chown } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';

/** The account that a server runs as; empty = our own. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

function idOf(flag: '-u' | '-g', user: string): number | null {
  const result = spawnSync('id', [flag, user], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout.trim()) : null;
}

/** Database servers refuse to run as root: then `user`, or `nobody` where it does not exist; otherwise ourselves. */
export function accountFor(user: string): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of [user, 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Error(`There is no account ${user} and no account nobody to run a server as.`);
}

/** Makes files and folders the account's own; without effect when it is ours. */
export async function giveTo(account: Account, ...paths: readonly string[]): Promise<void> {
  const { uid, gid } = account;
  if (uid === undefined || gid === undefined) return;
  await Promise.all(paths.map((path) => chown(path, uid, gid)));
}
