import { hash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { entryDigest, keyDigest } from '../../../../src/drivers/redis/rdb/digest.ts';
import type { RdbKey } from '../../../../src/drivers/redis/rdb/entries.ts';
import { sealPayload } from '../../../../src/drivers/redis/rdb/payload.ts';
import { decodeDump, decodeStored, type RdbValue } from '../../../../src/drivers/redis/rdb/value.ts';
import { RdbWriter } from '../../../../src/drivers/redis/rdb/writer.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { thrownBy } from '../../../support/thrown.ts';
import { counted, milliseconds, string } from './encoders.ts';
import { checkRdb, type Instance, keysOf, parse, startInstance } from './instance.ts';
import { FIELD_EXPIRY, lengths, NEWER, OLDER, STREAM } from './samples.ts';

let server: Instance;

beforeAll(async () => {
  server = await startInstance();
});

afterAll(async () => {
  await server?.stop();
});

describe('what older servers wrote', () => {
  test.each(OLDER)('%s is read as a server of today reads it', async (name, type, value) => {
    const payload = sealPayload(type, 6, value);
    await server.client.call('RESTORE', name, '0', payload, 'REPLACE');
    const dumped = (await server.client.callBuffer('DUMP', name)) as Buffer;
    expect(dumped.equals(payload)).toBe(false);
    const key = Buffer.from(name);
    expect(keyDigest(key, null, decodeDump(payload))).toBe(keyDigest(key, null, decodeDump(dumped)));
  });

  test('a file of them is loaded, and read the same', async () => {
    const writer = new RdbWriter(9);
    for (const [name, type, value] of OLDER) {
      writer.stored({ db: 1, expiresAtMs: null }, type, string(name), value);
    }
    writer.end();
    const file = writer.take(true) as Buffer;
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'dump.rdb'), file);
    expect(await checkRdb(join(directory, 'dump.rdb'))).toContain('RDB looks OK!');
    for (const [index, key] of keysOf(parse(file, 5)).entries()) {
      const [name, type, value] = OLDER[index] as (typeof OLDER)[number];
      expect([key.key.toString(), key.type, key.value.equals(value)]).toEqual([name, type, true]);
      expect(entryDigest(key)).toBe(keyDigest(key.key, null, decodeDump(sealPayload(type, 6, value))));
    }
  });

  test('a file without a checksum, or from before checksums, is read', () => {
    const old = Buffer.concat([
      Buffer.from('REDIS0003'),
      Buffer.from([0xfe, 2, 0xfd, 0xff, 0xff, 0xff, 0x7f]),
      Buffer.from([0]),
      string('k'),
      string('v'),
      Buffer.from([0xff]),
    ]);
    expect(keysOf(parse(old, 1))[0]).toMatchObject({ db: 2, expiresAtMs: 0x7fffffff * 1000 });
    expect(parse(old).at(-1)).toMatchObject({ kind: 'end', checked: false });
    const unchecked = Buffer.concat([Buffer.from('REDIS0009'), old.subarray(9), Buffer.alloc(8)]);
    expect(parse(unchecked, 3).at(-1)).toMatchObject({ kind: 'end', checked: false });
  });
});

describe('what newer servers write', () => {
  test.each(NEWER)('%s', (name, version, type, value, expected) => {
    expect(decodeDump(sealPayload(type, version, value))).toEqual(expected);
    const writer = new RdbWriter(version, version === 80 ? 'valkey' : 'redis');
    writer.stored({ db: 0, expiresAtMs: null }, type, string(name), value);
    writer.end();
    const [key] = keysOf(parse(writer.take(true) as Buffer, 1)) as [RdbKey];
    expect(decodeStored(key)).toEqual(expected);
  });

  test('a stream whose consumers have an activity of their own', () => {
    const third = Buffer.concat([
      STREAM.subarray(0, STREAM.indexOf('at the end') - 2),
      lengths(1000, 5, 1001, 5, 9),
      counted(1, [
        ...[string('g'), lengths(1300, 12), Buffer.from(`81${'ff'.repeat(8)}`, 'hex'), lengths(0)],
        counted(1, [string('ann'), milliseconds(FIELD_EXPIRY), milliseconds(FIELD_EXPIRY + 1), lengths(0)]),
      ]),
    ]);
    expect(decodeDump(sealPayload(21, 11, third))).toMatchObject({
      entries: [{ id: '1000-5' }, { id: '1002-4' }, { id: '1300-12' }],
      maxDeletedId: '1001-5',
      entriesAdded: 9n,
      groups: [{ entriesRead: null, consumers: [{ seenAtMs: FIELD_EXPIRY, activeAtMs: FIELD_EXPIRY + 1 }] }],
    });
  });

  test('what only a module understands is passed through, under its name', async () => {
    const id = (14n << 58n) | (17n << 52n) | (8n << 46n) | 3n;
    const idBytes = Buffer.alloc(9, 0x81);
    idBytes.writeBigUInt64BE(id, 1);
    const items = Buffer.concat([
      lengths(2, 70_000, 1, 5, 5),
      string('text'),
      lengths(4),
      Buffer.alloc(8),
      lengths(3),
      Buffer.alloc(4),
      lengths(0),
    ]);
    const writer = new RdbWriter(10);
    writer.raw(Buffer.concat([Buffer.from([0xf7]), idBytes, lengths(2, 1), items]));
    writer.stored({ db: 0, expiresAtMs: null }, 7, string('k'), Buffer.concat([idBytes, items]));
    writer.end();
    const file = writer.take(true) as Buffer;
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'dump.rdb'), file);
    expect(await checkRdb(join(directory, 'dump.rdb'))).toContain('RDB looks OK!');
    for (const pieces of [1, 3, 10_000]) {
      const entries = parse(file, pieces);
      expect(entries[1]).toMatchObject({ kind: 'module', module: 'ORIAAAAAA', whole: true });
      const value = decodeStored(keysOf(entries)[0] as RdbKey);
      expect(value).toEqual({ type: 'module', name: 'ORIAAAAAA', bytes: Buffer.concat([idBytes, items]) });
    }
  });
});

