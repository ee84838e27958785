import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { entryDigest, keyDigest, LargeKeyDigest } from '../../../../src/drivers/redis/rdb/digest.ts';
import type { RdbEntry, RdbKey } from '../../../../src/drivers/redis/rdb/entries.ts';
import { restoreParts, restorePayload } from '../../../../src/drivers/redis/rdb/payload.ts';
import { readRdb } from '../../../../src/drivers/redis/rdb/reader.ts';
import { rewriteRdb } from '../../../../src/drivers/redis/rdb/rewrite.ts';
import { decodeDump, decodeStored, type RdbValue } from '../../../../src/drivers/redis/rdb/value.ts';
import { RdbWriter } from '../../../../src/drivers/redis/rdb/writer.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { fill } from './corpus.ts';
import { checkRdb, type Instance, keysOf, parse, startInstance } from './instance.ts';

let source: Instance;
let file: Buffer;
let entries: RdbEntry[];
let keys: RdbKey[];
const others: Instance[] = [];

beforeAll(async () => {
  source = await startInstance();
  await fill(source.client);
  file = await source.save();
  entries = parse(file);
  keys = keysOf(entries);
});

afterAll(async () => {
  await Promise.all([source, ...others].map((instance) => instance?.stop()));
});

/** The smaller the pieces, the smaller the values that are tried with them. */
const isSmall = (key: { readonly value: Buffer }, pieceBytes: number): boolean => key.value.length < 1000 * pieceBytes;

/** What tells a key. */
const nameOf = (key: { readonly db: number; readonly key: Buffer }): string =>
  `${String(key.db)} ${key.key.toString('hex')}`;

async function ask(instance: Instance, key: RdbKey, command: string, ...args: (string | Buffer)[]): Promise<unknown> {
  if (instance.client.options.db !== key.db) {
    await instance.client.select(key.db);
    instance.client.options.db = key.db;
  }
  return instance.client.callBuffer(command, ...args);
}

const sorted = (buffers: readonly Buffer[]): Buffer[] => buffers.toSorted(Buffer.compare);

const text = (value: unknown): string => String(value);

/** The value as the server's own commands give it, in the form of ours. */
async function asServed(key: RdbKey, value: RdbValue): Promise<[served: unknown, decoded: unknown]> {
  switch (value.type) {
    case 'string':
      return [await ask(source, key, 'GET', key.key), value.bytes];
    case 'list':
      return [await ask(source, key, 'LRANGE', key.key, '0', '-1'), value.elements];
    case 'set':
      return [sorted((await ask(source, key, 'SMEMBERS', key.key)) as Buffer[]), sorted(value.members)];
    case 'hash': {
      const served = (await ask(source, key, 'HGETALL', key.key)) as Buffer[];
      const fields = new Map(value.fields.map(([field, content]) => [field.toString('hex'), content]));
      return [new Map(pairs(served).map(([field, content]) => [field.toString('hex'), content])), fields];
    }
    case 'zset': {
      const reply = (await ask(source, key, 'ZRANGE', key.key, '0', '-1', 'WITHSCORES')) as Buffer[] | Buffer[][];
      const served = reply.flat();
      const score = (bytes: Buffer): number => Number(text(bytes).replace('inf', 'Infinity')) + 0;
      return [
        new Map(pairs(served).map(([member, at]) => [member.toString('hex'), score(at)])),
        new Map(value.members.map(([member, at]) => [member.toString('hex'), at + 0])),
      ];
    }
    case 'stream': {
      const served = (await ask(source, key, 'XRANGE', key.key, '-', '+')) as [Buffer, Buffer[]][];
      return [
        served.map(([id, fields]) => ({ id: text(id), fields: pairs(fields) })),
        value.entries.map(({ id, fields }) => ({ id, fields: [...fields] })),
      ];
    }
    default:
      throw new Error('the corpus has no modules');
  }
}

function pairs(flat: readonly Buffer[]): [Buffer, Buffer][] {
  return Array.from({ length: flat.length / 2 }, (_, at) => flat.slice(at * 2, at * 2 + 2) as [Buffer, Buffer]);
}

/** Writes a file that a fresh server loads. */
async function load(content: AsyncIterable<Buffer>): Promise<Instance> {
  const directory = await temporaryDirectory();
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  await writeFile(join(directory, 'dump.rdb'), Buffer.concat(chunks));
  expect(await checkRdb(join(directory, 'dump.rdb'))).toContain('RDB looks OK!');
  const instance = await startInstance(directory);
  others.push(instance);
  return instance;
}

async function* batches(): AsyncGenerator<RdbEntry[]> {
  yield entries;
}

/** The code of its functions, in no order. */
async function functionsOf(instance: Instance): Promise<string[]> {
  const listed = (await instance.client.call('FUNCTION', 'LIST', 'WITHCODE')) as unknown[][];
  return listed.map((library) => String(record(library)['library_code'])).toSorted();
}

