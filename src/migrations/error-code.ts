/** The system's name for what went wrong with a file (`ENOENT`); the whole error as text when it has none. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
