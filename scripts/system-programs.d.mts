/** The path of a program, or null. PostgreSQL's own come from its newest version. */
export function findProgram(name: string): string | null;

/** What the tests run, and the Debian package that brings it. */
export const SYSTEM_PROGRAMS: readonly { readonly program: string; readonly debian: string }[];
