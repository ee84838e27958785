import { describe, expect, it } from '@jest/globals';
import { fitHeader, withoutTransactions } from '../../../src/drivers/postgresql/snapshot/script-header.ts';

/** The text of a stream that was fed in pieces of some size. */
async function through(
  text: string,
  size: number,
  filter: (script: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
): Promise<string> {
  async function* pieces(): AsyncGenerator<Buffer> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) {
      await Promise.resolve();
      yield bytes.subarray(at, at + size);
    }
  }
  return Buffer.concat(await Array.fromAsync(filter(pieces()))).toString();
}

const HEADER = `--
-- PostgreSQL database dump
--

\\restrict abc

SET statement_timeout = 0;
SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

`;

const BODY = `CREATE FUNCTION f() RETURNS void LANGUAGE sql AS '
SET transaction_timeout = 0;
';
COPY t FROM stdin;
SET transaction_timeout = 0;
\\.
`;

describe.each([1, 7, 1_000_000])('a script in pieces of %i octets', (size) => {
  it('loses settings of its header that an older server does not know, and nothing else', async () => {
    const old = HEADER.replace('SET transaction_timeout = 0;\n', '');
    expect(await through(HEADER + BODY, size, (script) => fitHeader(script, 16))).toBe(old + BODY);
    expect(await through(HEADER + BODY, size, (script) => fitHeader(script, 17))).toBe(HEADER + BODY);
    expect(await through('', size, (script) => fitHeader(script, 12))).toBe('');
    expect(await through('-- no end', size, (script) => fitHeader(script, 12))).toBe('-- no end');
  });

  it('of large objects loses its transactions', async () => {
    const script = `${HEADER}BEGIN;\nSELECT pg_catalog.lo_open('1', 131072);\nSELECT pg_catalog.lowrite(0, '\\x00');\nCOMMIT;\n\n-- done`;
    expect(await through(script, size, withoutTransactions)).toBe(
      script.replace('BEGIN;\n', '').replace('COMMIT;\n', ''),
    );
  });
});
