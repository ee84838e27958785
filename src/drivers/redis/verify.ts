import { Md5Sum } from '../../checksum/row-digest.ts';
import type { TableDigest, TableRef, VerifyGroup } from '../../driver.ts';
import { type KeyTable, readTableRef } from './keyspace.ts';
import type { OpenLink, RedisLink } from './link.ts';
import { isOwnKey, type OwnKeys } from './own-keys.ts';
import { storedDigest } from './rdb/digest.ts';
import { openPayload } from './rdb/payload.ts';
import { dumpKeys, expiries, type KeyScripts } from './read-keys.ts';
import { scalarCommand } from './scalar.ts';
import { scanKeys } from './scan.ts';

/** What verification works with. */
export interface VerifyParts {
  readonly keys: OwnKeys;
  readonly scripts: KeyScripts;
  /** The shared link for reading. */
  readonly reader: RedisLink;
  /** A link of one's own to a database number; the caller closes it. */
  openReader(database: number): OpenLink;
  /** Every expiry lies so much later than it counts: in a copy, of which nothing may expire while it is compared. */
  readonly expiryShiftMs: number;
}

/** What is added up of a table. */
interface Sum {
  rows: number;
  readonly content: Md5Sum;
}

type Sums = Readonly<Record<KeyTable, Sum>>;

function emptySum(): Sum {
  return { rows: 0, content: new Md5Sum() };
}

/** How often a database is read again when the server gave keys twice because it was making its table smaller. */
const ATTEMPTS = 5;

/** Reads the keys of one database number and adds them up. */
async function sumsOf(
  link: RedisLink,
  { keys, scripts, expiryShiftMs }: VerifyParts,
  what: 'digests' | 'counts',
): Promise<Sums> {
  for (let attempt = 1; ; attempt += 1) {
    const sums: Sums = { keys: emptySum(), expiring: emptySum() };
    const before = Number(await link.call('DBSIZE'));
    let seen = 0;
    for await (const page of scanKeys(link)) {
      seen += page.length;
      const wanted = page.filter((key) => !isOwnKey(keys, key));
      if (what === 'counts') {
        for (const expiresAt of await expiries(link, scripts, wanted))
          if (expiresAt !== undefined) sums[expiresAt === null ? 'keys' : 'expiring'].rows += 1;
      } else {
        for await (const found of dumpKeys(link, scripts, wanted))
          for (const { key, expiresAtMs, payload } of found) {
            const sum = sums[expiresAtMs === null ? 'keys' : 'expiring'];
            sum.rows += 1;
            const counted = expiresAtMs === null ? null : expiresAtMs - expiryShiftMs;
            sum.content.add(Buffer.from(storedDigest(key, counted, openPayload(payload)), 'hex').toString('latin1'));
          }
      }
    }
    // More than there are: some came twice. While others delete keys this cannot be told apart, nor does it matter then.
    if (attempt === ATTEMPTS || seen <= Math.max(before, Number(await link.call('DBSIZE')))) return sums;
  }
}

/** Reads and compares data. Redis has no snapshots to read from: each key is read at one moment, all of them are not. */
export function verifyGroup(parts: VerifyParts): VerifyGroup {
  async function* read(
    tables: readonly TableRef[],
    what: 'digests' | 'counts',
    signal: AbortSignal,
  ): AsyncIterable<TableDigest> {
    const found = new Map<number, Sums>();
    for (const ref of tables) {
      const { database, table } = readTableRef(ref);
      let sums = found.get(database);
      if (sums === undefined) {
        const link = parts.openReader(database);
        try {
          sums = await sumsOf(link.within({ signal }), parts, what);
        } finally {
          link.close();
        }
        found.set(database, sums);
      }
      yield { table: ref, rows: sums[table].rows, checksum: what === 'counts' ? '' : sums[table].content.checksum() };
    }
  }

  return {
    digests: (tables, signal) => read(tables, 'digests', signal),
    counts: (tables, signal) => read(tables, 'counts', signal),
    orphans: async () => [],
    scalar: (query, limits) => scalarCommand(parts.reader, query, limits),
  };
}
