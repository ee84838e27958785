import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { INIT_ENGINES, type InitEngine } from './engines.ts';

/** What the checkout tells without asking Git or anybody. */
export interface FoundRepository {
  /** Absolute: where `.github` belongs. */
  readonly root: string;
  /** False: no `.git` was found, so the working directory counts as the root. */
  readonly isCheckout: boolean;
  /** The working directory below the root, with `/`; empty when it is the root. */
  readonly below: string;
  /** The branch that is released from, and where that was read; null when it is not told. */
  readonly branch: string | null;
  /** The only engine that the packages of package.json speak for; null when none or several do. */
  readonly engine: InitEngine | null;
  /** The text of `go.mod`; empty when there is none. */
  readonly goModule: string;
}

/** Larger ones are not what they are called. */
const MAX_BYTES = 2 ** 20;

/** A small text file; null when it is not there or cannot be read. */
async function textOf(path: string): Promise<string | null> {
  try {
    return (await stat(path)).size > MAX_BYTES ? null : await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

async function rootOf(workingDirectory: string): Promise<string | null> {
  for (let folder = workingDirectory; ; folder = dirname(folder)) {
    const found = await stat(join(folder, '.git')).catch(() => null);
    if (found !== null) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** The default branch of the remote, as the clone noted it. */
async function branchOf(root: string): Promise<string | null> {
  const noted = await textOf(join(root, '.git/refs/remotes/origin/HEAD'));
  const [, branch] = /^ref: refs\/remotes\/origin\/([\w./-]+)\s*$/u.exec(noted ?? '') ?? [];
  return branch ?? null;
}

function engineOf(packageJson: string | null): InitEngine | null {
  let names: readonly string[];
  try {
    const { dependencies } = JSON.parse(packageJson ?? '{}') as { readonly dependencies?: object };
    names = Object.keys(dependencies ?? {});
  } catch {
    return null;
  }
  const spoken = INIT_ENGINES.filter(({ packages }) => packages.some((name) => names.includes(name)));
  // A cache beside the database is usual, and not what is meant.
  const sql = spoken.filter(({ migrations }) => migrations === 'sql');
  const candidates = sql.length > 0 ? sql : spoken;
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

/** Looks at the checkout around the working directory. */
export async function findRepository(workingDirectory: string): Promise<FoundRepository> {
  const root = await rootOf(workingDirectory);
  return {
    root: root ?? workingDirectory,
    isCheckout: root !== null,
    below: root === null ? '' : relative(root, workingDirectory).replaceAll(sep, '/'),
    branch: root === null ? null : await branchOf(root),
    engine: engineOf(await textOf(join(workingDirectory, 'package.json'))),
    goModule: (await textOf(join(workingDirectory, 'go.mod'))) ?? '',
  };
}
