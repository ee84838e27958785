import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readServerInfo } from '../../../../src/drivers/redis/info.ts';
import type { Links } from '../../../../src/drivers/redis/link.ts';
import { keyScripts } from '../../../../src/drivers/redis/read-keys.ts';
import { dumpByScan } from '../../../../src/drivers/redis/snapshot/scan-dump.ts';
import { SeenKeys } from '../../../../src/drivers/redis/snapshot/seen-keys.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { linksTo, NEVER } from '../open.ts';
import { checkRdb, type Instance, startInstance } from '../rdb/instance.ts';

const KEYS = 1500;

const instances: Instance[] = [];
let source: Instance;
let links: Links;

beforeAll(async () => {
  source = await startInstance();
  instances.push(source);
  const { client } = source;
  for (const db of [0, 3, 15]) {
    await client.select(db);
    await client.call('DEBUG', 'POPULATE', String(KEYS), 'key', '40');
    await client.hset('hash', { a: '1', b: 'x'.repeat(100) });
    await client.rpush('list', ...Array.from({ length: 500 }, (_, index) => `element ${String(index)}`));
    await client.set('expiring', 'value', 'PX', 3_600_000);
    await client.set('unwanted', 'value');
    await client.set('large', randomBytes(300_000));
  }
  await client.call('FUNCTION', 'LOAD', '#!lua name=one\nredis.register_function("f", function() return 1 end)');
  await client.call('ACL', 'SETUSER', 'nosync', 'on', '>secret', '~*', '+@all', '-sync', '-psync');
  const { host, port } = client.options;
  links = linksTo(`redis://nosync:secret@${String(host)}:${String(port)}`);
});

afterAll(async () => {
  links?.close();
  await Promise.all(instances.map((instance) => instance.stop()));
});

async function digests(instance: Instance): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const db of [0, 3, 15]) {
    await instance.client.select(db);
    const keys = (await instance.client.keys('*')).filter((key) => key !== 'unwanted');
    const values = (await instance.client.call('DEBUG', 'DIGEST-VALUE', ...keys)) as string[];
    for (const [index, key] of keys.entries()) {
      found[`${String(db)} ${key}`] = `${String(values[index])} ${String(await instance.client.pexpiretime(key))}`;
    }
  }
  return found;
}

test('without the right to replicate, a file is made key by key that a plain server loads', async () => {
  const reader = links.open('reader');
  const info = await readServerInfo(reader);
  const parts = {
    info,
    reader,
    scripts: keyScripts(info),
    openReader: (database: number) => links.open('reader', database),
    keep: (_database: number, key: Buffer) => !key.equals(Buffer.from('unwanted')),
  };
  const chunks: Buffer[] = [];
  for await (const chunk of dumpByScan(parts, NEVER)) chunks.push(chunk);
  expect(chunks.length).toBeGreaterThan(1);

  const directory = await temporaryDirectory();
  const path = join(directory, 'dump.rdb');
  await writeFile(path, Buffer.concat(chunks));
  expect(await checkRdb(path)).toContain('RDB looks OK!');
  const target = await startInstance(directory);
  instances.push(target);
  const wanted = await digests(source);
  expect(Object.keys(wanted)).toHaveLength(3 * (KEYS + 4));
  expect(await digests(target)).toEqual(wanted);
  expect(await target.client.call('EXISTS', 'unwanted')).toBe(0);
  expect(await target.client.call('FCALL', 'f', '0')).toBe(1);
});

test('a key that SCAN gives twice is known', () => {
  const seen = new SeenKeys();
  const keys = Array.from({ length: 20_000 }, (_, index) => Buffer.from(`key:${String(index)}`));
  expect(keys.every((key) => seen.add(key))).toBe(true);
  expect(keys.some((key) => seen.add(key))).toBe(false);
});
