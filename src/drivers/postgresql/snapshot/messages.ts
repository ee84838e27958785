/** Lines of psql and the server that explain an error, but may quote rows or statements. */
const MAY_QUOTE_ROWS = /^(?:DETAIL|CONTEXT|LOCATION|QUERY|STATEMENT|LINE \d+)\b/;

/** What a client program said, in one line, without what may hold rows of the database. */
export function programMessage(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^\^+$/.test(line) && !MAY_QUOTE_ROWS.test(line));
  const telling = lines.filter((line) => /\b(?:ERROR|FATAL|PANIC|error|fatal|WARNING|warning)\b/.test(line));
  return (telling.length > 0 ? telling : lines).slice(0, 3).join(' ').slice(0, 1000);
}

/** The SQLSTATE of psql's first error, at VERBOSITY verbose; null when there is none. */
export function errorState(stderr: string): string | null {
  return /\b(?:ERROR|FATAL|PANIC):\s+([0-9A-Z]{5}):/.exec(stderr)?.[1] ?? null;
}
