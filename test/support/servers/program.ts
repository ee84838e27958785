import { findProgram, SYSTEM_PROGRAMS } from '../../../scripts/system-programs.mjs';

/** The path of a program that `pretest` installs; throws with the package's name when it is missing. */
export function requireProgram(name: string): string {
  const path = findProgram(name);
  if (path !== null) return path;
  const known = SYSTEM_PROGRAMS.find(({ program }) => program === name);
  throw new Error(`${name} is not installed: apt-get install ${known?.debian ?? name}`);
}
