import type { Migration } from '../types.ts';

/**
 * Loads the key migrations among the versions, which runs the code of their modules, and says of each
 * whether there is a way back. Other migrations are returned as they are.
 *
 * @throws what loading a module throws
 */
export async function loadWaysBack(
  migrations: readonly Migration[],
  versions: ReadonlySet<string>,
): Promise<readonly Migration[]> {
  const loaded: Migration[] = [];
  for (const migration of migrations) {
    const { keys } = migration.up;
    if (keys === undefined || !versions.has(migration.version)) loaded.push(migration);
    else loaded.push({ ...migration, down: (await keys.load()).down === null ? null : migration.up });
  }
  return loaded;
}