describe('what is not known', () => {
  const file = (header: string, ...bytes: number[]): Buffer => Buffer.concat([Buffer.from(header), Buffer.from(bytes)]);
  const rest = [1, 0x6b, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];

  test.each([
    ['a newer version', file('REDIS0013', ...rest), 'the format REDIS0013 at byte 0'],
    ['a newer Valkey', file('VALKEY081', ...rest), 'the format VALKEY081 at byte 0'],
    ['version 0', file('REDIS0000', ...rest), 'the format REDIS0000 at byte 0'],
    ['an unknown type', file('REDIS0010', 0xfe, 0, 40, ...rest), 'an entry of an unknown kind (40) at byte 11'],
    ['a type known by name', file('REDIS0012', 26, ...rest), 'a stream with idempotent producers (26) at byte 9'],
    ['an opcode of Valkey in a file of Redis', file('REDIS0012', 0xf3, ...rest), 'metadata of a key (243) at byte 9'],
    [
      'a type of Redis in a file of Valkey',
      file('VALKEY080', 24, ...rest),
      'an entry of an unknown kind (24) at byte 9',
    ],
  ])('%s stops before anything is handed out', (_name, content, message) => {
    const error = thrownBy(() => parse(content, 1));
    expect([error.code, error.message]).toEqual(['DATA_002', expect.stringContaining(message)]);
  });

  test.each([
    ['no RDB file', file('HELLO0010', ...rest), 'does not begin as an RDB file does'],
    ['a wrong checksum', file('REDIS0010', 0xff, 1, 2, 3, 4, 5, 6, 7, 8), 'checksum of the file'],
    ['bytes after the end', file('REDIS0010', 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 1), 'bytes after the end'],
    ['a cut file', file('REDIS0010', 0, 1), 'ends in the middle'],
    ['an expiry without a key', file('REDIS0010', 0xfc, 0, 0, 0, 0, 0, 0, 0, 0, 0xff), 'is not followed by a key'],
    ['a length that is none', file('REDIS0010', 0xfe, 0x82), '0x82 is not the beginning of a length'],
  ])('%s', (_name, content, message) => {
    const error = thrownBy(() => parse(content));
    expect([error.code, error.message]).toEqual(['DATA_002', expect.stringContaining(message)]);
  });

  test('a dumped value of another version, type or checksum', () => {
    expect(thrownBy(() => decodeDump(sealPayload(0, 13, string('v')))).details).toMatchObject({ version: 13 });
    expect(thrownBy(() => decodeDump(sealPayload(24, 80, string('v')))).details).toMatchObject({ type: 24 });
    const damaged = sealPayload(0, 10, string('value'));
    damaged[3] = 0;
    expect(thrownBy(() => decodeDump(damaged)).message).toContain('the checksum of a dumped value');
    expect(thrownBy(() => decodeDump(sealPayload(0, 10, Buffer.from([5, 65])))).message).toContain(
      'ends in the middle',
    );
    expect(thrownBy(() => decodeDump(sealPayload(0, 10, Buffer.from([1, 65, 66])))).message).toContain(
      'something follows',
    );
  });

  test('a value that would take more memory than is allowed is refused', () => {
    const many = sealPayload(
      1,
      10,
      counted(
        1000,
        Array.from({ length: 1000 }, () => string('x')),
      ),
    );
    expect(decodeDump(many)).toMatchObject({ type: 'list' });
    expect(thrownBy(() => decodeDump(many, 100_000)).message).toContain('more than 100000 bytes of memory');
  });
});

test('the digest depends on the content alone', () => {
  const key = Buffer.from('k');
  const members = ['a', 'b'].map((one) => Buffer.from(one));
  const of = (value: RdbValue, expiresAtMs: number | null = null): string => keyDigest(key, expiresAtMs, value);
  expect(of({ type: 'set', members })).toBe(of({ type: 'set', members: members.toReversed() }));
  expect(of({ type: 'list', elements: members })).not.toBe(of({ type: 'list', elements: members.toReversed() }));
  expect(of({ type: 'list', elements: members })).not.toBe(of({ type: 'list', elements: [Buffer.from('ab')] }));
  expect(of({ type: 'list', elements: members })).not.toBe(of({ type: 'list', elements: members }, 1));
  const zset = (score: number): RdbValue => ({ type: 'zset', members: [[key, score]] });
  expect(of(zset(-0))).toBe(of(zset(0)));
  expect(of(zset(0.1))).not.toBe(of(zset(0.1 + Number.EPSILON)));
  const fields = (at: number | null): RdbValue => ({ type: 'hash', fields: [[key, key, at]] });
  expect(of(fields(null))).not.toBe(of(fields(5)));
  // The form is fixed: digests are kept in manifests.
  expect(of({ type: 'string', bytes: Buffer.from('v') }, 7)).toBe(hash('md5', 'V1:kV6:stringV1:7V1:v'));
});
