import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { RdbParser } from '../../../../src/drivers/redis/rdb/parser.ts';
import type { RdbEntry, RdbKey } from '../../../../src/drivers/redis/rdb/entries.ts';
import { startRedis } from '../../../support/servers/redis.ts';

/** A Redis server of the test's own, with a connection. */
export interface Instance {
  readonly client: Redis;
  readonly directory: string;
  /** Saves, and reads the file. */
  save(): Promise<Buffer>;
  stop(): Promise<void>;
}

/** Starts a server; on the folder of an RDB file, when given, it loads `dump.rdb` from there. */
export async function startInstance(directory?: string): Promise<Instance> {
  const settings = {
    'enable-debug-command': 'local',
    'proto-max-bulk-len': '512mb',
    ...(directory === undefined ? {} : { dir: directory }),
  };
  const server = await startRedis({ settings });
  const client = new Redis(server.url(), { maxRetriesPerRequest: 0 });
  return {
    client,
    directory: directory ?? server.directory,
    async save() {
      await client.call('SAVE');
      return readFile(join(directory ?? server.directory, 'dump.rdb'));
    },
    async stop() {
      client.disconnect();
      await server.stop();
    },
  };
}

/** The entries of a file that is given in pieces of so many bytes. */
export function parse(file: Buffer, pieceBytes = file.length, wholeBytes?: number): RdbEntry[] {
  const parser = new RdbParser(wholeBytes);
  const entries: RdbEntry[] = [];
  for (let at = 0; at < file.length; at += pieceBytes) parser.push(file.subarray(at, at + pieceBytes), entries);
  parser.finish();
  return entries;
}

/** The keys among entries. */
export function keysOf(entries: readonly RdbEntry[]): RdbKey[] {
  return entries.filter((entry) => entry.kind === 'key');
}

/** The last lines of redis-check-rdb. */
export async function checkRdb(path: string): Promise<string> {
  const { stdout } = await promisify(execFile)('redis-check-rdb', [path]);
  return stdout;
}
