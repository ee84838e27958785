import type { RedisLink } from './link.ts';
import type { ByteReply } from './reply.ts';

/** How many slots of its table the server looks at for one reply; more would hold up its other clients. */
const SCAN_COUNT = 500;

/** What restricts a scan. */
export interface ScanOptions {
  /** Glob pattern. */
  readonly match?: string;
}

/**
 * The keys of a link's database, in pages; a key that is there all the time comes at least once, and twice only while the
 * server makes its table smaller. The next page is asked for while one is worked on.
 */
export async function* scanKeys(link: RedisLink, { match }: ScanOptions = {}): AsyncGenerator<readonly Buffer[], void> {
  const restrict = match === undefined ? [] : ['MATCH', match];
  const ask = (cursor: Buffer | string): Promise<ByteReply> => {
    const reply = link.callBuffer('SCAN', cursor, ...restrict, 'COUNT', SCAN_COUNT);
    reply.catch(() => {});
    return reply;
  };
  let next: Promise<ByteReply> | null = ask('0');
  while (next !== null) {
    const [cursor, keys] = (await next) as readonly [Buffer, readonly Buffer[]];
    next = cursor.toString('latin1') === '0' ? null : ask(cursor);
    if (keys.length > 0) yield keys;
  }
}