async function digestsOf(instance: Instance, of: readonly RdbKey[]): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const key of of)
    digests[nameOf(key)] = text(((await ask(instance, key, 'DEBUG', 'DIGEST-VALUE', key.key)) as Buffer[])[0]);
  return digests;
}

describe('a file that Redis wrote', () => {
  test('is made of what the entries hold, byte for byte', () => {
    expect(Buffer.concat(entries.map((entry) => entry.raw)).equals(file)).toBe(true);
    expect(entries[0]).toMatchObject({ kind: 'header', dialect: 'redis', version: 10 });
    expect(entries.at(-1)).toMatchObject({ kind: 'end', checked: true });
  });

  test('has every key of every database, with its type and expiry', async () => {
    for (let db = 0; db < 16; db++) {
      await source.client.select(db);
      const ours = keys.filter((key) => key.db === db);
      expect(await source.client.call('DBSIZE')).toBe(ours.length);
    }
    source.client.options.db = 15;
    for (const key of keys) {
      expect(text(await ask(source, key, 'TYPE', key.key))).toBe(decodeStored(key).type);
      expect(await ask(source, key, 'PEXPIRETIME', key.key)).toBe(key.expiresAtMs ?? -1);
    }
    expect(keys.filter((key) => key.expiresAtMs !== null)).toHaveLength(19);
  });

  test('covers every encoding of the server, and the types in which it stores them', async () => {
    const encodings = new Set<string>();
    for (const key of keys) encodings.add(text(await ask(source, key, 'OBJECT', 'ENCODING', key.key)));
    expect([...encodings].toSorted()).toEqual([
      'embstr',
      'hashtable',
      'int',
      'intset',
      'listpack',
      'quicklist',
      'raw',
      'skiplist',
      'stream',
    ]);
    expect([...new Set(keys.map((key) => key.type))].toSorted((a, b) => a - b)).toEqual([
      0, 2, 4, 5, 11, 16, 17, 18, 19,
    ]);
  });

  test('gives for RESTORE what DUMP gives, and values and digests that are the same', async () => {
    for (const key of keys) {
      const dumped = (await ask(source, key, 'DUMP', key.key)) as Buffer;
      expect(restorePayload(key).equals(dumped)).toBe(true);
      const { parts, bytes } = restoreParts(key, [key.value.subarray(0, 1), key.value.subarray(1)]);
      expect(Buffer.concat(parts, bytes).equals(dumped)).toBe(true);
      const value = decodeDump(dumped);
      const [served, decoded] = await asServed(key, value);
      expect(Buffer.isBuffer(decoded) ? decoded.equals(served as Buffer) : decoded).toEqual(
        Buffer.isBuffer(decoded) ? true : served,
      );
      expect(entryDigest(key)).toBe(keyDigest(key.key, key.expiresAtMs, value));
    }
  });

  test('has the groups of a stream, their consumers and what is pending', async () => {
    const key = keys.find((one) => one.key.equals(Buffer.from('stream'))) as RdbKey;
    const value = decodeStored(key);
    if (value.type !== 'stream') throw new Error('no stream');
    const reply = (await ask(source, key, 'XINFO', 'STREAM', key.key, 'FULL', 'COUNT', '0')) as unknown[];
    const info = record(reply);
    expect(value).toMatchObject({
      lastId: text(info['last-generated-id']),
      maxDeletedId: text(info['max-deleted-entry-id']),
      entriesAdded: BigInt(info['entries-added'] as number),
    });
    const groups = (info['groups'] as unknown[][]).map(record);
    expect(value.groups).toEqual(
      groups.map((group) => ({
        name: group['name'],
        lastId: text(group['last-delivered-id']),
        entriesRead: group['entries-read'] === null ? null : BigInt(group['entries-read'] as number),
        pending: (group['pending'] as [Buffer, Buffer, number, number][]).map(([id, , at, times]) => ({
          id: text(id),
          deliveredAtMs: at,
          deliveries: BigInt(times),
        })),
        consumers: (group['consumers'] as unknown[][]).map(record).map((consumer) => ({
          name: consumer['name'],
          seenAtMs: consumer['seen-time'],
          activeAtMs: null,
          pending: (consumer['pending'] as [Buffer][]).map(([id]) => text(id)),
        })),
      })),
    );
    expect(value.groups.flatMap((group) => group.pending)).toHaveLength(26);
  });

  test('has the functions', async () => {
    const codes = entries.flatMap((entry) => (entry.kind === 'function' ? [entry.code.toString()] : []));
    expect(codes.toSorted()).toEqual(await functionsOf(source));
    expect(codes).toHaveLength(2);
  });

  test('notes when keys were last used, or how often, where the server evicts by that', async () => {
    const small = await startInstance();
    others.push(small);
    for (const [policy, field] of [
      ['allkeys-lru', 'idle'],
      ['allkeys-lfu', 'frequency'],
    ] as const) {
      await small.client.call('CONFIG', 'SET', 'maxmemory-policy', policy);
      await small.client.mset('a', '1', 'b', '2');
      await small.client.pexpire('b', 3_600_000);
      const [a, b] = keysOf(parse(await small.save(), 1));
      expect(a?.[field]).toEqual(expect.any(Number));
      expect(b?.[field]).toEqual(expect.any(Number));
      expect([a?.expiresAtMs, b?.expiresAtMs]).toEqual(expect.arrayContaining([null, expect.any(Number)]));
    }
  });
});

