/** Settings in the header of a script, with the server's major version that brought them. */
const NEWER_SETTINGS = [{ name: 'transaction_timeout', since: 17 }] as const;

/** Lines that stand before a script's first command: comments, settings, psql's guard. */
const HEADER_LINE = /^(?:--.*|SET .*|SELECT pg_catalog\.set_config\(.*|\\restrict .*|)\r?$/;

/** A header is never longer. */
const MOST_BYTES = 64 * 1024;

const NEWLINE = 0x0a;

/**
 * Passes a script on without settings in its header that an older server does not know: pg_restore writes the settings
 * of its own version.
 */
export async function* fitHeader(script: AsyncIterable<Buffer>, serverMajor: number): AsyncGenerator<Buffer, void> {
  const unknown = NEWER_SETTINGS.filter(({ since }) => serverMajor < since).map(({ name }) => `SET ${name} = `);
  let pending: Buffer | null = Buffer.alloc(0);
  for await (const piece of script) {
    if (pending === null) {
      yield piece;
      continue;
    }
    pending = Buffer.concat([pending, piece]);
    for (let end = pending.indexOf(NEWLINE); end !== -1; end = pending.indexOf(NEWLINE)) {
      const line = pending.subarray(0, end).toString('latin1');
      if (!HEADER_LINE.test(line)) break;
      const kept = !unknown.some((beginning) => line.startsWith(beginning));
      if (kept) yield pending.subarray(0, end + 1);
      pending = pending.subarray(end + 1);
    }
    if (pending.includes(NEWLINE) || pending.length > MOST_BYTES) {
      yield pending;
      pending = null;
    }
  }
  if (pending !== null && pending.length > 0) yield pending;
}

/**
 * Passes a script of large objects on without its own BEGIN and COMMIT. Such a script holds nothing but calls with
 * hexadecimal data, so no line of it is anybody's text.
 */
export async function* withoutTransactions(script: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let rest = '';
  for await (const piece of script) {
    const lines = (rest + piece.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    const kept = lines.filter((line) => line !== 'BEGIN;' && line !== 'COMMIT;');
    if (kept.length > 0) yield Buffer.from(`${kept.join('\n')}\n`, 'latin1');
  }
  if (rest !== '') yield Buffer.from(rest, 'latin1');
}
