import type { KeyType } from '../../../driver.ts';
import type { RedisLink } from '../link.ts';
import type { ByteReply } from '../reply.ts';
import type { ReadKey } from './read.ts';
import { storedType } from './scan.ts';
import type { StoredValue } from './stored.ts';
import { identityOf } from './text.ts';

/** Bytes of a string, and elements of a collection, that one command reads. */
const BYTES_AT_ONCE = 1_048_576;
const ELEMENTS_AT_ONCE = 1000;

type Bytes = readonly Buffer[];

/** All that a scan of a collection gives, in the groups that belong together, each once. */
async function scanAll(link: RedisLink, command: string, key: Buffer, group: 1 | 2): Promise<readonly Bytes[]> {
  const found = new Map<string, Bytes>();
  let cursor: Buffer | string = '0';
  do {
    const reply = (await link.callBuffer(command, key, cursor, 'COUNT', ELEMENTS_AT_ONCE)) as readonly [Buffer, Bytes];
    const [next, parts] = reply;
    for (let at = 0; at < parts.length; at += group) {
      const [name = Buffer.alloc(0), ...rest] = parts.slice(at, at + group);
      found.set(identityOf(name), [name, ...rest]);
    }
    cursor = next;
  } while (cursor.toString() !== '0');
  return [...found.values()];
}

async function readString(link: RedisLink, key: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = 0; ; at += BYTES_AT_ONCE) {
    const part = (await link.callBuffer('GETRANGE', key, at, at + BYTES_AT_ONCE - 1)) as Buffer;
    parts.push(part);
    if (part.length < BYTES_AT_ONCE) return Buffer.concat(parts);
  }
}

async function readList(link: RedisLink, key: Buffer): Promise<Bytes> {
  const elements: Buffer[] = [];
  for (;;) {
    const at = elements.length;
    const part = (await link.callBuffer('LRANGE', key, at, at + ELEMENTS_AT_ONCE - 1)) as Bytes;
    elements.push(...part);
    if (part.length < ELEMENTS_AT_ONCE) return elements;
  }
}

/** When fields expire: servers before 7.4 do not know the command, and let no field expire. */
async function expiriesOf(link: RedisLink, key: Buffer, fields: Bytes): Promise<readonly number[]> {
  const expiries: number[] = [];
  for (let at = 0; at < fields.length; at += ELEMENTS_AT_ONCE) {
    const part = fields.slice(at, at + ELEMENTS_AT_ONCE);
    const [reply] = await link.pipelineBuffer([['HPEXPIRETIME', key, 'FIELDS', part.length, ...part]]);
    if (!Array.isArray(reply)) return [];
    expiries.push(...(reply as readonly number[]));
  }
  return expiries;
}

async function readHash(link: RedisLink, key: Buffer): Promise<StoredValue> {
  const pairs = await scanAll(link, 'HSCAN', key, 2);
  const expiries = await expiriesOf(
    link,
    key,
    pairs.map(([field]) => field ?? Buffer.alloc(0)),
  );
  return {
    type: 'hash',
    fields: pairs.map(([field = Buffer.alloc(0), value = Buffer.alloc(0)], index) => {
      const expiresAt = expiries[index] ?? -1;
      return [field, value, expiresAt < 0 ? null : expiresAt];
    }),
  };
}

function scoreOf(text: Buffer | undefined): number {
  const score = String(text);
  return /inf/u.test(score) ? (score.startsWith('-') ? -Infinity : Infinity) : Number(score);
}

async function readValue(link: RedisLink, key: Buffer, type: ByteReply): Promise<StoredValue | null> {
  switch (String(type)) {
    case 'string':
      return { type: 'string', bytes: await readString(link, key) };
    case 'list':
      return { type: 'list', elements: await readList(link, key) };
    case 'hash':
      return readHash(link, key);
    case 'set':
      return { type: 'set', members: (await scanAll(link, 'SSCAN', key, 1)).flat() };
    case 'zset': {
      const members = await scanAll(link, 'ZSCAN', key, 2);
      return { type: 'zset', members: members.map(([member = Buffer.alloc(0), score]) => [member, scoreOf(score)]) };
    }
    default:
      return null;
  }
}

/**
 * Reads a large value in parts, so that no command holds up the server. The parts are of one moment only if nobody changes
 * the key meanwhile: have it watched. Null: it is gone or of another type by now.
 */
export async function readLarge(link: RedisLink, key: Buffer, type: KeyType | null): Promise<ReadKey | null> {
  const kind = await link.callBuffer('TYPE', key);
  const wanted = storedType(type);
  if (wanted !== '' && String(kind) !== wanted) return null;
  const stored = await readValue(link, key, kind);
  return stored === null ? null : { key, stored, bytes: null };
}
