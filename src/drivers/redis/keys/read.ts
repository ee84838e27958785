import type { KeyType } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import type { RedisLink } from '../link.ts';
import { decodeDump } from '../rdb/value.ts';
import type { Mark, Marks } from './marks.ts';
import { keyFailure } from './key-failure.ts';
import { storedType } from './scan.ts';
import { READ, READ_ANSWER } from './scripts.ts';
import { CHANGEABLE, type StoredValue } from './stored.ts';

/** Bytes of values that one command reads, and of one value that it may read at all. */
const BYTES_AT_ONCE = 1_048_576;

/** Keys of one answer. */
export interface ReadKeys {
  readonly read: readonly ReadKey[];
  /** Too large to be read by one command: see `readLarge`. */
  readonly large: readonly Buffer[];
}

/** A key as it was read. */
export interface ReadKey {
  readonly key: Buffer;
  readonly stored: StoredValue;
  /** What the server gave for it: a string's bytes, else DUMP's; null = read in parts, and the server watches it. */
  readonly bytes: Buffer | null;
}

/** What is read. */
export interface ReadRequest {
  readonly keys: readonly Buffer[];
  readonly type: KeyType | null;
  /** Null: marks do not count. */
  readonly marks: Marks | null;
  /** Only keys with a mark; otherwise only those without. */
  readonly marked: boolean;
}

function decode(key: Buffer, type: string, bytes: Buffer | undefined): StoredValue {
  if (type === 'string' && bytes !== undefined) return { type: 'string', bytes };
  const value = bytes === undefined ? undefined : decodeDump(bytes);
  if (value === undefined || !CHANGEABLE.includes(value.type)) {
    throw keyFailure(
      key,
      `It is a ${type}, which a key migration cannot change: choose match or type so that it is left out.`,
    );
  }
  return value as StoredValue;
}

/** Reads keys in bounded commands; those that are gone, done or of another type are left out. */
export async function* readKeys(link: RedisLink, request: ReadRequest): AsyncGenerator<ReadKeys, void> {
  const { type, marks, marked } = request;
  let pending = request.keys;
  while (pending.length > 0) {
    const found: ReadKey[] = [];
    const later: Buffer[] = [];
    const large: Buffer[] = [];
    const noMark: Mark = { set: '', value: '' };
    const own = pending.map((key) => marks?.of(key) ?? noMark);
    const answers = (await link.scriptBuffer(
      READ,
      [...pending, ...own.map(({ set }, index) => (set === '' ? (pending[index] ?? set) : set))],
      [
        pending.length,
        marked ? 1 : 0,
        storedType(type),
        BYTES_AT_ONCE,
        BYTES_AT_ONCE,
        ...own.map(({ value }) => value),
      ],
    )) as readonly (readonly [number, Buffer?, Buffer?])[];
    for (const [index, [answer, kind, bytes]] of answers.entries()) {
      const key = pending[index];
      if (key === undefined) throw new SluiceError('INT_001', 'The server answered for more keys than were asked for.');
      if (answer === READ_ANSWER.later) later.push(key);
      else if (answer === READ_ANSWER.large) large.push(key);
      else if (answer === READ_ANSWER.read)
        found.push({ key, stored: decode(key, String(kind), bytes), bytes: bytes ?? Buffer.alloc(0) });
    }
    yield { read: found, large };
    pending = later;
  }
}
