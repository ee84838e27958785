import type { KeyType } from '../../../driver.ts';
import type { RedisLink } from '../link.ts';

/** How many slots of its table the server looks at for one reply. */
const SCAN_COUNT = 500;

/** What a scan looks for. */
export interface ScanFilter {
  readonly match: string;
  readonly type: KeyType | null;
  /** What Sluice's own keys begin with: they are left out. */
  readonly own: string;
}

/** Keys, and where the scan goes on when they are done; `0` = it was the last page. */
export interface Page {
  readonly keys: readonly Buffer[];
  readonly cursor: string;
}

/** The type as TYPE and SCAN name it. */
export function storedType(type: KeyType | null): string {
  return type === 'json' ? 'string' : (type ?? '');
}

/**
 * Keys from a cursor on, in pages; the next page is asked for while one is worked on. A key that is there all the time
 * comes at least once.
 */
export async function* pages(link: RedisLink, filter: ScanFilter, from: string): AsyncGenerator<Page, void> {
  const type = filter.type === null ? [] : ['TYPE', storedType(filter.type)];
  const own = Buffer.from(filter.own);
  const ask = (cursor: string): Promise<unknown> => {
    const reply = link.callBuffer('SCAN', cursor, 'MATCH', filter.match, 'COUNT', SCAN_COUNT, ...type);
    reply.catch(() => {});
    return reply;
  };
  let next: Promise<unknown> | null = ask(from);
  while (next !== null) {
    const [answer, found] = (await next) as readonly [Buffer, readonly Buffer[]];
    const cursor = answer.toString('latin1');
    next = cursor === '0' ? null : ask(cursor);
    const keys = new Map(found.map((key) => [key.toString('latin1'), key]));
    yield { keys: [...keys.values()].filter((key) => !key.subarray(0, own.length).equals(own)), cursor };
  }
}
