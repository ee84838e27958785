import type { Fence } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import { FENCE_LUA, fenceArguments } from '../fence.ts';
import type { ServerInfo } from '../info.ts';
import type { RedisLink } from '../link.ts';
import type { RdbKey, RdbLargeKey } from '../rdb/entries.ts';
import { restorePayload, restoreParts } from '../rdb/payload.ts';
import { readRdb } from '../rdb/reader.ts';
import type { Argument } from '../reply.ts';
import { defineScript } from '../script.ts';
import { formatOf } from './scan-dump.ts';

/** Keys, and bytes of values, that one script writes: what bounds how long the server is held up. */
const KEYS_AT_ONCE = 200;
const BYTES_AT_ONCE = 256 * 1024;

/** Scripts that are on their way at once, so that neither side waits for the other. */
const SCRIPTS_ON_THE_WAY = 8;

/**
 * KEYS: lock, then those to restore. ARGV: owner, lease, database, count of arguments a key; for each key its expiry in ms
 * (0 = none), its payload, and where there are hints about its use their name and number.
 */
const RESTORE_LUA = `
redis.call('SELECT', ARGV[3])
local stride = tonumber(ARGV[4])
for index = 2, #KEYS do
  local at = 5 + (index - 2) * stride
  if stride == 4 and ARGV[at + 2] ~= '' then
    redis.call('RESTORE', KEYS[index], ARGV[at], ARGV[at + 1], 'REPLACE', 'ABSTTL', ARGV[at + 2], ARGV[at + 3])
  else
    redis.call('RESTORE', KEYS[index], ARGV[at], ARGV[at + 1], 'REPLACE', 'ABSTTL')
  end
end
return #KEYS - 1
`;

const RESTORE = defineScript('restoring keys', RESTORE_LUA);
const RESTORE_FENCED = defineScript('restoring keys', FENCE_LUA + RESTORE_LUA);

/** Where a backup is restored. */
export interface RestoreTarget {
  readonly link: RedisLink;
  readonly info: ServerInfo;
  /** Null: there is no lock to hold. */
  readonly fence: { readonly fence: Fence; readonly lock: string } | null;
  /** Added to every expiry. */
  readonly expiryShiftMs: number;
  /** Where the keys of a database number go. */
  databaseOf(database: number): Promise<number>;
  /** Whether a key is wanted. */
  keep(key: Buffer): boolean;
}

/** What was restored, and what is left to do. */
export interface Restored {
  /** Of the format of the file. */
  readonly version: number;
  /** The code of the libraries of functions, which were not restored. */
  readonly functions: readonly Buffer[];
}

/** A batch of keys for one database number. */
class Batch {
  readonly keys: Buffer[] = [];
  readonly values: (readonly [expiry: number, payload: Buffer, hint: string, hintValue: number])[] = [];
  readonly database: number;
  bytes = 0;
  hints = false;

  constructor(database: number) {
    this.database = database;
  }

  get isFull(): boolean {
    return this.keys.length >= KEYS_AT_ONCE || this.bytes >= BYTES_AT_ONCE;
  }

  add(entry: RdbKey | RdbLargeKey, key: Buffer, payload: Buffer, shiftMs: number): void {
    const { expiresAtMs, idle, frequency } = entry;
    const [hint, value] =
      idle === null
        ? frequency === null
          ? (['', 0] as const)
          : (['FREQ', frequency] as const)
        : (['IDLETIME', idle] as const);
    if (hint !== '') this.hints = true;
    this.keys.push(key);
    // 0 would mean that it never expires.
    this.values.push([expiresAtMs === null ? 0 : Math.max(1, expiresAtMs + shiftMs), payload, hint, value]);
    this.bytes += payload.length + key.length;
  }

  arguments(): readonly Argument[] {
    const { hints } = this;
    return [
      this.database,
      hints ? 4 : 2,
      ...this.values.flatMap((value): readonly Argument[] => (hints ? value : [value[0], value[1]])),
    ];
  }
}

/** A format that the server does not read is refused before anything is written. */
export function requireFormat(header: { readonly dialect: string; readonly version: number }, info: ServerInfo): void {
  const [version, dialect] = formatOf(info);
  if (header.version <= version && (header.dialect === 'redis' || header.dialect === dialect)) return;
  throw new SluiceError(
    'DATA_002',
    `The backup is in version ${String(header.version)} of the format of ${header.dialect === 'redis' ? 'Redis' : 'Valkey'}, which ${info.product} ${info.version} does not read: nothing was written.`,
    {
      fix: 'Restore it into a server that is not older than the one of the backup.',
      details: { version: header.version, dialect: header.dialect, serverVersion: info.version },
    },
  );
}

/**
 * Restores the keys of an RDB file, each with its expiry, over what is there. The file is read as the server takes it: what
 * is held are a few batches, or one large value.
 *
 * @throws SluiceError `DATA_002` for what cannot be read, `MEM_001` when the server is full, `LOCK_001`; what the link throws
 */
export async function restoreKeys(
  source: AsyncIterable<Buffer>,
  target: RestoreTarget,
  signal: AbortSignal,
): Promise<Restored> {
  const { fence } = target;
  const link = target.link.within({ signal });
  const script = fence === null ? RESTORE : RESTORE_FENCED;
  const first = fence === null ? (['', 0] as const) : fenceArguments(fence.fence);
  const functions: Buffer[] = [];
  const onTheWay: Promise<unknown>[] = [];
  let version = 0;
  let batch: Batch | null = null;
  let large: { readonly entry: RdbLargeKey; readonly key: Buffer; readonly pieces: Buffer[] } | null = null;
  let known = false;

  const send = async (): Promise<void> => {
    if (batch === null || batch.keys.length === 0) return;
    const sent = link.script(script, [fence?.lock ?? '', ...batch.keys], [...first, ...batch.arguments()]);
    sent.catch(() => {});
    batch = null;
    onTheWay.push(sent);
    // The first one teaches the server the script.
    while (onTheWay.length >= SCRIPTS_ON_THE_WAY || (!known && onTheWay.length > 0)) {
      await onTheWay.shift();
      known = true;
    }
  };
  const add = async (entry: RdbKey | RdbLargeKey, key: Buffer, payload: Buffer): Promise<void> => {
    const database = await target.databaseOf(entry.db);
    if (batch !== null && (batch.database !== database || batch.bytes + payload.length > BYTES_AT_ONCE)) await send();
    batch ??= new Batch(database);
    batch.add(entry, key, payload, target.expiryShiftMs);
    if (batch.isFull) await send();
  };

  for await (const entries of readRdb(source, { signal })) {
    for (const entry of entries) {
      switch (entry.kind) {
        case 'header':
          ({ version } = entry);
          requireFormat(entry, target.info);
          break;
        case 'function':
          functions.push(Buffer.from(entry.code));
          break;
        case 'key': {
          const { key } = entry;
          if (target.keep(key)) await add(entry, key, restorePayload(entry));
          break;
        }
        case 'large': {
          const { key } = entry;
          large = target.keep(key) ? { entry, key: Buffer.from(key), pieces: [entry.value] } : null;
          break;
        }
        case 'piece':
          large?.pieces.push(entry.raw);
          if (entry.last && large !== null) {
            const { parts, bytes } = restoreParts(large.entry, large.pieces);
            await add(large.entry, large.key, Buffer.concat(parts, bytes));
            large = null;
          }
          break;
        default:
      }
    }
  }
  await send();
  await Promise.all(onTheWay);
  return { version, functions };
}