function record(flat: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: flat.length / 2 }, (_, at) => [text(flat[at * 2]), flat[at * 2 + 1]]));
}

describe('however the file is cut', () => {
  test.each([1, 2, 3, 7, 64, 4099])('into pieces of %d bytes, the entries are the same', async (pieceBytes) => {
    const chunks: Buffer[] = [];
    const small = rewriteRdb(batches(), (key) => (isSmall(key, pieceBytes) ? 'keep' : 'drop'));
    for await (const chunk of small) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    const wanted = parse(content);
    const cut = parse(content, pieceBytes);
    expect(cut.map(({ kind, raw }) => [kind, raw.toString('latin1')])).toEqual(
      wanted.map(({ kind, raw }) => [kind, raw.toString('latin1')]),
    );
    expect(keysOf(cut).map(entryDigest)).toEqual(keysOf(wanted).map(entryDigest));
    const pieces = parse(content, pieceBytes, 200);
    expect(Buffer.concat(pieces.map((entry) => entry.raw)).equals(content)).toBe(true);
    expect(pieces.some((entry) => entry.kind === 'large')).toBe(true);
    expect(digestsByKey(pieces)).toEqual(digestsByKey(wanted));
  });

  test('large values come in pieces, with the same digest and nothing lost', async () => {
    const all: RdbEntry[] = [];
    async function* pieces(): AsyncGenerator<Buffer> {
      for (let at = 0; at < file.length; at += 65_536) yield file.subarray(at, at + 65_536);
    }
    for await (const batch of readRdb(pieces(), { wholeBytes: 100_000 })) all.push(...batch);
    expect(Buffer.concat(all.map((entry) => entry.raw)).equals(file)).toBe(true);
    expect(all.filter((entry) => entry.kind === 'large').length).toBeGreaterThan(3);
    expect(digestsByKey(all)).toEqual(digestsByKey(entries));
  });
});

function digestsByKey(all: readonly RdbEntry[]): Record<string, string> {
  const digests: Record<string, string> = {};
  let open: { readonly name: string; readonly digest: LargeKeyDigest } | null = null;
  for (const entry of all) {
    if (entry.kind === 'key') digests[nameOf(entry)] = entryDigest(entry);
    if (entry.kind === 'large') open = { name: nameOf(entry), digest: new LargeKeyDigest(entry) };
    if (entry.kind === 'piece' && open !== null) {
      const digest = open.digest.push(entry);
      expect(digest === null).toBe(!entry.last);
      if (digest !== null) digests[open.name] = digest;
    }
  }
  return digests;
}

describe('a file that was written again', () => {
  test('is loaded by a plain server, and every key is the same', async () => {
    const target = await load(rewriteRdb(batches(), () => 'keep'));
    expect(await digestsOf(target, keys)).toEqual(await digestsOf(source, keys));
    expect(await functionsOf(target)).toEqual(await functionsOf(source));
  });

  test('can leave keys out, move and rename them and shift their expiry', async () => {
    const expiring = keys.filter((key) => key.expiresAtMs !== null);
    const target = await load(
      rewriteRdb(batches(), (key) => {
        if (key.expiresAtMs === null) return 'drop';
        const renamed = Buffer.concat([Buffer.from(`${String(key.db)}:`), key.key]);
        return { db: 3, key: renamed, expiresAtMs: key.expiresAtMs + 1000 };
      }),
    );
    await target.client.select(3);
    expect(await target.client.call('DBSIZE')).toBe(expiring.length);
    for (const key of expiring) {
      const renamed = Buffer.concat([Buffer.from(`${String(key.db)}:`), key.key]);
      expect(await target.client.call('PEXPIRETIME', renamed)).toBe((key.expiresAtMs ?? 0) + 1000);
    }
  });

  test('can be made of what DUMP gives, and nothing else', async () => {
    async function* content(): AsyncGenerator<Buffer> {
      const writer = new RdbWriter(10);
      writer.aux('%writer', 'test');
      for (const entry of entries) if (entry.kind === 'function') writer.function(entry.code);
      for (let db = 0; db < 16; db++) {
        const of = keys.filter((key) => key.db === db);
        const expiring = of.filter((key) => key.expiresAtMs !== null).length;
        writer.database(db, { keys: of.length, expiring });
        for (const key of of) {
          const payload = (await ask(source, key, 'DUMP', key.key)) as Buffer;
          writer.dumped({ db, expiresAtMs: key.expiresAtMs }, key.key, payload);
          const chunk = writer.take();
          if (chunk !== null) yield chunk;
        }
      }
      writer.end();
      yield writer.take(true) as Buffer;
    }
    const target = await load(content());
    expect(await digestsOf(target, keys)).toEqual(await digestsOf(source, keys));
  });
});
