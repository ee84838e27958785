import { dirname, relative, isAbsolute, sep } from 'node:path';

/** Whether a path lies below a folder. */
function isBelow(path: string, folder: string): boolean {
  const steps = relative(folder, path);
  return steps !== '' && steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}

/** The deepest folder that holds all of some absolute paths; at worst the root of the first one's drive. */
export function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? '');
  while (!paths.every((path) => isBelow(path, folder)) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
